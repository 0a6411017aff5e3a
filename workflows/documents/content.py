"""What a document of the ward holds, before any layout. Frozen values only: whoever fills them has read the models.

All text is Vietnamese and NFC. Dates are dates in Asia/Ho_Chi_Minh; figures are in the unit of their own row.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from approvals.text.glyphs import unprintable
from units.offices.authority import Capacity
from workflows.pure.arrangement import FIELDS, OF_THE_PLAN


class Rating(StrEnum):
    """How an indicator stands against its goal (NQ 57's heat map)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Form(StrEnum):
    """Who issues: a committee by its own name, or the People's Committee itself."""

    COMMITTEE = "committee"
    PEOPLE = "people"


@dataclass(frozen=True)
class Issuer:
    """Who issues. `superior` and `name` are the lines of the heading, in capitals, broken where they shall break.

    `short_name` stands for the full one after the opening.
    """

    form: Form
    superior: tuple[str, ...]
    name: tuple[str, ...]
    full_name: str
    place: str
    symbol: str
    short_name: str = ""


@dataclass(frozen=True)
class PlanReference:
    """The plan that the report answers to; `symbol` verbatim, as the plan prints it."""

    symbol: str
    issued_on: date
    issuer: str
    title: str


@dataclass(frozen=True)
class UnitRemarks:
    """What one unit says under a heading: difficulties, proposals."""

    unit: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A part headed `I. …`. `key` names it for pages that edit it in place; the numeral follows from its position."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    remarks: tuple[UnitRemarks, ...] = ()


@dataclass(frozen=True)
class IndicatorLine:
    """One row of Phụ lục I. `None` is "nothing known", never zero; `reported` is false where no unit reported.

    `decimals` is how many its figures show at most.
    """

    number: int
    name: str
    measure: str
    goal: Decimal | None
    in_period: Decimal | None
    year_to_date: Decimal | None
    rating: Rating | None
    reported: bool = True
    note: str = ""
    decimals: int = 2


@dataclass(frozen=True)
class AssignmentLine:
    """One row of Phụ lục II. `status` is its word ("Đang thực hiện"), blank where the unit did not report."""

    number: int
    work: str
    product: str
    due: str
    lead: str
    cooperating: str = ""
    status: str = ""
    progress: str = ""


@dataclass(frozen=True)
class AssignmentGroup:
    """A group of the plan with its assignments; `title` as in the plan ("Về lãnh đạo, chỉ đạo")."""

    title: str
    rows: tuple[AssignmentLine, ...]


@dataclass(frozen=True)
class FieldLine:
    """A field of the outline, summed up over all units. `result` is the text that the document prints; it is blank
    where nobody reported, and where `told` lists the answer of each unit. `number` identifies the field; the line's
    place in the annex is counted.
    """

    number: int
    name: str
    measure: str
    result: str
    value: Decimal | None = None
    told: tuple[UnitRemarks, ...] = ()
    note: str = ""


UNIT = "Đơn vị"


@dataclass(frozen=True)
class FieldTable:
    """A table that units filled: its rows, each with its unit first; or one of the document itself, whose `first`
    column then has a heading of its own. `columns` are those behind it.
    """

    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: str = UNIT

    @property
    def is_own(self) -> bool:
        """Whether no unit stands before its rows."""
        return self.first != UNIT


@dataclass(frozen=True)
class FieldSection:
    """A section of the outline with fields of its own: an annex with a line for each, and one for each table."""

    title: str
    lines: tuple[FieldLine, ...] = ()
    tables: tuple[FieldTable, ...] = ()


@dataclass(frozen=True)
class DocumentContent:
    """A document of the ward: a report on a plan with its two annexes, or plain text without.

    `kind` is its name as people say it ("Báo cáo"); a letter (Công văn) prints none, and its subject below its number
    (NĐ 30/2020, Phụ lục III, mẫu 1.5). `bases` are the lines "Căn cứ …" of a document that reports on no plan, without
    end marks.

    `number` and `issued_on` are `None` until the clerk issues: their places stay blank.
    `made_at` (aware) becomes the file's date, so that equal content gives equal bytes: never the clock's time.
    `urgency` is the word of its stamp ("KHẨN"), blank where it is not urgent.
    `annexes` is their order where the outline has one of its own: "indicators", "assignments", and "fields" for each of
    `fields`, in theirs.
    `whole_year`: the report is of a year, whose goals are reached or not.
    `on_paper`: what was issued is a scan of what was signed in ink.
    `practice`: nobody may take it for a real one: every page is marked.
    `closing` has no end mark: `./.` is added. `archive` is the last line of Nơi nhận without "Lưu: " ("VT, VHXH").
    """

    issuer: Issuer
    subject: str
    addressees: tuple[str, ...]
    plan: PlanReference | None
    opening: str
    sections: tuple[Section, ...]
    closing: str
    indicators: tuple[IndicatorLine, ...]
    assignments: tuple[AssignmentGroup, ...]
    signer: Capacity
    recipients: tuple[str, ...]
    archive: str
    made_at: datetime
    number: int | None = None
    issued_on: date | None = None
    kind: str = "Báo cáo"
    is_letter: bool = False
    bases: tuple[str, ...] = ()
    urgency: str = ""
    fields: tuple[FieldSection, ...] = ()
    annexes: tuple[str, ...] = ()
    practice: bool = False
    on_paper: bool = False
    whole_year: bool = False

    @property
    def annexed(self) -> tuple[str, ...]:
        """The annexes in order."""
        of_the_plan = OF_THE_PLAN if self.plan else ()
        return self.annexes or (*of_the_plan, *[FIELDS] * len(self.fields))


# Since the first release.
ADDED: dict[str, Any] = {
    **{"kind": "Báo cáo", "is_letter": False, "bases": (), "urgency": ""},
    **{"fields": (), "annexes": (), "practice": False, "on_paper": False},
    "whole_year": False,
}


def canonical(content: DocumentContent) -> bytes:
    """The content as JSON, the same bytes for the same content: keys in order, figures as text, dates as ISO 8601. What
    earlier releases did not know is left out where it says nothing.
    """
    values = {name: value for name, value in asdict(content).items() if name not in ADDED or value != ADDED[name]}
    return json.dumps(values, default=_as_text, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def restored(file: bytes) -> DocumentContent:
    """What `canonical` wrote, perhaps in an earlier release: what that did not have takes its default."""
    return of_json(json.loads(file))


def of_json(value: Mapping[str, Any]) -> DocumentContent:
    """The same of what is parsed already."""
    return _restored(DocumentContent, value)


def _restored(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(_restored(get_args(kind)[0], each) for each in value)
    named = next((each for each in get_args(kind) if each is not type(None)), kind)  # of "date | None" the date
    if isinstance(value, Mapping):
        kinds = get_type_hints(named)
        return named(**{name: _restored(kinds[name], each) for name, each in value.items() if name in kinds})
    return named.fromisoformat(value) if issubclass(named, date) else named(value)


def _as_text(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value.isoformat()


def unprintable_in(content: DocumentContent) -> tuple[str, ...]:
    """Of all that a document says."""
    return unprintable(canonical(content).decode())
