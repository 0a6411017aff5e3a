"""A year of a province in long form: the memory that each file takes above a process at rest, each in a process of its
own. The history has eleven months.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from . import databases, history
from .measure import Row, at_most
from .world import build

MOST = 60  # MB above a process that is at rest
WRITE = """
import json, sys, time
import django
django.setup()
from django.db import connection
from workflows.exports import lines, writing
from workflows.models import IndicatorEntry

def peak():
    #Of this program alone: what getrusage tells includes the process that started it.
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

if sys.argv[1] == "parquet":
    writing.parquet.ParquetWriter, writing.pyarrow.array  # loaded
IndicatorEntry.objects.first()
rest, began = peak(), time.process_time()
with open(sys.argv[2], "wb") as file:
    count = writing.WRITERS[sys.argv[1]](file, lines.lines(lines.of_year(2026)))
print(json.dumps([peak() - rest, count, time.process_time() - began]))
"""


def rows(wards: int, units: int) -> Iterator[Row]:
    databases.use("exports")
    history.fill(build(wards, units))
    with tempfile.TemporaryDirectory() as folder:
        for form in ("csv", "parquet", "xlsx"):
            path = Path(folder, f"year.{form}")
            command = [sys.executable, "-W", "ignore", "-c", WRITE, form, str(path)]
            told = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment())
            grown, count, seconds = json.loads(told.stdout.splitlines()[-1])
            beside = f"{count:,} rows, {path.stat().st_size / 1024 / 1024:.1f} MB, {seconds:.0f} s of a processor"
            yield at_most(f"a year of {wards} wards as {form}, above rest", grown, MOST, " MB", beside)


def _environment() -> dict[str, str]:
    """Of a process that works on the same database."""
    at = connection.settings_dict
    connection.close()
    if connection.vendor == "sqlite":
        return os.environ | {"DATABASE_URL": f"sqlite:///{at['NAME']}"}
    place = f"{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}"
    return os.environ | {"DATABASE_URL": f"postgres://{place}/{at['NAME']}"}
