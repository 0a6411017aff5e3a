"""Reports of units: reading them, typing into them, and every act on them that asks for no signature."""

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from units import compiled
from units.models import Person
from workflows.cases import rules
from workflows.cases.moves import refuse_unless_held
from workflows.models import FieldType, UnitReport
from workflows.models.querysets import UnitReportQuerySet
from workflows.reminders import actions as reminders
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.comments import actions as comments
from workflows.unit_reports.entries.fields import figures_of
from workflows.unit_reports.entries.forms import NARRATIVE, EntriesForm
from workflows.unit_reports.entries.saving import save_typed
from workflows.unit_reports.findings import AssignmentRow, Entries, FieldRow, Row, entries_of
from workflows.unit_reports.parts import part_of
from workflows.ward_reports.correction import actions as correction

from .callers import WRITE, Call, acts_on_reports
from .paging import Paging, page
from .problems import problem
from .shapes import CaseOut, PeriodOut, Reason, UnitOut
from .versions import Seen, seen, tag

router = Router(tags=[_("Unit reports")])
NAMED = ("period__kind", "period__outline", "period__plan", "unit", "ward", "saved_by")
ON_PAGE = (FieldType.TABLE, FieldType.FILE)  # rows and files are entered on the page


class UnitReportOut(CaseOut):
    unit: UnitOut = Field(description=_("The unit that reports"))
    period: PeriodOut = Field(description=_("The period it is about"))
    version: int = Field(description=_("Raised by each save; its ETag"))


class UnitReportsAsked(Paging):
    period: str = Field("", description=_("Only of periods with this code"))
    kind: str = Field("", description=_("Only of the kind with this code"))
    unit: str = Field("", description=_("Only of units with this code"))
    state: str = Field("", description=_("Only in this state"))


