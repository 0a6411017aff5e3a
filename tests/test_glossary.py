"""docs/glossary.md says of offices, states and actions what the screens say."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from approvals.models import Dispatch, Standing
from approvals.pages.menu import ENTRIES
from units.models import Office
from workflows.cases.labels import ACTIONS
from workflows.models.states import DifficultyState, SubmissionState, UnitState, WardState

TEXT = (settings.BASE_DIR / "docs" / "glossary.md").read_text()


@pytest.fixture(autouse=True)
def in_vietnamese():
    with translation.override("vi"):
        yield


def table(heading: str) -> dict[str, str]:
    """The first two columns of the table whose first heading this is."""
    rows = TEXT.split(f"\n| {heading} |", 1)[1].split("\n\n")[0].splitlines()[2:]
    return dict(re.findall(r"^\| (.+?) \| (.+?) \|", "\n".join(rows), re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "choices"),
    [
        ("Office", Office),
        ("Unit report", UnitState),
        ("Ward report", WardState),
        ("State of a submission", SubmissionState),
        ("State of a difficulty", DifficultyState),
        ("Dispatch", Dispatch.Standing),
        ("Document in the register", Standing),
    ],
)
def test_offices_and_states_are_called_as_on_screen(heading, choices):
    assert table(heading) == {choice.value: str(choice.label) for choice in choices}


def test_actions_are_called_as_their_buttons():
    actions = TEXT.split("\n## Actions\n", 1)[1].split("\n## ", 1)[0]
    assert dict(re.findall(r"^\| ([a-z_]+) \| (.+?) \|", actions, re.MULTILINE)) == {
        code: str(label) for code, label in ACTIONS.items()
    }


def test_pages_are_called_as_in_the_navigation():
    missing = [str(entry.label) for entry in ENTRIES.values() if f"{entry.label} `/" not in TEXT]
    assert missing == []
