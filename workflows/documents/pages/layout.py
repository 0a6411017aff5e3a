"""From content to the lines of the page: numerals, end marks, blanks, words. Templates print them as they are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count, groupby

from workflows.documents.content import (
    AssignmentGroup,
    AssignmentLine,
    DocumentContent,
    IndicatorLine,
    PlanReference,
    Rating,
    Section,
)
from workflows.pure.wording.words import (
    BLANK_NUMBER,
    NBSP,
    NOT_ANSWERED,
    NOTHING,
    UNDATED,
    document_number,
    ended,
    figure,
    long_date,
    roman,
)

from .signature_block import lines_above, name_below, post_below
from .tables import Annexed, LaidTable, annexes_of

RATINGS = {
    Rating.GREEN: "Xanh (đạt)",
    Rating.YELLOW: "Vàng (nguy cơ chậm)",
    Rating.RED: "Đỏ (chậm)",
}  # as prose says it
OF_A_YEAR = {Rating.GREEN: "Xanh (đạt)", Rating.YELLOW: "Vàng (cơ bản đạt)", Rating.RED: "Đỏ (chưa đạt)"}
NOT_REPORTED = "chưa báo cáo"
LONG = 600  # letters of a cell that may not fit on what is left of a page, nor on one of its own
WATERMARK = "TẬP DƯỢT – KHÔNG CÓ GIÁ TRỊ"
GOAL_PLACES = 4  # a goal is never rounded
REFERENCE_ROOM = 240  # points of type 13 for symbol and place, beside "Số:", a number of six digits and the date
CAPITAL, SMALL = 8.7, 6.3  # points: how wide letters of symbol and place are in the middle
STAMP_WIDTHS = {"KHẨN": 20, "HỎA TỐC": 30, "THƯỢNG KHẨN": 40}  # NĐ 30/2020, Phụ lục I: each is 8 mm high
ITEM_MARKS = ("- ", "– ", "+ ", "• ")  # what a paragraph begins with that is an item of a list

Block = tuple[bool, list[str]]


@dataclass(frozen=True)
class LaidSection:
    """A section with its heading numbered; remarks carry their own heading `1. …`."""

    key: str
    heading: str
    paragraphs: tuple[str, ...]
    remarks: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def blocks(self) -> list[Block]:
        return _blocks(self.paragraphs)

    @property
    def remark_blocks(self) -> list[tuple[str, list[Block]]]:
        return [(heading, _blocks(paragraphs)) for heading, paragraphs in self.remarks]


def _blocks(paragraphs: Iterable[str]) -> list[Block]:
    """Runs of paragraphs: whether they are items of a list, and their texts."""
    runs = groupby(paragraphs, key=lambda text: text.startswith(ITEM_MARKS))
    return [(is_list, list(texts)) for is_list, texts in runs]


@dataclass(frozen=True)
class LaidIndicator:
    """The eight cells of a row of Phụ lục I; `rating` also as its code, for a page that colours it."""

    number: int
    name: str
    measure: str
    goal: str
    in_period: str
    year_to_date: str
    rating: str
    note: str
    rating_code: str


@dataclass(frozen=True)
class LaidAssignment:
    """The eight cells of a row of Phụ lục II; `is_long` where the row may break between pages."""

    number: int
    work: str
    product: str
    due: str
    lead: str
    cooperating: str
    status: str
    progress: str
    is_long: bool


@dataclass(frozen=True)
class LaidGroup:
    """A group of Phụ lục II, its heading numbered as in the plan."""

    heading: str
    rows: tuple[LaidAssignment, ...]


@dataclass(frozen=True)
class Annex:
    """The head of an annex: its title, and the headings of its table's columns."""

    numeral: str
    title: str
    columns: tuple[str, ...]


INDICATORS = Annex(
    "Phụ lục I",
    "KẾT QUẢ THỰC HIỆN CHỈ TIÊU",
    (
        "STT",
        "Chỉ tiêu",
        "ĐVT",
        "Mục tiêu",
        "Trong kỳ",
        "Lũy kế",
        "Đánh giá",
        "Ghi chú",
    ),
)
ASSIGNMENTS = Annex(
    "Phụ lục II",
    "KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
    (
        "STT",
        "Nhiệm vụ",
        "Sản phẩm",
        "Thời gian",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Tình trạng",
        "Kết quả trong kỳ",
    ),
)


@dataclass(frozen=True)
class LaidDocument:
    """Every line of the document in reading order, for `documents/_document.html` and for Word.

    A letter has no `kind`. `is_crowded` is whether number and date do not
    fit beside each other on one line each; `urgency_width` how wide the frame of the stamp is, in millimetres.
    """

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    symbol: str
    place: str
    dated: str
    kind: str
    subject: str
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    opening: str
    sections: tuple[LaidSection, ...]
    closing: str
    signature_lines: tuple[str, ...]
    post: str
    signer: str
    recipients: tuple[str, ...]
    indicators: tuple[LaidIndicator, ...]
    groups: tuple[LaidGroup, ...]
    attached_to: str
    title: str
    author: str
    made_at: str
    is_crowded: bool
    urgency: str = ""
    urgency_width: int = 0
    annexes: tuple[Annexed, ...] = ()
    watermark: str = ""

    @property
    def indicators_annex(self) -> Annex:
        return self._at_its_place(INDICATORS, "indicators")

    @property
    def assignments_annex(self) -> Annex:
        return self._at_its_place(ASSIGNMENTS, "assignments")

    @property
    def tables(self) -> tuple[LaidTable, ...]:
        """The annexes that are tables of the outline."""
        return tuple(annex.table for annex in self.annexes if annex.table)

    def _at_its_place(self, head: Annex, kind: str) -> Annex:
        return next((replace(head, numeral=annex.numeral) for annex in self.annexes if annex.kind == kind), head)


