"""What a ward report says, read from its rows: five queries at most, however many units and entries there are.

Everything is Vietnamese and goes to the province as it stands; words of the interface's language have no place here.
"""

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet

from approvals.clock import ZONE
from approvals.models import Document
from approvals.register import actions as register
from units.models import Plan
from workflows.figures import restated
from workflows.models import FieldFigure, IndicatorFigure, ReportingPeriod, WardReport
from workflows.outlines.figures import figures_of
from workflows.prose import drafts as prose
from workflows.pure.aggregation import format_number
from workflows.pure.arrangement import ASSIGNMENTS, FIELDS, INDICATORS
from workflows.pure.period_codes import is_a_year
from workflows.pure.period_words import coming_title
from workflows.pure.quoted import NO_FIGURE
from workflows.pure.summing import day_words
from workflows.pure.wording import references
from workflows.pure.wording.facts import RestatementFact
from workflows.pure.wording.restated import note
from workflows.pure.wording.words import document_number, long_date
from workflows.routes.who import signatories

from . import outline
from .answers import Answer, answers_of
from .assignments import assignments_of
from .content import DocumentContent, IndicatorLine, PlanReference, Rating
from .fields import sections_of
from .issuers import issuer_of
from .pages.tables import annexes_of
from .papers import STAMPS

OF_THE_PLAN = re.compile(
    r",? (?:(?:nêu )?tại|theo|thuộc|ở)? ?(?:phần|mục|phụ lục) (?:[IVX]+|[0-9]+)(?:\.[0-9]+)*(?!\w)", re.I
)
RATINGS = {
    IndicatorFigure.Light.GREEN.value: Rating.GREEN,
    IndicatorFigure.Light.AMBER.value: Rating.YELLOW,
    IndicatorFigure.Light.RED.value: Rating.RED,
}


def with_source(reports: QuerySet[WardReport]) -> QuerySet[WardReport]:
    """The reports with all that `content_of` reads from their own row and its neighbours."""
    return reports.select_related("period__kind", "period__plan__coordinating_unit", "ward")


def content_of(
    ward_report: WardReport,
    *,
    final: bool,
    answers: list[Answer] | None = None,
    figures: list[IndicatorFigure] | None = None,
    assignments: Iterable[Any] | None = None,
    fields: list[FieldFigure] | None = None,
    marked: bool = False,
) -> DocumentContent:
    """The document's content; `ward_report` comes from `with_source`. Figures that the prose quotes stand in words.

    With `final` the number and date of the register are in it: raises Document.DoesNotExist before the report is
    issued. `answers`, `figures`, `assignments` and `fields` spare a query each where the caller has them already, from
    `answers_of`, `prose.figures_of`, `assignments.rows_of` and `outlines.figures.figures_of`. With `marked` the prose
    marks its figures, for a page.
    """
    period, plan = ward_report.period, ward_report.period.plan
    document = _document(ward_report) if final else None
    issuer, replaced = issuer_of(ward_report), replaced_by(ward_report)
    about = about_of(period)
    answers = answers_of(ward_report) if answers is None else answers
    figures = prose.figures_of(ward_report) if figures is None else figures
    fields = figures_of(ward_report) if fields is None else fields
    groups, sections = assignments_of(ward_report, answers, assignments), sections_of(fields)
    annexes = _annexes(period, fields)
    without_work = not groups and any(answer.delivers for answer in answers)  # wards report none to a province
    if without_work:
        annexes = tuple(annex for annex in annexes if annex != ASSIGNMENTS)
    texts = _prose_of(ward_report, figures, marked=marked)
    corrected = restated.facts_of(ward_report)
    return DocumentContent(
        issuer=issuer,
        subject=outline.subject(about, replaced),
        addressees=(plan.province_recipient,),
        plan=_reference(plan) if period.on_plan else None,
        opening=outline.opening(issuer.full_name, issuer.short_name, about, replaced),
        sections=outline.sections(
            _turnout(answers, asked=period.is_asked),
            texts,
            coming_title(period.code),
            [(annex.kind, annex.numeral) for annex in annexes_of(sections, annexes)],
            texts=period.texts if period.arrangement else None,
        ),
        closing=outline.closing(issuer.short_name, about, plan.province_recipient),
        indicators=tuple(_indicator(figure, corrected, estimates=period.estimates) for figure in figures),
        assignments=groups,
        signer=signatories.capacity_of(ward_report),
        recipients=tuple(_recipients(plan)),
        archive=_archive(plan),
        made_at=_made_at(ward_report, document),
        number=document.number if document else None,
        issued_on=document.issued_on if document else None,
        urgency=STAMPS[ward_report.urgency],
        fields=sections,
        annexes=annexes if period.arrangement or without_work else (),
        practice=period.kind.practice,
        whole_year=is_a_year(period.code),
    )


