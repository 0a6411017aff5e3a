"""The status of an assignment of the plan: one answer for the prose, Phụ lục II, the pages and the findings. Pure.

Where its lead unit reports nothing in a period, the status last accepted stands; past its due day it is then
"overdue_silent", never "late".
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

Status = Literal["done", "in_progress", "not_started", "late", "not_reported", "overdue_silent"]

DONE = "done"
FIRST_MONTH = 1
LAST_BEGINS = {"regular": 12, "weekly": 12, "monthly": 12, "quarterly": 10}  # the month of the year's last occurrence


@dataclass(frozen=True)
class Moment:
    """A period's last day, and the day in Vietnam on which its report is made."""

    ends: date
    reported_on: date

    def is_late(self, due_on: date | None) -> bool:
        """Whether that day is within the period and was over when the report was made."""
        return due_on is not None and due_on <= self.ends and due_on < self.reported_on


def goes_on(recurring: str, ends: date) -> bool:
    """Whether what recurs so comes again in the year after a period that ends on this day: "quarterly" until the last
    quarter begins, anything more often until the year's last month.
    """
    return ends.month < LAST_BEGINS.get(recurring, FIRST_MONTH)


@dataclass(frozen=True)
class AssignmentStatus:
    """`kept`: the status is the one last accepted, because nothing was reported in this period."""

    status: Status
    kept: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether nothing was reported of it in this period."""
        return self.kept or self.status == "not_reported"


def standing(reported: str, last: str, *, late: bool) -> AssignmentStatus:
    """`reported` in this period, and `last` accepted before it: values of AssignmentStatus, blank for nothing."""
    status = reported or last
    if not status:
        return AssignmentStatus("not_reported")
    if late and status != DONE:
        return AssignmentStatus("late") if reported else AssignmentStatus("overdue_silent", kept=True)
    return AssignmentStatus(cast(Status, status), kept=not reported)
