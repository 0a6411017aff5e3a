from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from approvals.models import Dispatch
from approvals.outbox import waiting
from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from approvals.text.glyphs import named
from approvals.trail.querysets import history
from units.requests import SignedIn
from workflows.cases import rules, standing
from workflows.cases.around import around, with_around
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import events_of, refuse_unless_open
from workflows.cases.pages import Button, confirm_page
from workflows.cases.times import calendar_days, slack
from workflows.documents.answers import Answer, answers_of
from workflows.documents.assignments import rows_of, silent_of
from workflows.documents.content import DocumentContent, unprintable_in
from workflows.documents.pages.layout import lay_out
from workflows.documents.source import content_of, with_source
from workflows.figures.fields import FieldInWords, adjusted_fields
from workflows.figures.origins.provenance import FigureInWords
from workflows.figures.overrides import waiting_in_words
from workflows.models import WardReport
from workflows.models.querysets import ISSUED
from workflows.models.states import OPEN, WardState
from workflows.pure.wording.references import MARKS
from workflows.routes.underway.opinions import opinions_of
from workflows.routes.who.after import note_read
from workflows.signoff.pages import issued_as, note_opening, printed_of, with_printed
from workflows.signoff.retraction.rules import retractable

from . import actions as ward_reports
from .chips import with_links
from .province import words
from .readiness import Readiness, standing_of

EVENTS_SHOWN = 50
UNDONE_BY_THE_OFFICE = {"consolidate", "reopen"}  # one of them is open to whoever may take a waiver back
BEFORE_ISSUE = (WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED, WardState.APPROVED)
REPLACED = (WardState.REFUSED, WardState.RECALLED)
ANSWER = {"answer": "answer", "reference": "answer_reference"}
OPENS = {
    "examine": ("ward_report_examination", ACTIONS["examine"]),
    "opine": ("ward_report_opinion", ACTIONS["opine"]),
    "opine_on_paper": ("ward_report_opine_on_paper", ACTIONS["opine_on_paper"]),
    "approve": ("ward_report_approval", _("Read and decide")),
    "sign": ("ward_report_sign", ACTIONS["sign"]),
    "issue": ("ward_report_issue", ACTIONS["issue"]),
    "issue_on_paper": ("ward_report_issue_on_paper", ACTIONS["issue_on_paper"]),
    "return_before_issue": ("ward_report_return_before_issue", ACTIONS["return_before_issue"]),
    "dispatch": ("ward_report_dispatch", ACTIONS["dispatch"]),
    "record_receipt": ("ward_report_receipt", ACTIONS["record_receipt"]),
    "change_signer": ("ward_report_change_signer", ACTIONS["change_signer"]),
    "steer": ("ward_report_steer", ACTIONS["steer"]),
    "edit_narrative": ("ward_report_edit", _("Edit the text")),
    "redraft": ("ward_report_redraft", _("Compare with the draft")),
    "reopen": ("ward_report_reopen", ACTIONS["reopen"]),
}
POSTS = {
    "consolidate": "ward_report_consolidate",
    "refresh_figures": "ward_report_refresh",
    "send_for_approval": "ward_report_send",
    "rework": "ward_report_rework",
    "resume": "ward_report_resume",
}
LEADING = (
    *("rework", "consolidate", "refresh_figures", "send_for_approval", "approve", "examine", "opine", "sign"),
    *("issue", "dispatch", "record_receipt"),
)
NOTES = {
    "consolidate": _("Takes in the figures of all accepted reports and drafts the text, which you can edit."),
    "refresh_figures": _("Takes in what the units have corrected. Any approval so far is void."),
    "send_for_approval": _("The report goes to the first approver. Until they decide, nobody can change it."),
    "rework": _("The figures stay as they are. You edit the text, then send the report for approval again."),
    "sign": _("You approved it; the document itself does not bear your signature yet."),
}


