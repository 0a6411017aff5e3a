"""However a month came to its figures, by whatever returns and reopenings, the figures are the same."""

from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.corrections import correct, hand_in
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction

UNITS = ("CA", "TTPVHCC")
ANOTHER_VALUE = st.integers(42, 99)  # none that LAST or the first month holds: the same again is no correction
TURN = st.tuples(st.sampled_from(["correct", "reopen"]), st.sampled_from(UNITS), ANOTHER_VALUE)
TURNS = st.lists(TURN, max_size=2, unique_by=lambda turn: turn[2])
VALUES = ("value", "numerator", "denominator", "year_value", "light", "reported", "expected")
LAST = {"CA": "41", "TTPVHCC": "17"}


class Undone(Exception):
    """The example is over."""


def month(cast, order, values):
    for unit in order:
        hand_in(cast, factories.fill(factories.unit_report(cast, unit), cast, values[unit]))
    arrange.waive_others(cast, *UNITS)
    return reread(ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator))


def figures(report):
    return list(report.figures.order_by("indicator__number").values_list("indicator__number", *VALUES))


def turn(cast, report, way, unit, value):
    """The unit corrects its report, in the fine way or after the whole ward report was reopened."""
    if way == "correct":
        corrected = correct(cast, report, value, unit)
        return reread(correction.refresh_figures(corrected, by=cast.coordinator))
    ward_reports.reopen(report, by=cast.coordinator, reason="Bổ sung số liệu")
    back = unit_reports.return_for_revision(factories.unit_report(cast, unit), by=cast.coordinator, reason="Bổ sung")
    hand_in(cast, factories.fill(reread(back), cast, value))
    return reread(ward_reports.consolidate(reread(report), by=cast.coordinator))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(UNITS), TURNS)
def test_any_order_and_any_returns_give_the_same_figures(cast, order, turns):
    straight = []
    with suppress(Undone), transaction.atomic():
        straight = figures(month(cast, UNITS, LAST))
        raise Undone
    with suppress(Undone), transaction.atomic():
        report = month(cast, order, {"CA": "3", "TTPVHCC": "5"})
        for way, unit, value in [*turns, *(("correct", unit, value) for unit, value in LAST.items())]:
            report = turn(cast, report, way, unit, str(value))
        assert figures(report) == straight
        raise Undone
    assert len(straight) == 20
