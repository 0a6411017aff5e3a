"""What a ward that imports its first plan begins with."""

from dataclasses import replace

from tests.units.workbook.workbooks import sample_plan
from units.plans import actions as unit_actions
from workflows import tasks
from workflows.models import ReportingPeriod
from workflows.periods import setup


def test_a_ward_that_starts_in_november_gets_no_month_that_is_late_at_birth(cast, on_day):
    on_day("2026-11-29 09:00")
    content = replace(sample_plan(), ward_name="Nông Tiến")
    plan = unit_actions.import_plan(content, by=None).plan
    setup.set_up(plan, content.schedule)
    tasks.open_periods()
    opened = ReportingPeriod.objects.filter(ward=plan.ward).order_by("code")
    assert [period.code for period in opened] == ["2026", "2026-11"]


def test_importing_a_later_version_leaves_the_beginning_as_it_is(cast, on_day):
    on_day("2026-11-29 09:00")
    plan = unit_actions.import_plan(replace(sample_plan(), title="Kế hoạch sửa đổi"), by=None).plan
    setup.set_up(plan, sample_plan().schedule)
    cast.monthly.refresh_from_db()
    assert cast.monthly.opens_from.isoformat() == "2026-01-01"
