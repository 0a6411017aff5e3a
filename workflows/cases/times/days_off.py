"""A due time whose last day is not worked: the form says so before it saves, and offers the next working day."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE, deadline, today
from approvals.pages.days import midnight
from workflows.cases.times import calendar_days
from workflows.pure.calendar import DAY, Calendar

MOVE, KEEP = "move", "keep"
ANSWER = "off_days"

Due = date | datetime  # the day before which it is due, or the moment


class DueDaysForm(forms.Form):
    """A form with due times: `due_days` names their fields, `ward_id` says by whose calendar; the subclass sets it.

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
            self.add_error(ANSWER, sentence % {"day": "; ".join(_lasts(off))})
        elif answer.startswith(MOVE):
            cleaned |= {name: _moved(due, calendar) for name, due in off.items()}
        return cleaned

    def _offer(self, off: dict[str, Due], asked: str, calendar: Calendar) -> None:
        moved = "; ".join(_words(_moved(due, calendar)) for due in off.values())
        self.fields[ANSWER] = forms.ChoiceField(
            label=_("The last day is off"),
            choices=[
                (f"{MOVE}:{asked}", gettext("Next working day: %(day)s") % {"day": moved}),
                (f"{KEEP}:{asked}", gettext("Keep the day as it is")),
            ],
            widget=forms.RadioSelect,
        )


def _lasts(off: dict[str, Due]) -> Iterator[str]:
    """`16:00 Chủ nhật, 06/12/2026`."""
    for due in off.values():
        hour = f"{due.astimezone(ZONE):%H:%M} " if isinstance(due, datetime) else ""
        yield f"{hour}{date_format(_last(due), 'l, d/m/Y')}"


def _last(due: Due) -> date:
    """The last day on which one is in time."""
    return due.astimezone(ZONE).date() if isinstance(due, datetime) else due - DAY


def _is_off(due: Due | None, calendar: Calendar) -> bool:
    """What is over already is refused for that, whatever day it was."""
    return due is not None and _last(due) >= today() and not calendar.is_working(_last(due))


def _moved(due: Due, calendar: Calendar) -> Due:
    return due + (calendar.next_working(_last(due)) - _last(due))


def _words(due: Due) -> str:
    """As pages tell it, and what that is for whoever is in time."""
    if isinstance(due, datetime):
        return gettext("before %(day)s") % {"day": deadline(due)}
    values = {"day": deadline(midnight(due)), "last": date_format(_last(due), "l, d/m/Y")}
    return gettext("before %(day)s, which is until the end of %(last)s") % values