def _annexes(period: ReportingPeriod, own: Iterable[FieldFigure]) -> tuple[str, ...]:
    """What is annexed, in the outline's order."""
    sections = list(dict.fromkeys(figure.field.section.key for figure in own))
    parts = (FIELDS if part in sections else part for part in period.parts(sections))
    return tuple(part for part in parts if part in (FIELDS, INDICATORS, ASSIGNMENTS))


def about_of(period: ReportingPeriod) -> outline.About:
    """What a report of the period is on."""
    if period.title:
        return outline.as_asked(period.title)
    if not period.on_plan:
        return outline.in_words(period.covered)
    return outline.on_plan(period.plan.number, period.covered)


def replaced_by(ward_report: WardReport) -> str:
    """The document that the report replaces, by number and day; blank for a first version. One query then."""
    if ward_report.replaces_id is None:
        return ""
    issued = Document.objects.filter(subject_kind="wardreport", subject_id=ward_report.replaces_id)
    line = issued.filter(state=Document.State.ISSUED).first()
    return f"Báo cáo số {document_number(line.number)}/{line.symbol} {long_date(line.issued_on)}" if line else ""


def _document(ward_report: WardReport) -> Document:
    document = register.document_of(ward_report)
    if document is None:
        raise Document.DoesNotExist(f"{ward_report} has no number yet")
    return document


def _reference(plan: Plan) -> PlanReference:
    bare = plan.title.removesuffix(f" của {plan.issuer}")  # the issuer stands before it
    title = f"{bare[:1].lower()}{bare[1:]}"
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
    """The plan's, but for the addressee ("Như trên" stands for it) and the line of the archive. Whom the plan calls by
    a part of its own ("tại phần IV") are called by the plan.
    """
    for name in plan.recipients:
        if name != plan.province_recipient and not name.startswith(("Lưu", "Như trên")):
            yield OF_THE_PLAN.sub(f" thực hiện Kế hoạch số {plan.number}", name)


def _archive(plan: Plan) -> str:
    kept = next((name for name in plan.recipients if name.startswith("Lưu")), "Lưu: VT")
    unit = plan.coordinating_unit.code
    named = kept.removeprefix("Lưu").lstrip(": ")
    return named if unit in named else f"{named}, {unit}"


def _prose_of(ward_report: WardReport, figures: list[IndicatorFigure], *, marked: bool) -> dict[str, str]:
    """The parts of the prose with their figures in words."""
    words, texts = prose.words_of(figures), prose.texts_of(ward_report)
    if not marked:
        return {part: references.resolve(text, words) for part, text in texts.items()}
    red = [sentence.key for sentence in prose.stale(ward_report, words)]
    return {part: references.marked(text, words, red) for part, text in texts.items()}


def _turnout(answers: list[Answer], *, asked: bool) -> outline.Turnout:
    due = [answer for answer in answers if not answer.is_waived]
    return outline.Turnout(
        due=len(due),
        silent=tuple(answer.unit for answer in due if not answer.is_taken_in),
        waived=tuple((answer.unit, answer.reason) for answer in answers if answer.is_waived),
        asked=asked,
    )


def _indicator(figure: IndicatorFigure, corrected: Iterable[RestatementFact], *, estimates: bool) -> IndicatorLine:
    indicator = figure.indicator
    earlier = [note(fact) for fact in corrected if fact.number == indicator.number]
    notes = [*_notes(figure, estimates=estimates), *earlier]
    return IndicatorLine(
        number=indicator.number,
        name=indicator.name,
        measure=indicator.measure,
        goal=indicator.goal,
        in_period=figure.value,
        year_to_date=figure.year_value,
        rating=RATINGS.get(figure.light),
        reported=figure.reported > 0 or figure.is_overridden,
        note="; ".join(notes),
        decimals=indicator.decimals,
    )


def _notes(figure: IndicatorFigure, *, estimates: bool) -> Iterable[str]:
    """What a reader has to know of a figure: it is an estimate, made of some units alone, adjusted or explained."""
    if estimates and figure.value is not None:
        yield "số ước"
    if figure.counted_from and figure.year_value is not None:
        yield f"lũy kế tính từ ngày {day_words(figure.counted_from)}"
    elif figure.counted_from and figure.value is not None:
        yield "chưa có lũy kế từ đầu năm"
    if 0 < figure.reported < figure.expected:
        yield f"{figure.reported:02d}/{figure.expected:02d} đơn vị có số liệu"
    if figure.carried and not figure.is_overridden:
        yield f"số liệu kỳ trước của {figure.carried}"
    if figure.is_overridden:
        computed = figure.computed_value
        computed_words = NO_FIGURE if computed is None else format_number(computed, figure.indicator.decimals)
        yield f"số điều chỉnh, số tổng hợp: {computed_words}"
    yield from figure.explained.splitlines()