def ward_report(request: SignedIn, pk: int) -> HttpResponse:
    """The report as it will be printed, or its printed pages once it is sent for approval."""
    report = visible_report(request, pk)
    note_opening(request, report)
    note_read(report, by=request.user)
    answers = answers_of(report)
    missing = [answer for answer in answers if not (answer.is_taken_in or answer.is_waived)]
    state = standing_of(report, answers)
    assignments = rows_of(report)
    opened = rules.open_to(request.user, report) - state.closed
    leading = _leading(report, opened, missing)
    page = {
        **head_of(report),
        **_body(report, answers, state, assignments),
        "answered_words": words.answered(report),
        "standing": state,
        "missing": missing,
        "waived": [answer for answer in answers if answer.is_waived],
        "may_unwaive": bool(opened & UNDONE_BY_THE_OFFICE),
        "silent": silent_of(report, answers, assignments) if report.consolidated_at and report.state in OPEN else [],
        "adjusted": _adjusted(state),
        "waiting": waiting_in_words(report),
        "held_up": "consolidate" in opened and bool(missing),
        "may_look": "look_again" in opened,
        "may_read_units": report.state not in ISSUED or rules.may_read_units(request.user, report),
        "primary": next(iter(_buttons(report, [leading])), None),
        "others": [
            *_buttons(report, [action for action in (*POSTS, *OPENS) if action in opened and action != leading]),
            *([_sends_urgent(report)] if "send_for_approval" in opened else []),
        ],
        "retractable": retractable(report, request.user),
        "opinions": opinions_of(report),
        "may_reply": "reply_to_opinion" in opened,
        **around(report, request.user),
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


def visible_report(request: SignedIn, pk: int) -> WardReport:
    """The report with all that its pages name, or 404 where the reader may not see it."""
    reports = with_source(standing.with_ward_standing(WardReport.objects.visible_to(request.user)))
    answers = Dispatch.objects.exclude(answer=Dispatch.Answer.NONE).filter(
        document__subject_kind="wardreport", document__subject_id=OuterRef("pk")
    )
    newest = answers.order_by("-answered_at").values(row=JSONObject(**ANSWER))[:1]
    printed = with_printed(with_around(reports), request.user)
    report: Any = get_object_or_404(printed.annotate(answered=Subquery(newest)), pk=pk)
    report.issued_as = issued_as(report.line)
    return report


def head_of(report: WardReport) -> dict[str, Any]:
    """What the head of every page of the report shows: who holds it, and how much time is left."""
    head: dict[str, Any] = {"report": report, "holder": standing.ward_holder(report)}
    report.was_sent_back = _was_sent_back(report)
    if report.state in REPLACED and not hasattr(report, "replaced_by"):
        head["replacement_waits"] = waiting.words("next_version", ward_report=report.pk)
    if report.state in BEFORE_ISSUE:
        hours = calendar_days.hours_of(report.ward)
        head["due"] = standing.due(report.period.ward_due_at, hours.calendar)
        slack.note(report.way, report.period.ward_due_at, hours, report.urgency)
    return head


def _was_sent_back(report: WardReport) -> bool:
    """Whether the reason that it shows is that of a return. One query while it is consolidated with a reason."""
    if report.state != WardState.CONSOLIDATING or not report.reason:
        return report.state == WardState.RETURNED
    reached = events_of(report).filter(action__in=("reopen", "rework", "call_back"))[:1]
    return any(event.source == WardState.RETURNED and event.action != "call_back" for event in reached)


def _body(report: WardReport, answers: list[Answer], state: Readiness, assignments: Iterable[Any]) -> dict[str, Any]:
    """The document as a page while its prose can be edited; then its printed form, which the worker renders.

    While figures would change the page shows those alone.
    """
    fields = None if state.figures is None else state.fields
    read: dict[str, Any] = {
        **{"answers": answers, "figures": state.figures},
        **{"assignments": assignments, "fields": fields},
    }
    if report.content:
        page = {**printed_of(report), "is_printed": True}
        if report.state not in BEFORE_ISSUE:
            return page
        return page | _signs_lacking(content_of(report, final=False, **read))
    if report.consolidated_at and not state.changes:
        content = content_of(report, final=False, marked=True, **read)
        return {"document": with_links(lay_out(content), report.pk), **_signs_lacking(content)}
    return {}


def _adjusted(state: Readiness) -> list[FigureInWords | FieldInWords]:
    """While the report can still be changed."""
    figures = (FigureInWords(figure) for figure in state.figures or () if figure.is_overridden)
    return [*figures, *adjusted_fields(state.fields)]


def _signs_lacking(content: DocumentContent) -> dict[str, str]:
    """The signs that the document cannot print, names of units and of the signer included."""
    return {"unprintable": named(sign for sign in unprintable_in(content) if sign not in MARKS)}


def _leading(report: WardReport, opened: set[str], missing: list[Answer]) -> str:
    """The one action that comes next."""
    if "consolidate" in opened and missing:
        return ""
    return next((action for action in LEADING if action in opened), "")


def _buttons(report: WardReport, names: Iterable[str]) -> list[Button]:
    return [_button(report, name) for name in names if name]


def _sends_urgent(report: WardReport) -> Button:
    url = reverse("ward_report_send", args=[report.pk])
    return Button("send_urgent", gettext("Choose how urgent it is, and send it"), url, posts=False)


def _button(report: WardReport, name: str) -> Button:
    note = NOTES.get(name, "")
    if name == "dispatch":
        url = reverse(OPENS[name][0], args=[report.pk])
        return Button(name, words.sends_to(report), url, posts=False, note=words.sending(report))
    if name in POSTS:
        return Button(name, ACTIONS[name], reverse(POSTS[name], args=[report.pk]), posts=True, note=note)
    page, label = OPENS[name]
    return Button(name, label, reverse(page, args=[report.pk]), posts=False, note=note)
