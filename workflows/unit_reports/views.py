from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from approvals.pages.once import answers_once
from units import compiled, grants
from units.models import Person
from units.requests import SignedIn
from workflows.cases import rules, standing
from workflows.cases.around import around
from workflows.cases.inputs.forms import SeenForm
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import Button, visible_unit_report
from workflows.cases.times import calendar_days, clocks
from workflows.difficulties import facts as difficulties
from workflows.difficulties.beside import after_saving, posted_beside, raise_beside, typed_beside
from workflows.difficulties.forms import DifficultyForm
from workflows.models import UnitReport
from workflows.models.querysets import UnitReportQuerySet
from workflows.models.states import UnitState

from . import actions as unit_reports
from .entries import actions as entries_actions
from .entries.cells import waits
from .entries.forms import DIFFICULTIES, NARRATIVE, EntriesForm
from .entries.saving import save_typed
from .evidence import pieces as evidence
from .findings import Entries, entries_of
from .review.rows import bare_review_of, comments_of, events_to_show, review_of, rounds_of

SEEN = SeenForm.base_fields["seen"]
ACCEPTING = {"accept", "propose_acceptance", "confirm_acceptance"}
REVIEWED = {"take", "accept", "return_for_revision", "confirm_acceptance"}  # who may do one of these reviews the report
IN_THE_BAR = "return_for_revision"  # of what is ticked, or of all
SAVES = ("save_draft", "save_on_behalf")
CORRECTS = {"restate", "propose_restatement"}
WITH_THE_UNIT = (UnitState.DRAFT, UnitState.RETURNED)
OPENS = {
    "save_draft": ("unit_report_write", _("Write the report")),
    "submit": ("unit_report_check", _("Check and submit")),
    "return_look": ("unit_report_return_look", ACTIONS["return_look"]),
    "refuse_acceptance": ("unit_report_refuse_acceptance", ACTIONS["refuse_acceptance"]),
    "return_for_revision": ("unit_report_return", ACTIONS["return_for_revision"]),
    "send_to_drafter": ("unit_report_to_drafter", ACTIONS["send_to_drafter"]),
    "save_on_behalf": ("unit_report_on_behalf", ACTIONS["save_on_behalf"]),
    "submit_on_behalf": ("unit_report_submit_on_behalf", ACTIONS["submit_on_behalf"]),
    "confirm_on_behalf": ("unit_report_confirm_on_behalf", ACTIONS["confirm_on_behalf"]),
    "extend": ("unit_report_extend", ACTIONS["extend"]),
    "waive": ("unit_report_waive", ACTIONS["waive"]),
    "unwaive": ("unit_report_unwaive", ACTIONS["unwaive"]),
    "return_consolidated": ("unit_report_return_consolidated", ACTIONS["return_consolidated"]),
}
POSTS = {
    "accept": "unit_report_accept",
    "take": "unit_report_take",
    "hand_back": "unit_report_hand_back",
    "withdraw": "unit_report_withdraw",
    "ask_for_look": "unit_report_ask_for_look",
    "withdraw_look": "unit_report_withdraw_look",
    "look": "unit_report_look",
    "propose_acceptance": "unit_report_propose_acceptance",
    "confirm_acceptance": "unit_report_confirm_acceptance",
}
Posted = tuple[str, str]  # a field's name and its text
LEADING = (
    *("confirm_acceptance", "propose_acceptance", "accept", "take"),
    *("look", "ask_for_look", "submit", "save_draft", "hand_back", "confirm_on_behalf"),
)