def lay_out(content: DocumentContent) -> LaidDocument:
    """The report as its page prints it."""
    signer, form = content.signer, content.issuer.form
    return LaidDocument(
        superior=content.issuer.superior,
        issuer=content.issuer.name,
        number=BLANK_NUMBER if content.number is None else document_number(content.number),
        symbol=content.issuer.symbol,
        place=content.issuer.place,
        dated=long_date(content.issued_on) if content.issued_on else UNDATED,
        kind="" if content.is_letter else content.kind.upper(),
        subject=content.subject,
        addressees=_listed(content.addressees) if len(content.addressees) > 1 else content.addressees,
        bases=(_basis(content.plan),) if content.plan else _bases(content.bases),
        opening=content.opening,
        sections=_sections(content.sections),
        closing=ended(content.closing, "./."),
        signature_lines=lines_above(form, signer),
        post=post_below(form, signer),
        signer=name_below(signer),
        recipients=_recipients(content),
        indicators=tuple(_indicator(row, OF_A_YEAR if content.whole_year else RATINGS) for row in content.indicators),
        groups=tuple(_group(place, group) for place, group in enumerate(content.assignments, start=1)),
        attached_to=attached_to(content),
        title=f"{content.kind} {content.subject[:1].lower()}{content.subject[1:]}",
        author=content.issuer.full_name,
        made_at=content.made_at.isoformat(timespec="seconds"),
        is_crowded=CAPITAL * len(content.issuer.symbol) + SMALL * len(content.issuer.place) > REFERENCE_ROOM,
        urgency=content.urgency,
        urgency_width=STAMP_WIDTHS.get(content.urgency, 0),
        annexes=annexes_of(content.fields, content.annexed),
        watermark=WATERMARK if content.practice else "",
    )


def _basis(plan: PlanReference) -> str:
    issued = long_date(plan.issued_on)
    return ended(f"Căn cứ Kế hoạch số{NBSP}{plan.symbol} {issued} của {plan.issuer} {plan.title}", ".")


def _bases(bases: tuple[str, ...]) -> tuple[str, ...]:
    """Each ends with `;`, the last with `.` (NĐ 30/2020, Phụ lục I, II.6)."""
    return (*(ended(basis, ";") for basis in bases[:-1]), *(ended(basis, ".") for basis in bases[-1:]))


def _listed(lines: Iterable[str]) -> tuple[str, ...]:
    """`- …;` on each line, a point after the last."""
    *first, last = lines
    return (*(f"- {ended(line, ';')}" for line in first), f"- {ended(last, '.')}")


def _recipients(content: DocumentContent) -> tuple[str, ...]:
    """`- Như trên;` first where the report has addressees, `- Lưu: VT, ….` last (NĐ 30/2020 PL I II.9)."""
    as_above = ("Như trên",) if content.addressees else ()
    return _listed((*as_above, *content.recipients, f"Lưu: {content.archive}"))


def attached_to(content: DocumentContent) -> str:
    """The line under an annex's title; number and date stay blank, as the decree has it for electronic documents."""
    issuer = content.issuer
    named = issuer.short_name or issuer.full_name
    return f"(Kèm theo {content.kind} số{BLANK_NUMBER}/{issuer.symbol} {UNDATED} của {named})"


def _sections(sections: Iterable[Section]) -> tuple[LaidSection, ...]:
    """Those that have a title are numbered."""
    places = count(1)
    return tuple(_section(next(places) if section.title else 0, section) for section in sections)


def _section(place: int, section: Section) -> LaidSection:
    remarks = tuple((f"{n}. {remark.unit}", remark.paragraphs) for n, remark in enumerate(section.remarks, start=1))
    heading = f"{roman(place)}. {section.title.upper()}" if place else ""
    return LaidSection(section.key, heading, section.paragraphs, remarks)


def _indicator(row: IndicatorLine, ratings: dict[Rating, str]) -> LaidIndicator:
    return LaidIndicator(
        number=row.number,
        name=row.name,
        measure=row.measure,
        goal=figure(row.goal, GOAL_PLACES),
        in_period=figure(row.in_period, row.decimals) if row.reported else NOT_REPORTED,
        year_to_date=figure(row.year_to_date, row.decimals),
        rating=ratings[row.rating] if row.rating else NOTHING,
        note=row.note or NBSP,  # a cell without a letter would be no cell to a screen reader of the PDF
        rating_code=row.rating or "",
    )


def _group(place: int, group: AssignmentGroup) -> LaidGroup:
    return LaidGroup(f"{roman(place)}. {group.title}", tuple(_assignment(row) for row in group.rows))


def _assignment(row: AssignmentLine) -> LaidAssignment:
    return LaidAssignment(
        number=row.number,
        work=row.work,
        product=row.product,
        due=row.due,
        lead=row.lead,
        cooperating=row.cooperating or NOTHING,
        status=row.status or NOT_ANSWERED,
        progress=row.progress or NOTHING,
        is_long=len(row.progress) > LONG,
    )
