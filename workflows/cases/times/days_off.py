"""A day before which something is due, while the day before that is off: the form says so before it saves, and offers
the next working day.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import deadline, today
from approvals.pages.days import midnight
from workflows.cases.times import calendar_days
from workflows.pure.calendar import DAY, Calendar

MOVE, KEEP = "move", "keep"
ANSWER = "off_days"


class DueDaysForm(forms.Form):
    """A form with days before which something is due. The subclass names the fields in `due_days` and sets `ward_id`,
    by whose calendar a day is off.

    Where the last day of one is not worked the form is not valid until somebody chooses between the next working day
    and the day as it is; another day than the one that was asked about is asked about anew.
    """

    due_days: tuple[str, ...] = ()
    ward_id: int

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        calendar = calendar_days.of(self.ward_id)
        off = {name: cleaned[name] for name in self.due_days if _is_off(cleaned.get(name), calendar)}
        if not off:
            return cleaned
        asked = "|".join(f"{due:%Y-%m-%d}" for due in off.values())
        answer = self.data.get(self.add_prefix(ANSWER), "")
        self._offer(off, asked, calendar)
        if answer not in (f"{MOVE}:{asked}", f"{KEEP}:{asked}"):
            sentence = gettext("%(day)s: a day off. Choose the next working day, or keep this one.")
            self.add_error(ANSWER, sentence % {"day": "; ".join(map(_last_words, off.values()))})
        elif answer.startswith(MOVE):
            cleaned |= {name: _moved(due, calendar) for name, due in off.items()}
        return cleaned

    def _offer(self, off: dict[str, date], asked: str, calendar: Calendar) -> None:
        moved = "; ".join(_words(_moved(due, calendar)) for due in off.values())
        self.fields[ANSWER] = forms.ChoiceField(
            label=_("The last day is off"),
            choices=[
                (f"{MOVE}:{asked}", gettext("Next working day: %(day)s") % {"day": moved}),
                (f"{KEEP}:{asked}", gettext("Keep the day as it is")),
            ],
            widget=forms.RadioSelect,
        )


def _last(due: date) -> date:
    """The last day on which one is in time."""
    return due - DAY


def _last_words(due: date) -> str:
    """`Chủ nhật, 06/12/2026`."""
    return date_format(_last(due), "l, d/m/Y")


def _is_off(due: date | None, calendar: Calendar) -> bool:
    """What is over already is refused for that, whatever day it was."""
    return due is not None and _last(due) >= today() and not calendar.is_working(_last(due))


def _moved(due: date, calendar: Calendar) -> date:
    return calendar.next_working(_last(due)) + DAY


def _words(due: date) -> str:
    """As pages tell it, and what that is for whoever is in time."""
    values = {"day": deadline(midnight(due)), "last": _last_words(due)}
    return gettext("before %(day)s, which is until the end of %(last)s") % values
