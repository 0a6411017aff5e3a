import pytest

from units.models import Indicator, Plan
from workflows.demo import course, figures, words

CODES = [f"2026-{month:02d}" for month in range(figures.FIRST, figures.LAST + 1)] + ["2026"]


@pytest.mark.parametrize("code", CODES)
def test_every_unit_has_figures_and_words_for_every_period(cast, code):
    asked = [(row.number, unit) for row in Indicator.objects.all() for unit in _asked(row)]
    assert [pair for pair in asked if not figures.typed(*pair, code)] == []
    for unit in words.WORDS:
        written = words.written(unit, code)
        assert written["results"]
        assert "{" not in "".join(written.values())


def _asked(indicator: Indicator) -> list[str]:
    return [indicator.lead.code, *indicator.cooperating.values_list("code", flat=True)]


@pytest.mark.parametrize("code", CODES)
def test_ratios_stay_within_the_whole(cast, code):
    for number, unit in [*figures.FLOWS, *figures.STOCKS]:
        ratio = figures.typed(number, unit, code)
        assert 0 <= ratio["numerator"] <= ratio["denominator"]


def test_every_assignment_of_the_plan_has_its_course(cast):
    numbers = Plan.objects.get().assignments.values_list("number", flat=True)
    assert set(course.COURSES) == set(numbers)


def test_nothing_is_said_of_an_indicator_that_is_typed_wrong():
    right, wrong = (words.written("KTHTDT", "2026-11", wrong=number)["results"] for number in (None, 15))
    assert "92,49%" in right
    assert "92,49%" not in wrong
    assert wrong.count("\n") == right.count("\n") - 1


def test_every_check_has_an_answer():
    assert {"months", "undone"} <= words.REASONS.keys()
