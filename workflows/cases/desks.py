"""The lines of a person's desk, and the types of case that put theirs there beside the reports (boards/desk.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.registry import Registry, Text
from units.models import Person

from .standing import Due
from .times.calendar_days import Calendars

SHOWN = 25  # lines of each sort: the desk takes as long as it has lines, and lists have all of them


@dataclass(frozen=True, eq=False)
class Ask:
    """What is asked, in a sentence; the words of the button and the name of the page where it is done. `decides` where
    it is somebody's signature that is waited for, `informs` where others have to act and this person is told. `lacks`
    says of how many things it waits, with %(number)s.
    """

    sentence: Text
    button: Text
    page: str
    decides: bool = False
    informs: bool = False
    lacks: Text = ""


LOOK = Ask("", _("Open"), "")


@dataclass(frozen=True)
class Task:
    """A line of the desk. `ask` is LOOK where somebody else has to act; `due` is None where nothing is due.

    `report` is what it is about: a case, or a difficulty. `question` is what the office asked last about a unit's
    report and the unit did not answer, `answer` what the unit answered last. `urgency` says how urgent it is, a higher
    number more; `paused` whether the clock of a step stands still; `missing` counts what others still have to do first:
    the entries of a draft that a check asks about and that give no reason, or the units that have not been accepted.
    """

    report: Any
    ask: Ask
    url: str
    holder: str
    since: datetime
    reason: str
    due: Due | None
    question: str = ""
    answer: str = ""
    urgency: int = 0
    paused: bool = False
    missing: int = 0

    @cached_property
    def name(self) -> str:
        return str(self.report)

    @property
    def presses(self) -> bool:
        """Whether it is urgent, late, or due with no working day left after today."""
        return bool(self.urgency or (self.due and self.due.pressing))

    @property
    def lacking(self) -> str:
        """What is missing, in words; blank where nothing is."""
        return str(self.ask.lacks) % {"number": self.missing} if self.missing and self.ask.lacks else ""

    @property
    def mine(self) -> bool:
        return self.ask is not LOOK


SOURCES: Registry[Callable[[Person, Calendars], list[Task]]] = (
    Registry()
)  # by kind: one more than SHOWN, so that it is told
