"""Programs of tests in processes of their own, on the test's database, which die where they are told to."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection


def run_and_kill(program: str, *arguments: str) -> int:
    """What the process returned: -9 of one that was killed."""
    given = connection.settings_dict
    address = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "PYTHONPATH": str(settings.BASE_DIR)}
    command = [sys.executable, program, *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, timeout=120, check=False).returncode
