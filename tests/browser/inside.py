"""Python inside an installation: `python -m tests.browser.inside` runs each line of its input, a JSON string of source,
and answers with a line: what that printed, and the traceback where it failed.

To start Django takes a second or two, and the tests ask for little things many times.
"""

import contextlib
import io
import json
import sys
import traceback

import django
from django.db import close_old_connections


def run(source: str) -> tuple[str, str]:
    printed, fault = io.StringIO(), ""
    close_old_connections()
    try:
        with contextlib.redirect_stdout(printed):
            exec(source, {})
    except Exception:
        fault = traceback.format_exc()
    return printed.getvalue(), fault


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
