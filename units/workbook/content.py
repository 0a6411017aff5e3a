"""The content of a plan, as a workbook tells it: plain values, without a database."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Direction = Literal["up", "down"]
Aggregation = Literal["sum", "ratio", "latest", "maximum", "count", "mean"]
Recurring = Literal["", "regular", "weekly", "monthly", "quarterly", "annual"]
Kind = Literal["monthly", "annual"]

DECIMALS = 2  # where a plan does not say
OPTIONAL: dict[str, Any] = {"decimals": DECIMALS, "bounded": True, "cumulative": False}
SILENT = ("helping", "numerator_words", "denominator_words")  # None where the workbook has no such column
STOCKS: tuple[Aggregation, ...] = ("latest",)  # at a point of time whatever is written


@dataclass(frozen=True)
class UnitRow:
    """A unit that reports. `code` names it everywhere else in the plan."""

    code: str
    name: str
    short_name: str
    kind: str
    role: str


@dataclass(frozen=True)
class GroupRow:
    """A group of assignments, and how many the plan says that it has."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class IndicatorRow:
    """A target. `goal` is in the unit of `measure`: 85 where the measure is %, never 0.85.

    `stock`: told at a point of time, else over a period. `bounded`: a percentage of a whole. `cumulative`: a running
    total of the year. `numerator_words` and `denominator_words` say what is counted; `helping` are those of the
    cooperating units that report no figure. None where the workbook has no column for that, and what was said before
    stands.
    """

    number: int
    name: str
    measure: str
    goal: Decimal
    direction: Direction
    aggregation: Aggregation
    lead: str
    cooperating: tuple[str, ...]
    stock: bool = False
    decimals: int = DECIMALS
    bounded: bool = True
    cumulative: bool = False
    numerator_words: str | None = None
    denominator_words: str | None = None
    helping: tuple[str, ...] | None = None


@dataclass(frozen=True)
class AssignmentRow:
    """A task by the "06 rõ". Either `due_on` or `recurring` is set; `due_text` is how the plan writes it."""

    number: int
    name: str
    group: str
    product: str
    due_on: date | None
    recurring: Recurring
    due_text: str
    lead: str
    cooperating: tuple[str, ...]
    authority: str


@dataclass(frozen=True)
class ScheduleRow:
    """Reports are due *before* these days (exclusive). Months are set for annual reports alone."""

    kind: Kind
    unit_day: int
    unit_month: int | None
    ward_day: int
    ward_month: int | None
    basis: str


@dataclass(frozen=True)
class PlanContent:
    """A whole plan. Text is NFC; indicators and assignments stand by number, all else in the workbook's order."""

    number: str
    issued_on: date
    year: int
    title: str
    issuer: str
    ward_name: str
    province: str
    place: str
    coordinating_unit: str
    province_recipient: str
    signer_authority: str
    signer_title: str
    signer_post: str
    signer_name: str
    note: str
    units: tuple[UnitRow, ...]
    groups: tuple[GroupRow, ...]
    indicators: tuple[IndicatorRow, ...]
    assignments: tuple[AssignmentRow, ...]
    schedule: tuple[ScheduleRow, ...]
    recipients: tuple[str, ...]

    def digest(self) -> str:
        """SHA-256 of what the plan says. How a cell was typed (`30/04/2026`, a real date) makes no difference.

        A column that may be left out counts only where it says something, so that plans without it keep the digest
        they had.
        """
        content = asdict(self)
        for assignment in content["assignments"]:
            del assignment["due_text"]
        for indicator in content["indicators"]:
            for name, usual in (OPTIONAL | {"stock": indicator["aggregation"] in STOCKS}).items():
                if indicator[name] == usual:
                    del indicator[name]
            for name in SILENT:
                if not indicator[name]:
                    del indicator[name]
        text = json.dumps(content, default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
