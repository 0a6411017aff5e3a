"""What a ward report says, read from its rows: four statements at most, however many units and entries there are.

Everything is Vietnamese and goes to the province as it stands; words of the interface's language have no place here.
"""

import textwrap
from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import QuerySet

from approvals import register
from approvals.clock import ZONE
from approvals.models import Document
from units.models import Plan
from workflows import prose, references, signatories
from workflows.aggregation import format_number
from workflows.models import IndicatorFigure, WardReport
from workflows.narrative import period_words

from . import outline
from .answers import Answer, answers_of
from .assignments import assignments_of
from .content import (
    Form,
    IndicatorRow,
    Issuer,
    PlanReference,
    Rating,
    Section,
    WardReportContent,
)

HEADING_WIDTH = 28
KINDS_OF_WARD = ("phường ", "xã ", "đặc khu ")
RATINGS = {
    IndicatorFigure.Light.GREEN.value: Rating.GREEN,
    IndicatorFigure.Light.AMBER.value: Rating.YELLOW,
    IndicatorFigure.Light.RED.value: Rating.RED,
}
ANNEXES = "Kết quả chi tiết từng chỉ tiêu, nhiệm vụ tại Phụ lục I và Phụ lục II kèm theo."


def with_source(reports: QuerySet[WardReport]) -> QuerySet[WardReport]:
    """The reports with all that `content_of` reads from their own row and its neighbours."""
    return reports.select_related("period__kind", "period__plan__coordinating_unit", "ward")


def content_of(
    ward_report: WardReport,
    *,
    final: bool,
    answers: list[Answer] | None = None,
    figures: list[IndicatorFigure] | None = None,
    marked: bool = False,
) -> WardReportContent:
    """The document's content; `ward_report` comes from `with_source`. Figures that the prose quotes stand in words.

    With `final` the number and date of the register are in it: raises Document.DoesNotExist before the report is
    issued. `answers` and `figures` spare a statement each where the caller has them from `answers_of` and
    `prose.figures_of` already. With `marked` the prose marks its figures, for a page.
    """
    period, plan = ward_report.period, ward_report.period.plan
    document = _document(ward_report) if final else None
    issuer, covered = issuer_of(ward_report), period_words(period.code)
    answers = answers_of(ward_report) if answers is None else answers
    figures = prose.figures_of(ward_report) if figures is None else figures
    return WardReportContent(
        issuer=issuer,
        subject=abstract_of(ward_report),
        addressees=(plan.province_recipient,),
        plan=_reference(plan),
        opening=outline.opening(issuer.full_name, covered),
        sections=_sections(_told(ward_report, figures, marked=marked), answers),
        closing=outline.closing(issuer.full_name, covered, plan.number, plan.province_recipient),
        indicators=tuple(_indicator(figure, estimates=period.estimates) for figure in figures),
        assignments=assignments_of(ward_report, answers),
        signer=signatories.capacity_of(ward_report),
        recipients=tuple(_recipients(plan)),
        archive=_archive(plan),
        made_at=_made_at(ward_report, document),
        number=document.number if document else None,
        issued_on=document.issued_on if document else None,
    )


def abstract_of(ward_report: WardReport) -> str:
    """The document's trích yếu: Vietnamese always."""
    period = ward_report.period
    return f"Kết quả thực hiện Kế hoạch số {period.plan.number} {period_words(period.code)}"


def issuer_of(ward_report: WardReport) -> Issuer:
    """Who issues: a committee, as the plan names it, below the ward's People's Committee; or that one itself."""
    plan, kind, ward = ward_report.period.plan, ward_report.period.kind, _full(ward_report.ward.name)
    committee = kind.form == kind.Form.COMMITTEE
    full_name = plan.issuer if committee else "Ủy ban nhân dân phường"
    return Issuer(
        form=Form(kind.form),
        superior=(f"UBND {ward.upper()}",) if committee else (),
        name=_lines(plan.issuer) if committee else ("ỦY BAN NHÂN DÂN", *_lines(ward)),
        full_name=f"{full_name} {_bare(ward)}" if full_name.casefold().endswith("phường") else full_name,
        place=plan.place,
        symbol=kind.symbol,
    )


def _lines(name: str) -> tuple[str, ...]:
    """As few lines as fit the heading's column, as even as they can be."""
    wrapped = [_wrapped(name, width) for width in range(HEADING_WIDTH, 0, -1)]
    return [lines for lines in wrapped if len(lines) == len(wrapped[0])][-1]


def _wrapped(name: str, width: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name.upper(), width, break_long_words=False, break_on_hyphens=False))