def unit_report(request: SignedIn, pk: int) -> HttpResponse:
    """The report, and what the reader may do with it now."""
    report = visible_unit_report(request, pk)
    opened = rules.open_to(request.user, report)
    entries = entries_of(report)
    shown = entries.with_findings_first() if opened & REVIEWED else entries
    leading = _leading(opened, entries)
    page = {
        **head_of(report),
        "entries": shown,
        "narrative": narrative_of(report),
        "difficulties": difficulties.of_report(report),
        **_reviewed(request, report, shown, opened),
        "primary": next(iter(_buttons(report, [leading])), None),
        "others": _buttons(report, [action for action in (*POSTS, *OPENS) if action in opened - {leading, IN_THE_BAR}]),
        "reviews": bool(opened & REVIEWED) or "hand_back" in opened,
        "quick": bool(opened & {*SAVES}),
        "corrects": report.state == UnitState.CONSOLIDATED and bool(opened & CORRECTS),
        "doubts": report.ward_id in grants.units_where(request.user, "view_reports"),
        "asks_unit": report.unconfirmed_since and report.ward_id in grants.units_where(request.user, "review_reports"),
        **around(report, request.user),
        "barred": _is_barred(report, opened),
    }
    return render(request, "workflows/unit_reports/unit_report.html", page)


def _is_barred(report: UnitReport, opened: set[str]) -> bool:
    """Whether the reader, who reviews reports, wrote or submitted this one, and so does not accept it."""
    waits = report.state == UnitState.IN_REVIEW and report.proposed_by_id is None
    return waits and "hand_back" in opened and not opened & {"accept", "propose_acceptance"}


def _reviewed(request: SignedIn, report: UnitReport, entries: Entries, opened: set[str]) -> dict[str, Any]:
    """What the report's page shows of its review: parts, comments, evidence, returns, whose clock, history. Three
    queries.
    """
    attached = evidence.of_report(report, request.user)
    office = report.period.plan.coordinating_unit.short_name
    review, events = review_of(report, entries, narrative_of(report), attached), list(events_to_show(report))
    return {
        "review": review,
        "second_look": review.again and bool(opened & REVIEWED),
        "reopened": review.reopened if report.state in WITH_THE_UNIT else [],
        "unanswered": review.unanswered if "answer" in opened else [],
        "answered": review.answered if "comment" in opened else [],
        "asked": review.unanswered if opened & ACCEPTING else [],
        "rounds": rounds_of(events),
        "ticks": "return_for_revision" in opened,
        "ticked": request.GET.getlist("part"),
        "may_comment": "comment" in opened,
        "may_answer": "answer" in opened,
        "clock": clocks.held(report).sentences(unit=report.unit.short_name, office=office),
        "events": events,
    }


@answers_once
def unit_report_write(request: SignedIn, pk: int) -> HttpResponse:
    """The whole report on one page, saved at any time while it is with the unit.

    A difficulty typed beside it is raised with the save, whichever button is pressed.
    """
    report = compiled.found_or_404(compiled.rows(_named, request.user, pk=pk))
    if request.method == "POST":
        return _save(request, report)
    refuse_unless_open(report, "save_draft", by=request.user)
    return _write_page(request, EntriesForm(entries_of(report, others=False)))


def _named(person: Person, pk: int) -> UnitReportQuerySet:
    return standing.with_unit_standing(UnitReport.objects.visible_to(person).with_names()).filter(pk=pk)


def _save(request: SignedIn, report: UnitReport) -> HttpResponse:
    """Save what was typed and raise the difficulty beside it: both, or neither."""
    form, raising = EntriesForm(entries_of(report), request.POST), typed_beside(request, report)
    if not form.is_valid() or (raising and not raising.is_valid()):
        refuse_unless_held(report, "save_draft", by=request.user)
        return _write_page(request, form, status=422, raising=raising)
    try:
        with transaction.atomic():
            save_typed(form, by=request.user, seen=form.cleaned_data["seen"])
            if raising:
                raise_beside(request, report, raising)
    except entries_actions.StaleSave as stale:
        return differences_page(request, stale, typed=request.POST, also=posted_beside(request))
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return _write_page(request, form, status=409, raising=raising)
    if request.POST.get("next") == "check":
        return redirect("unit_report_check", report.pk)
    if request.POST.get("next") == "raise":
        return after_saving(request, report)
    messages.success(request, gettext("The draft is saved. Go on, or check it."))
    return redirect("unit_report_write", report.pk)


