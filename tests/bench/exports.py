"""A year of a province in long form: how much memory each file takes above a process at rest, in processes of their own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import connection

from units.models import Indicator, Plan
from workflows.models import IndicatorEntry, ReportingPeriod, UnitReport

from . import databases
from .history import month_of
from .measure import Row, at_most
from .world import Ward, build, fill_plan

MOST = 60  # MB above a process that is at rest
WRITE = """
import json, resource, sys, time
import django
django.setup()
from django.db import connection
from workflows.exports import lines, writing
from workflows.models import IndicatorEntry

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

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
    _year(wards, units)
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


def _year(wards: int, units: int) -> None:
    """Accepted reports of each month by each unit, each with the plan's indicators."""
    for place, ward in enumerate(build(wards, units)):
        plan = Plan.objects.get(ward=ward.unit, year=2026)
        if place:
            fill_plan(plan, ward)
        indicators = list(Indicator.objects.filter(plan=plan))
        for month in range(1, 13):
            period = _period(ward, plan, month)
            period.save()
            reports = UnitReport.objects.bulk_create(
                UnitReport(period=period, unit=unit, ward=ward.unit, state="accepted", state_since=period.opened_at)
                for unit in ward.units
            )
            IndicatorEntry.objects.bulk_create(
                IndicatorEntry(report=report, indicator=indicator, value=month, note="Theo phần mềm của đơn vị")
                for report in reports
                for indicator in indicators
            )


def _period(ward: Ward, plan: Plan, month: int) -> ReportingPeriod:
    made = month_of(ward, plan, min(month, 11))
    made.code, made.starts, made.ends = f"2026-{month:02}", date(2026, month, 1), date(2026, month, 28)
    return made
