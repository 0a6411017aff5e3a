"""Neighbouring tests start from the same rows, as they were arranged. The order of these tests matters."""

import pytest

from workflows.models import ReportingPeriod, UnitReport

from . import factories
from .remembered import known

arranged = []


def month(cast):
    arranged.append(cast.ward)
    return factories.open_month(cast)


SHARED = pytest.mark.starts_from(month, on="2026-11-01 08:00")


@SHARED
def test_one_changes_them(cast, start):
    start.name = "another"
    ReportingPeriod.objects.filter(pk=start.pk).update(code="2026-01")
    assert len(arranged) == 1


@SHARED
def test_the_next_has_them_unchanged_and_not_arranged_again(cast, start):
    assert not hasattr(start, "name")
    assert ReportingPeriod.objects.get().code == factories.MONTH
    assert len(arranged) == 1


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.starts_from(factories.unit_report, on="2026-11-01 08:00")
def test_what_a_test_arranges_beyond_them_is_remembered(cast, start, on_day, time):
    on_day("2026-11-03 08:00")
    before = len(known.memories)
    factories.submitted(cast)
    assert len(known.memories) - before == (time == "first")
    assert UnitReport.objects.get(pk=start.pk).state == "submitted"


def test_who_does_not_ask_for_them_has_none(cast):
    assert not ReportingPeriod.objects.exists()