def _write_page(
    request: SignedIn, form: EntriesForm, status: int = 200, raising: DifficultyForm | None = None
) -> HttpResponse:
    entries = form.entries
    narrative, form.comments = narrative_of(entries.report), comments_of(entries.report)
    page = {**head_of(entries.report), "entries": entries, "form": form, "narrative": narrative, "raising": raising}
    page["difficulties"] = difficulties.of_report(entries.report)
    page["asked"] = () if DIFFICULTIES in form.made else form.comments.get(DIFFICULTIES, ())
    page["asked_waits"] = waits(page["asked"])
    page["asked_returned"] = None if DIFFICULTIES in form.made else entries.report.reopened.get(DIFFICULTIES)
    page["reopened"] = bare_review_of(entries.report, entries, narrative).reopened
    page["may_submit"] = rules.may(request.user, "submit", entries.report)
    return render(request, "workflows/unit_reports/write.html", page, status=status)


def differences_page(
    request: SignedIn,
    stale: entries_actions.StaleSave,
    *,
    typed: QueryDict,
    save_url: str = "",
    also: Sequence[Posted] = (),
) -> HttpResponse:
    """Both versions side by side; nothing is lost and nothing is overwritten before the person has chosen.

    What is chosen is posted to the page where the unit writes, or to `save_url` with what it asks for `also`.
    """
    form = EntriesForm(entries_of(stale.report), typed)
    form.is_valid()
    page = {
        **head_of(stale.report),
        "message": stale.message,
        "differences": form.differences(),
        "carried": [*form.carried(), *also],
        "save_url": save_url or reverse("unit_report_write", args=[stale.report.pk]),
        "next": typed.get("next", ""),
    }
    return render(request, "workflows/unit_reports/differences.html", page, status=409)


@require_POST
def unit_report_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    unit_reports.withdraw(visible_unit_report(request, pk), by=request.user)
    messages.success(request, gettext("The report is with the unit again. Correct it, then submit it anew."))
    return redirect("unit_report", pk)


def address_with_ticks(address: str, parts: Sequence[str]) -> str:
    """The address of a page that shows these parts ticked for a return."""
    ticks = QueryDict(mutable=True)
    ticks.setlist("part", list(parts))
    return f"{address}?{ticks.urlencode()}" if parts else address


def seen_version(request: SignedIn, report: UnitReport, action: str) -> int:
    """The version that the page showed. Raises NotPossible where a request of whoever may do `action` names none."""
    try:
        return int(SEEN.clean(request.POST.get("seen")))  # without its form: an autosave asks nothing else
    except ValidationError:
        refuse_unless_held(report, action, by=request.user)
    raise NotPossible(gettext("This page did not say which version you have read. Open the report again."))


def head_of(report: UnitReport) -> dict[str, Any]:
    """What the head of every page of the report shows: who holds it, and how much time is left."""
    head = {"report": report, "holder": standing.unit_holder(report)}
    if report.state in WITH_THE_UNIT:
        head["due"] = standing.due(report.due_at, calendar_days.of(report.ward_id))
    return head


def narrative_of(report: UnitReport) -> list[tuple[str, str | Promise, str]]:
    """Name, label and text of each part in prose."""
    return [(name, NARRATIVE[name], getattr(report, name)) for name in report.period.texts]


def _leading(opened: set[str], entries: Entries) -> str:
    """The one action that comes next: writing, while something is blank."""
    if "save_draft" in opened and entries.blanks:
        return "save_draft"
    return next((action for action in LEADING if action in opened), "")


def _buttons(report: UnitReport, names: Iterable[str]) -> list[Button]:
    return [_button(report, name) for name in names if name]


def _button(report: UnitReport, name: str) -> Button:
    if name in POSTS:
        return Button(name, ACTIONS[name], reverse(POSTS[name], args=[report.pk]), posts=True)
    page, label = OPENS[name]
    return Button(name, label, reverse(page, args=[report.pk]), posts=False)
