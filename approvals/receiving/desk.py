"""The desk of whoever receives: senders by months, from two queries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.models import Arrival, Sender

MONTH = re.compile(r"^tháng (\d{1,2})(?: năm |/)(\d{4})$")


@dataclass(frozen=True)
class MonthCell:
    """A sender's report on a month: the newest that came, None where none did. `due` is the first instant too late."""

    arrival: Arrival | None
    due: datetime

    @property
    def is_late(self) -> bool:
        return (self.arrival.arrived_at if self.arrival else now()) >= self.due

    @property
    def kind(self) -> str:
        """received, refused, arrived, missing, or blank where it is not due yet."""
        if self.arrival:
            return self.arrival.state
        return "missing" if self.is_late else ""

    @property
    def words(self) -> str:
        if self.arrival is None:
            return _("Missing") if self.is_late else ""
        state = str(self.arrival.get_state_display())
        return _("%(state)s, late") % {"state": state} if self.is_late else state


@dataclass(frozen=True)
class SenderLine:
    sender: Sender
    cells: list[MonthCell]


def lines(senders: Sequence[Sender], arrivals: Sequence[Arrival], year: int) -> list[SenderLine]:
    """A line for each sender with a cell for each month of the year; `arrivals` are oldest first."""
    newest = {(row.sender_id, found): row for row in arrivals if (found := month_of(row)) and found[1] == year}
    return [
        SenderLine(
            sender,
            [MonthCell(newest.get((sender.pk, (month, year))), due_of(sender, month, year)) for month in range(1, 13)],
        )
        for sender in senders
    ]


def month_of(arrival: Arrival) -> tuple[int, int] | None:
    """The month and year that a report is on, as its sender writes it; None where it is on something else."""
    found = MONTH.match(arrival.period)
    return (int(found[1]), int(found[2])) if found else None


def due_of(sender: Sender, month: int, year: int) -> datetime:
    """The beginning of the due day, in the month after: "trước ngày 10"."""
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return datetime(*after, sender.due_day, tzinfo=ZONE)
