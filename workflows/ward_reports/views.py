from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from approvals.models import Decision, Dispatch, Document, Incident, Rendition
from approvals.outbox import waiting
from approvals.pages.once import answers_once
from approvals.register.downloads import printed
from approvals.text.glyphs import named
from approvals.trail.querysets import history
from units.requests import SignedIn
from workflows.cases import calendar_days, rules, standing
from workflows.cases.forms import ReasonForm
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import Button, posted, status_of
from workflows.documents.answers import Answer, answers_of
from workflows.documents.assignments import rows_of, silent_of
from workflows.documents.content import WardReportContent, unprintable_in
from workflows.documents.layout import lay_out
from workflows.documents.source import content_of, with_source
from workflows.figures.overrides import waiting_in_words
from workflows.figures.provenance import FigureInWords
from workflows.models import Case, WardReport
from workflows.models.querysets import ISSUED
from workflows.models.states import OPEN, WardState
from workflows.pure.wording.references import MARKS
from workflows.routes.opinions import opinions_of

from . import actions as ward_reports
from .chips import with_links
from .readiness import Readiness, standing_of

EVENTS_SHOWN = 50
UNDONE_BY_THE_OFFICE = {"consolidate", "reopen"}  # one of them is open to whoever may take a waiver back
BEFORE_ISSUE = (WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED, WardState.APPROVED)
LINE = {name: name for name in ("pk", "number", "symbol", "issued_on")}
REPLACED = (WardState.REFUSED, WardState.RECALLED)
ANSWER = {"answer": "answer", "reference": "answer_reference"}
PRINTED = {name: name for name in ("sha256", "size", "pages", "final")}
OPENS = {
    "opine": ("ward_report_opinion", ACTIONS["opine"]),
    "approve": ("ward_report_approval", _("Read and decide")),
    "sign": ("ward_report_sign", ACTIONS["sign"]),
    "issue": ("ward_report_issue", ACTIONS["issue"]),
    "return_before_issue": ("ward_report_return_before_issue", ACTIONS["return_before_issue"]),
    "record_receipt": ("ward_report_receipt", ACTIONS["record_receipt"]),
    "edit_narrative": ("ward_report_edit", _("Edit the text")),
    "redraft": ("ward_report_redraft", _("Compare with the draft")),
    "reopen": ("ward_report_reopen", ACTIONS["reopen"]),
}
POSTS = {
    "consolidate": "ward_report_consolidate",
    "refresh_figures": "ward_report_refresh",
    "send_for_approval": "ward_report_send",
    "dispatch": "ward_report_dispatch",
}
LEADING = (
    *("consolidate", "refresh_figures", "send_for_approval", "approve", "opine", "sign"),
    *("issue", "dispatch", "record_receipt"),
)
NOTES = {
    "consolidate": _("Takes in the figures of all accepted reports and drafts the text, which you can edit."),
    "refresh_figures": _("Takes in what the units have corrected. Any approval so far is void."),
    "send_for_approval": _("The report goes to the first approver. Until they decide, nobody can change it."),
    "sign": _("You approved it; the document itself does not bear your signature yet."),
    "dispatch": _("The numbered document goes out to the province."),
}


def ward_report(request: SignedIn, pk: int) -> HttpResponse:
    """The report as it will be printed, or its printed pages once it is sent for approval."""
    report = visible_report(request, pk)
    answers = answers_of(report)
    missing = [answer for answer in answers if not (answer.is_taken_in or answer.is_waived)]
    state = standing_of(report, answers)
    assignments = rows_of(report)
    opened = rules.open_to(request.user, report) - state.closed
    leading = _leading(report, opened, missing)
    page = {
        **head_of(report),
        **_body(report, answers, state, assignments),
        "standing": state,
        "missing": missing,
        "waived": [answer for answer in answers if answer.is_waived],
        "may_unwaive": bool(opened & UNDONE_BY_THE_OFFICE),
        "silent": silent_of(report, answers, assignments) if report.consolidated_at and report.state in OPEN else [],
        "adjusted": [FigureInWords(figure) for figure in state.figures or () if figure.is_overridden],
        "waiting": waiting_in_words(report),
        "held_up": "consolidate" in opened and bool(missing),
        "may_look": "look_again" in opened,
        "may_read_units": report.state not in ISSUED or rules.may_read_units(request.user, report),
        "primary": next(iter(_buttons(report, [leading])), None),
        "others": _buttons(report, [action for action in (*POSTS, *OPENS) if action in opened and action != leading]),
        "opinions": opinions_of(report),
        "may_reply": "reply_to_opinion" in opened,
        "events": history(report, request.user)[:EVENTS_SHOWN],
    }
    return render(request, "workflows/ward_reports/ward_report.html", page)


@require_POST
@answers_once
def ward_report_consolidate(request: SignedIn, pk: int) -> HttpResponse:
    ward_reports.consolidate(visible_report(request, pk), by=request.user)
    messages.success(
        request, gettext("The reports are consolidated. Read the text, edit it, then send it for approval.")
    )
    return redirect("ward_report", pk)


