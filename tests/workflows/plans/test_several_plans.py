"""A plan of another number stands beside the first: each kind of report says which it follows."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests import factories
from tests.units.workbook.workbooks import sample, sample_plan, saved
from tests.workflows import arrange
from units.models import Plan
from units.plans import actions as plan_actions
from workflows.models import IndicatorFigure, ReportKind
from workflows.periods import kinds as report_kinds
from workflows.periods.actions import plan_for

OTHER = "07/KH-UBND"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def beside(cast, year=2026) -> Plan:
    return plan_actions.import_plan(replace(sample_plan(), number=OTHER, year=year), by=cast.admin).plan


def follow(cast, kind: ReportKind, number: str = OTHER) -> ReportKind:
    kind = ReportKind.objects.select_related("route", "ward").get(pk=kind.pk)
    return report_kinds.change_kind(kind, by=cast.admin, seen=report_kinds.edits_of(kind), plan_number=number)


def test_another_number_takes_nothing_over(cast):
    first = Plan.objects.get()
    beside(cast)
    assert factories.open_month(cast).plan == first


def test_a_kind_follows_the_plan_of_its_number_and_its_newest_version(cast):
    beside(cast)
    newest = plan_actions.import_plan(replace(sample_plan(), number=OTHER, note="Sửa"), by=cast.admin).plan
    follow(cast, cast.monthly)
    assert factories.open_month(cast).plan == newest


def test_the_year_after_opens_on_its_own_plan(cast):
    following = beside(cast, year=2027)
    assert plan_for(cast.ward.pk, 2027, Plan.objects.get(year=2026).number) == following


def test_figures_of_another_plan_are_not_added_up(cast, on_day):
    on_day("2026-10-06 09:00")
    arrange.issued(cast, "2026-09")
    beside(cast)
    follow(cast, cast.monthly)
    on_day("2026-11-06 09:00")
    october = IndicatorFigure.objects.get(report=arrange.consolidated(cast), indicator__number=9)
    assert (october.value, october.year_value, october.before) == (50, 50, None)


def test_the_page_says_that_it_will_stand_beside_the_other(cast, client):
    client.force_login(cast.admin)
    workbook = sample()
    sheet = workbook["Kế hoạch"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == sample_plan().number)
    cell.value = OTHER
    file = saved(workbook)
    file.name = "ke-hoach.xlsx"
    page = client.post(reverse("plan_import"), {"workbook": file}).text
    assert sample_plan().number in page
    assert "song song" in page