def _full(ward: str) -> str:
    """The ward's name with the word for what it is: "phường" where it has none."""
    return ward if ward.casefold().startswith(KINDS_OF_WARD) else f"phường {ward}"


def _bare(ward: str) -> str:
    """The ward's full name without the word "phường"."""
    first, _, rest = ward.partition(" ")
    return rest if first.casefold() == "phường" else ward


def _document(ward_report: WardReport) -> Document:
    document = register.document_of(ward_report)
    if document is None:
        raise Document.DoesNotExist(f"{ward_report} has no number yet")
    return document


def _reference(plan: Plan) -> PlanReference:
    title = f"{plan.title[:1].lower()}{plan.title[1:]}"
    return PlanReference(
        symbol=plan.number,
        issued_on=plan.issued_on,
        issuer=plan.issuer.partition(" về ")[0],
        title=title if title.startswith("về ") else f"về {title}",
    )


def _made_at(ward_report: WardReport, document: Document | None) -> datetime:
    """The file's date: when the figures were put together, for the issued one not before the day of issue."""
    made = ward_report.consolidated_at or ward_report.period.opened_at
    if document is None:
        return made
    return max(made, datetime.combine(document.issued_on, time(), ZONE))


def _recipients(plan: Plan) -> Iterable[str]:
    """The plan's, but for the addressee ("Như trên" stands for it) and the line of the archive."""
    for name in plan.recipients:
        if name != plan.province_recipient and not name.startswith(("Lưu", "Như trên")):
            yield name


def _archive(plan: Plan) -> str:
    kept = next((name for name in plan.recipients if name.startswith("Lưu")), "Lưu: VT")
    unit = plan.coordinating_unit.code
    named = kept.removeprefix("Lưu").lstrip(": ")
    return named if unit in named else f"{named}, {unit}"


def _told(ward_report: WardReport, figures: list[IndicatorFigure], *, marked: bool) -> dict[str, str]:
    """The parts of the prose with their figures in words."""
    words, texts = prose.words_of(figures), prose.texts_of(ward_report)
    if not marked:
        return {part: references.resolve(text, words) for part, text in texts.items()}
    red = [sentence.key for sentence in prose.stale(ward_report, words)]
    return {part: references.marked(text, words, red) for part, text in texts.items()}


def _sections(told: dict[str, str], answers: list[Answer]) -> tuple[Section, ...]:
    results = (*_paragraphs(told["results"]), ANNEXES)
    return (
        Section("turnout", "Tình hình báo cáo của các đơn vị", outline.turnout_paragraphs(_turnout(answers))),
        Section("results", "Kết quả thực hiện chỉ tiêu, nhiệm vụ", results),
        Section("difficulties", "Khó khăn, vướng mắc", _raised(told["difficulties"])),
        Section("proposals", "Đề xuất, kiến nghị", _raised(told["proposals"])),
        Section("directions", "Phương hướng kỳ tiếp theo", _paragraphs(told["directions"])),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _raised(text: str) -> tuple[str, ...]:
    return _paragraphs(text) or (outline.NOTHING_RAISED,)


def _turnout(answers: list[Answer]) -> outline.Turnout:
    due = [answer for answer in answers if not answer.is_waived]
    return outline.Turnout(
        due=len(due),
        silent=tuple(answer.unit for answer in due if not answer.is_taken_in),
        waived=tuple((answer.unit, answer.reason) for answer in answers if answer.is_waived),
    )


def _indicator(figure: IndicatorFigure, *, estimates: bool) -> IndicatorRow:
    indicator = figure.indicator
    return IndicatorRow(
        number=indicator.number,
        name=indicator.name,
        measure=indicator.measure,
        goal=indicator.goal,
        in_period=figure.value,
        year_to_date=figure.year_value,
        rating=RATINGS[figure.light],
        reported=figure.reported > 0 or figure.is_overridden,
        note="; ".join(_notes(figure, estimates=estimates)),
        decimals=indicator.decimals,
    )


def _notes(figure: IndicatorFigure, *, estimates: bool) -> Iterable[str]:
    """What a reader has to know of a figure: it is an estimate, made of some units alone, adjusted or explained."""
    if estimates and figure.value is not None:
        yield "số ước"
    if 0 < figure.reported < figure.expected:
        yield f"{figure.reported:02d}/{figure.expected:02d} đơn vị có số liệu"
    if figure.carried:
        yield f"số liệu kỳ trước của {figure.carried}"
    if figure.is_overridden:
        computed = figure.computed_value
        said = references.NO_FIGURE if computed is None else format_number(computed, figure.indicator.decimals)
        yield f"số điều chỉnh, số tổng hợp: {said}"
    yield from figure.explained.splitlines()
