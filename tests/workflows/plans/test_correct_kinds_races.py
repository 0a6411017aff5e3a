"""A kind is corrected while others consolidate or correct: no figure is left by the old kind."""

import pytest

from tests.races import race
from tests.workflows import arrange
from tests.workflows.figures.test_stocks import figure, tell
from units.models import Indicator, Plan
from workflows.plans.indicator_kinds import actions as indicator_kinds
from workflows.ward_reports import actions as ward_reports

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(cast, on_day):
    on_day("2026-11-06 09:00")
    Indicator.objects.filter(number=8).update(stock=False)
    return Plan.objects.get()


def correct(cast, plan):
    return indicator_kinds.correct_kinds(plan, by=cast.coordinator, stocks=[8, 10, 12, 16], reason="Số thời điểm")


def test_one_consolidates_while_another_corrects(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = arrange.ready(cast)
    won, lost = race(lambda: ward_reports.consolidate(report, by=cast.coordinator), lambda: correct(cast, plan))
    assert (len(won), len(lost)) == (2, 0)
    assert figure(report).year_value == figure(report).value == 50


def test_two_correct_at_once(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    won, lost = race(lambda: correct(cast, plan), lambda: correct(cast, plan))
    assert (len(won), len(lost)) == (1, 1)
    assert figure(report).year_value == 90