@answers_once
def ward_report_reopen(request: SignedIn, pk: int) -> HttpResponse:
    """Asks for the reason, and says what reopening undoes."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "reopen", by=request.user)
    form = ReasonForm(posted(request))
    if form.is_valid():
        ward_reports.reopen(report, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(
            request, gettext("The report is open again. Unit reports can be returned; consolidate anew after.")
        )
        return redirect("ward_report", pk)
    happens = gettext(
        "Undone are the consolidated figures, the sending and every approval given so far. The text that you "
        "edited stays, and the units' reports can be returned again."
    )
    title = gettext("Reopen %(report)s?") % {"report": report}
    return confirm_page(request, report, "reopen", form, title=title, happens=happens)


def confirm_page(request: SignedIn, report: Case, action: str, form: Form, **texts: str) -> HttpResponse:
    """Asks before `action`, with what the form asks for. `texts` are `title`, `happens` and, for what cannot be undone,
    `final`.
    """
    page = {
        "report": report,
        "form": form,
        "label": ACTIONS[action],
        "cancel_url": report.get_absolute_url(),
        **texts,
    }
    return render(request, "workflows/ward_reports/confirm.html", page, status=status_of(form))


def visible_report(request: SignedIn, pk: int) -> WardReport:
    """The report with all that its pages name, or 404 where the reader may not see it."""
    reports = with_source(standing.with_ward_standing(WardReport.objects.visible_to(request.user)))
    document = Document.objects.filter(
        subject_kind="wardreport", subject_id=OuterRef("pk"), state=Document.State.ISSUED
    )
    renditions = Rendition.objects.filter(
        subject_kind="wardreport", subject_id=OuterRef("pk"), content=OuterRef("content")
    )
    reports = reports.select_related("replaces", "replaced_by", "sent_by").annotate(
        asked=Exists(WardReport.objects.awaiting(request.user).filter(pk=OuterRef("pk"))),
        opined=Exists(
            Decision.objects.filter(subject_kind="wardreport", subject_id=OuterRef("pk"), verdict__in=Decision.OPINIONS)
        ),
        answered=Subquery(
            Dispatch.objects.exclude(answer=Dispatch.Answer.NONE)
            .filter(document__subject_kind="wardreport", document__subject_id=OuterRef("pk"))
            .order_by("-answered_at")
            .values(row=JSONObject(**ANSWER))[:1]
        ),
        line=Subquery(document.values(row=JSONObject(**LINE))[:1]),
        printed=Subquery(renditions.order_by("-final").values(row=JSONObject(**PRINTED))[:1]),
    )
    report: Any = get_object_or_404(reports, pk=pk)
    report.issued_as = _issued_as(report.line)
    return report


def _issued_as(line: dict[str, Any] | None) -> str:
    """The number and the day that the report bears; `line` is its line in the register, None before it is issued."""
    if line is None:
        return ""
    row = Document(number=line["number"], symbol=line["symbol"])
    day = date.fromisoformat(line["issued_on"])
    return gettext("No. %(code)s of %(day)s") % {"code": row.code, "day": f"{day:%d/%m/%Y}"}


def head_of(report: WardReport) -> dict[str, Any]:
    """What the head of every page of the report shows: who holds it, and how much time is left."""
    head: dict[str, Any] = {"report": report, "holder": standing.ward_holder(report)}
    if report.state in REPLACED and not hasattr(report, "replaced_by"):
        head["replacement_waits"] = waiting.words("next_version", ward_report=report.pk)
    if report.state in BEFORE_ISSUE:
        head["due"] = standing.due(report.period.ward_due_at, calendar_days.current())
    return head


def rendition_of(report: Any) -> Rendition | None:
    """The report's present printed form: the numbered one once it is issued, else that for approval.

    It is not the row itself but what `visible_report` read of it.
    """
    rendition = Rendition(**report.printed) if report.printed else None
    return rendition if rendition and rendition.final == (report.state in ISSUED) else None


def printed_of(report: WardReport) -> dict[str, Any]:
    """What "_ward_report_pages.html" reads: the printed form, or what it waits for."""
    rendition = rendition_of(report)
    return {**printed(rendition), **({} if rendition else wait_of(report))}


def wait_of(report: WardReport) -> dict[str, Any]:
    """What "_ward_report_progress.html" reads: what the printed form waits for, or whether making it has failed."""
    waits = waiting.words("render", ward_report=report.pk)
    return {"waits": waits, "failed": not waits and has_failed(report)}


def has_failed(report: WardReport) -> bool:
    """Whether making the printed form ran out of tries and waits on the page of incidents."""
    return Incident.objects.filter(
        state=Incident.State.OPEN, message__topic="render", message__payload__ward_report=report.pk
    ).exists()


def _body(report: WardReport, answers: list[Answer], state: Readiness, assignments: Iterable[Any]) -> dict[str, Any]:
    """The document as a page while its prose can be edited; then its printed form, which the worker renders.

    While figures would change the page shows those alone.
    """
    read: dict[str, Any] = {"answers": answers, "figures": state.figures, "assignments": assignments}
    if report.content:
        page = {**printed_of(report), "is_printed": True}
        if report.state not in BEFORE_ISSUE:
            return page
        return page | _signs_lacking(content_of(report, final=False, **read))
    if report.consolidated_at and not state.changes:
        content = content_of(report, final=False, marked=True, **read)
        return {"document": with_links(lay_out(content), report.pk), **_signs_lacking(content)}
    return {}


def _signs_lacking(content: WardReportContent) -> dict[str, str]:
    """The signs that the document cannot print, names of units and of the signer included."""
    return {"unprintable": named(sign for sign in unprintable_in(content) if sign not in MARKS)}


def _leading(report: WardReport, opened: set[str], missing: list[Answer]) -> str:
    """The one action that comes next."""
    if report.state == WardState.RETURNED and "reopen" in opened:
        return "reopen"
    if "consolidate" in opened and missing:
        return ""
    return next((action for action in LEADING if action in opened), "")


def _buttons(report: WardReport, names: Iterable[str]) -> list[Button]:
    return [_button(report, name) for name in names if name]


def _button(report: WardReport, name: str) -> Button:
    note = NOTES.get(name, "")
    if name in POSTS:
        return Button(name, ACTIONS[name], reverse(POSTS[name], args=[report.pk]), posts=True, note=note)
    page, label = OPENS[name]
    return Button(name, label, reverse(page, args=[report.pk]), posts=False, note=note)
