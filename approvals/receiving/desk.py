"""The desk of whoever receives: senders by months, from two queries. What cells say is worked out once a state."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.models import Arrival, Sender
from approvals.verification.checks.result import Result

MONTH = re.compile(r"^tháng (\d{1,2})(?: năm |/)(\d{4})$")


class Came(NamedTuple):
    """A document that came, as the desk needs it: hundreds are read at a time."""

    pk: int
    sender_id: int
    period: str
    state: str
    verdict: str
    arrived_at: datetime


class MonthCell(NamedTuple):
    """A sender's report on a month, the newest that came. `url` is blank where none did, `words` where none is due."""

    url: str
    words: str


@dataclass(frozen=True)
class SenderLine:
    sender: Sender
    cells: list[MonthCell]


def came(arrivals: QuerySet[Arrival]) -> list[Came]:
    """Oldest first. One query."""
    return [Came(*row) for row in arrivals.order_by("arrived_at", "pk").values_list(*Came._fields)]


def lines(senders: Sequence[Sender], arrivals: Iterable[Came], year: int) -> list[SenderLine]:
    """A line for each sender with a cell for each month of the year; `arrivals` are oldest first."""
    newest = {(row.sender_id, found): row for row in arrivals if (found := month_of(row)) and found[1] == year}
    address, words, at = reverse("arrival", args=[0]), _words(), now()
    failing = _("signature: %(result)s") % {"result": Result.FAIL.label}
    dues = {day: [due_of(day, month, year) for month in range(1, 13)] for day in {row.due_day for row in senders}}

    def cell(sender: Sender, month: int) -> MonthCell:
        row, due = newest.get((sender.pk, (month, year))), dues[sender.due_day][month - 1]
        if row is None:
            return MonthCell("", words["", True] if sender_since(sender) < due <= at else "")
        fails = f" · {failing}" if row.verdict == Result.FAIL else ""
        return MonthCell(address.replace("/0/", f"/{row.pk}/"), words[row.state, row.arrived_at >= due] + fails)

    return [SenderLine(sender, [cell(sender, month) for month in range(1, 13)]) for sender in senders]


def sender_since(sender: Sender) -> datetime:
    """From when on its reports are waited for: one that is not paired yet can send none."""
    return sender.paired_at or datetime.max.replace(tzinfo=ZONE)


def _words() -> dict[tuple[str, bool], str]:
    """By the state of what came, and whether it is late."""
    found = {("", True): _("Missing")}
    for state, label in Arrival.State.choices:
        found[state, False] = str(label)
        found[state, True] = _("%(state)s, late") % {"state": label}
    return found


def month_of(arrival: Arrival | Came) -> tuple[int, int] | None:
    """The month and year that a report is on, as its sender writes it; None where it is on something else."""
    found = MONTH.match(arrival.period)
    return (int(found[1]), int(found[2])) if found else None


def due_of(day: int, month: int, year: int) -> datetime:
    """The beginning of the due day, in the month after: "trước ngày 10"."""
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return datetime(*after, day, tzinfo=ZONE)