class UnitReports(Schema):
    items: list[UnitReportOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


class EntryOut(Schema):
    part: str = Field(description=_("Its name: 8 is indicator 8, T4 assignment 4, F2 field 2 of the outline"))
    name: str = Field(description=_("Its name in words"))
    values: dict[str, Any] = Field(description=_("What is entered, by field; numbers as decimal strings"))
    explanation: str = Field(description=_("The reason that a check asked for"))
    checks: list[str] = Field(description=_("What a reason is asked for"))
    locked: bool = Field(description=_("Whether the office has accepted it, and returned other entries alone"))


class WholeUnitReport(UnitReportOut):
    entries: list[EntryOut] = Field(description=_("Indicators, assignments, then fields of the outline"))
    texts: dict[str, str] = Field(description=_("The texts by their names"))
    actions: list[str] = Field(description=_("What the person may do with it now"))

    @staticmethod
    def resolve_entries(report: UnitReport) -> list[dict[str, Any]]:
        return [_entry(report, row) for row in entries_of(report).rows]

    @staticmethod
    def resolve_texts(report: UnitReport) -> dict[str, str]:
        return {name: getattr(report, name) for name in NARRATIVE if name in report.period.texts}

    @staticmethod
    def resolve_actions(report: UnitReport, context: Any) -> list[str]:
        return sorted(rules.open_to(context["request"].user, report))


Number = Annotated[Decimal, Field(max_digits=24, decimal_places=8)]


class EntryIn(Schema):
    """What is typed of an entry. What is left out stays; null makes it blank."""

    value: Number | None = Field(None, description=_("The figure; of a percentage it follows from its parts"))
    numerator: Number | None = Field(None, description=_("The upper part of a percentage"))
    denominator: Number | None = Field(None, description=_("The lower part; of a mean the number of cases"))
    note: str | None = Field(None, description=_("A note"), max_length=500)
    explanation: str | None = Field(None, description=_("The reason that a check asks for"), max_length=500)
    status: str | None = Field(None, description=_("Of an assignment: not_started, in_progress or done"))
    result: str | None = Field(None, description=_("Of an assignment: result, product"), max_length=4000)
    day: str | None = Field(None, description=_("Of a field of type date: day/month/year"))
    choice: str | None = Field(None, description=_("Of a field with choices"))
    words: str | None = Field(None, description=_("Of a field of text"))
    yes: bool | None = Field(None, description=_("Of a field of yes or no"))


class EntriesIn(Schema):
    entries: dict[str, EntryIn] = Field({}, description=_('By part: {"8": {"value": "12.5"}}'))
    texts: dict[str, str] = Field({}, description=_("The texts by their names"))


class Return(Reason):
    parts: dict[str, str] = Field(
        {}, description=_("The only parts that open again, each with words of its own or none; without any, all do")
    )


class CommentIn(Schema):
    part: str = Field(description=_("The part that is asked about"))
    text: str = Field(description=_("The question or remark"), min_length=1, max_length=2000)


class Answer(Schema):
    text: str = Field(description=_("The answer"), min_length=1, max_length=2000)


acts = acts_on_reports(router, UnitReportOut)


@router.get("", response=UnitReports, operation_id="list_unit_reports", summary=_("Reports of units, newest first"))
def unit_report_list(request: Call, asked: Query[UnitReportsAsked]) -> dict[str, Any]:
    found = UnitReport.objects.visible_to(request.user).select_related(*NAMED)
    given = {
        "period__code": asked.period,
        "period__kind__code": asked.kind,
        "unit__code": asked.unit,
        "state": asked.state,
    }
    return page(found.filter(**{name: value for name, value in given.items() if value}), asked)


@router.get("/{int:report}", response=WholeUnitReport, operation_id="unit_report", summary=_("A unit's report"))
def unit_report(request: Call, response: HttpResponse, report: int) -> UnitReport:
    return whole(request, response, report)


@router.post(
    "/{int:report}/entries",
    response=WholeUnitReport,
    auth=WRITE,
    operation_id="save_unit_report",
    summary=_("Type figures and texts into the draft: all of it or nothing"),
)
def save(request: Call, response: HttpResponse, report: int, given: EntriesIn, if_match: Seen = "") -> Any:
    row = visible(request, report)
    refuse_unless_held(row, "save_draft", by=request.user)
    version = seen(if_match, row.version)
    typed, faults = _typed(entries_of(row), given)
    only = set(typed)
    typed["seen"] = str(version)
    form = EntriesForm(entries_of(row), typed, only=only)
    beyond = gettext("This entry has no such field.")
    faults += [{"where": name, "detail": beyond} for name in sorted(only - form.made.keys())]
    if not form.is_valid() or faults:
        faults += [{"where": name, "detail": str(error)} for name, found in form.errors.items() for error in found]
        return problem(422, gettext("Some fields cannot be taken. Nothing was changed."), faults)
    save_typed(form, by=request.user, seen=version)
    return whole(request, response, report)


@acts("submit", "submit_unit_report", _("Submit report"))
def submit(request: Call, response: HttpResponse, report: int, if_match: Seen = "") -> Any:
    row = visible(request, report)
    refuse_unless_held(row, "submit", by=request.user)
    return stands(response, unit_reports.submit(row, by=request.user, seen=seen(if_match, row.version)))


@acts("withdraw", "withdraw_unit_report", _("Withdraw"))
def withdraw(request: Call, response: HttpResponse, report: int) -> Any:
    return stands(response, unit_reports.withdraw(visible(request, report), by=request.user))


@acts("take", "take_unit_report", _("Take for review"))
def take(request: Call, response: HttpResponse, report: int) -> Any:
    return stands(response, unit_reports.take(visible(request, report), by=request.user))


@acts("hand-back", "hand_back_unit_report", _("Put back into the queue"))
def hand_back(request: Call, response: HttpResponse, report: int) -> Any:
    return stands(response, unit_reports.hand_back(visible(request, report), by=request.user))


@acts("accept", "accept_unit_report", _("Accept"))
def accept(request: Call, response: HttpResponse, report: int, if_match: Seen = "") -> Any:
    row = visible(request, report)
    refuse_unless_held(row, "accept", by=request.user)
    return stands(response, unit_reports.accept(row, by=request.user, seen=seen(if_match, row.version)))


@acts("return", "return_unit_report", _("Send back"))
def send_back(request: Call, response: HttpResponse, report: int, given: Return) -> Any:
    return stands(
        response,
        unit_reports.return_for_revision(
            visible(request, report), by=request.user, reason=given.reason, parts=given.parts
        ),
    )


@acts("waive", "waive_unit_report", _("Waive report"))
def waive(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    return stands(response, unit_reports.waive(visible(request, report), by=request.user, reason=given.reason))


@acts("unwaive", "unwaive_unit_report", _("Take the waiver back"))
def unwaive(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    return stands(response, correction.unwaive(visible(request, report), by=request.user, reason=given.reason))


@acts("return-consolidated", "return_consolidated_unit_report", _("Send back after it was consolidated"))
def return_consolidated(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    return stands(
        response, correction.return_consolidated(visible(request, report), by=request.user, reason=given.reason)
    )


@acts("send-to-drafter", "send_unit_report_to_drafter", _("Send back to the drafter"))
def send_to_drafter(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    return stands(response, unit_reports.send_to_drafter(visible(request, report), by=request.user, word=given.reason))


@acts("remind", "remind_of_unit_report", _("Remind whoever it waits for, once a working day"))
def remind(request: Call, response: HttpResponse, report: int) -> Any:
    reminders.remind(visible(request, report), by=request.user)
    return stands(response, visible(request, report))


@acts("comments", "comment_unit_report", _("Comment on an entry"))
def comment(request: Call, response: HttpResponse, report: int, given: CommentIn) -> Any:
    comments.comment(visible(request, report), by=request.user, part=given.part, text=given.text)
    return stands(response, visible(request, report))


def visible(request: Call, report: int) -> UnitReport:
    found: UnitReport = compiled.found_or_404(compiled.rows(_named, request.user, pk=report))
    return found


def _named(person: Person, pk: int) -> UnitReportQuerySet:
    return UnitReport.objects.visible_to(person).filter(pk=pk).select_related(*NAMED)


def stands(response: HttpResponse, row: UnitReport) -> UnitReport:
    """The report as it stands after an act, with its ETag. What is entered is read apart."""
    tag(response, row.version)
    return row


def whole(request: Call, response: HttpResponse, report: int) -> UnitReport:
    """The report as it stands now, with its ETag."""
    return stands(response, visible(request, report))


def _entry(report: UnitReport, row: Row) -> dict[str, Any]:
    values = {name: getattr(row.entry, name) for name in figures_of(row)}
    if not isinstance(row, (AssignmentRow, FieldRow)):
        values |= {"value": row.entry.value, "note": row.entry.note}
    return {
        "part": part_of(row),
        "name": row.name,
        "values": {name: _plain(value) for name, value in values.items()},
        "explanation": row.entry.explanation,
        "checks": [check.sentence for check in row.checks],
        "locked": bool(report.reopened) and part_of(row) not in report.reopened,
    }


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _typed(entries: Entries, given: EntriesIn) -> tuple[QueryDict, list[dict[str, str]]]:
    """What the form of the page would have sent, and what has no place in it."""
    typed, faults = QueryDict(mutable=True), []
    rows = {part_of(row): row for row in entries.rows}
    for part, entry in given.entries.items():
        row = rows.get(part)
        if row is None or (isinstance(row, FieldRow) and row.field.type in ON_PAGE):
            faults.append(
                {"where": f"entries.{part}", "detail": gettext("This report has no such entry to be typed here.")}
            )
            continue
        for name, value in entry.dict(exclude_unset=True).items():
            typed[f"{row.anchor}_{name}"] = _as_typed(value)
    for name, text in given.texts.items():
        if name in entries.report.period.texts:
            typed[name] = text
        else:
            faults.append({"where": f"texts.{name}", "detail": gettext("This report has no such text.")})
    return typed, faults


def _as_typed(value: Any) -> str:
    """As a person types it: with a decimal comma."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    return "" if value is None else str(value)
