"""Neighbouring tests start from the same rows, as they were arranged. The order of these tests matters."""

import pytest

from workflows.models import ReportingPeriod

from . import factories

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


def test_who_does_not_ask_for_them_has_none(cast):
    assert not ReportingPeriod.objects.exists()
