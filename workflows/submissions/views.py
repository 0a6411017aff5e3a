from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from approvals.pages import tables
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.pages.tables import Column
from approvals.trail.querysets import history
from units import grants
from units.models import Person, Unit
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.around import around, with_around
from workflows.cases.inputs.forms import ReasonForm
from workflows.cases.inputs.writers import others_at
from workflows.cases.labels import ACTIONS
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import Button, confirm_page
from workflows.documents.pages.layout import lay_out
from workflows.models import Submission
from workflows.models.states import SubmissionState
from workflows.routes.underway.opinions import opinions_of
from workflows.routes.who.after import note_read
from workflows.signoff.dispatching.views import ask_or_send, asks_first
from workflows.signoff.pages import issued_as, note_opening, printed_of, with_printed
from workflows.signoff.retraction.rules import retractable

from . import actions as submissions
from . import kinds
from .beginnings import actions as beginnings
from .co_drafting.actions import becomes_author, is_author
from .document import content_of
from .forms import NewSubmissionForm, SubmissionForm
from .holders import holder_of, with_standing

SHOWN = 50
EVENTS_SHOWN = 50
COLUMNS = [
    Column(_("Document"), str, 60),
    Column(_("Unit"), lambda row: row.unit.short_name, 30),
    Column(_("State"), lambda row: row.get_state_display()),
    Column(_("Since"), lambda row: row.state_since),
]
LEADING = ("send_for_approval", "approve", "examine", "opine", "sign", "issue", "send_out")
OPENS = {
    "send_for_approval": "submission_send",
    "approve": "submission_approval",
    "examine": "submission_examination",
    "opine": "submission_opinion",
    "opine_on_paper": "submission_opine_on_paper",
    "sign": "submission_sign",
    "issue": "submission_issue",
    "issue_on_paper": "submission_issue_on_paper",
    "return_before_issue": "submission_return_before_issue",
    "change_signer": "submission_change_signer",
    "steer": "submission_steer",
    "edit": "submission_edit",
    "name_co_drafters": "submission_co_drafters",
    "send_out": "submission_send_out",
    "take_back": "submission_take_back",
    "give_up": "submission_withdraw",
}
LABELS = {"approve": _("Read and decide")}
POSTS = {"resume": "submission_resume"}


@require_safe
def submissions_list(request: SignedIn) -> HttpResponse:
    """What the reader may see, newest first: what is not ended, unless they ask for all."""
    found = Submission.objects.visible_to(request.user)
    shows_all = request.GET.get("show") == "all"
    if not shows_all:
        found = found.exclude(state__in=[SubmissionState.WITHDRAWN, SubmissionState.RECALLED])
    if kind := tables.asked(request):
        return tables.table_file(kind, "ho-so-trinh", COLUMNS, found.with_names())
    page = Paginator(found.with_names(), SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shows_all": shows_all,
        "may_draft": bool(grants.units_where(request.user, "write_reports")),
        "lacking": kinds.wards_without(grants.units_where(request.user, "administer")),
        "kinds": kinds.kinds_of(set(grants.units_where(request.user, "administer"))).select_related("ward"),
    }
    return render(request, "workflows/submissions/submissions.html", context)


@answers_once
def submission_new(request: SignedIn) -> HttpResponse:
    """Drafts a document for a unit for which the reader writes: blank, from the template of a kind, or as a copy."""
    units = Unit.objects.filter(pk__in=grants.units_where(request.user, "write_reports"), retired_at=None)
    offered = kinds.kinds_of({unit.root_id for unit in units})
    source = _copied(request)
    initial = _begins_as(source) if source else _template(request, offered)
    form = NewSubmissionForm(posted(request), kinds=offered, units=units.order_by("order", "code"), initial=initial)
    made: list[Submission] = []

    def act() -> None:
        given = form.cleaned_data
        written = {name: given[name] for name in submissions.WRITTEN}
        kind, unit = given["document_kind"], given["unit"]
        made.append(submissions.draft(kind, unit, by=request.user, copied_from=source, **written))

    if done(form, act):
        if made[0].outline_id:
            messages.success(request, gettext("The document is drafted. Fill in what its kind asks for."))
            return redirect("submission_edit", made[0].pk)
        messages.success(request, _drafted(request.user, made[0]))
        return redirect(made[0])
    page = {
        "form": form,
        "offered": offered,
        "source": source,
        "templates": offered.exclude(document_template=None),
        "title": gettext("Draft a document"),
    }
    return render(request, "workflows/submissions/new.html", page, status=status_of(form))


def _drafted(person: Person, case: Submission) -> str:
    """What comes next, and whose it is."""
    if "send_for_approval" in rules.open_to(person, case):
        return gettext("The document is drafted. Read it as it will be printed, then send it.")
    words = gettext("The document is drafted. Read it as it will be printed: the head of %(unit)s sends it.")
    return words % {"unit": case.unit}


def _copied(request: SignedIn) -> Submission | None:
    """The document that the address asks to copy, where the reader may see it, else 404."""
    asked = request.GET.get("copy", "")
    return visible_submission(request, int(asked)) if asked.isdecimal() and len(asked) < 19 else None


def _begins_as(source: Submission) -> dict[str, Any]:
    """What a copy takes over: text, amount and recipients; no files, number, decision or signature."""
    written = {name: getattr(source, name) for name in submissions.WRITTEN}
    return written | {"document_kind": source.document_kind_id, "unit": source.unit_id}


def _template(request: SignedIn, offered: Any) -> dict[str, Any]:
    """What a document of the kind begins with that the address asks for; nothing where it asks for none."""
    asked = request.GET.get("kind", "")
    kind = offered.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    if kind is None:
        return {}
    template = beginnings.template_of(kind)
    return {name: getattr(template, name) for name in beginnings.PARTS} | {"document_kind": kind.pk}


@require_POST
@answers_once
def submission_kinds_make(request: SignedIn, pk: int) -> HttpResponse:
    """Gives the ward the usual kinds of document."""
    ward = get_object_or_404(Unit.objects.filter(pk__in=grants.units_where(request.user, "administer")), pk=pk)
    kinds.make_usual(ward, by=request.user)
    messages.success(request, gettext("The usual kinds are there. Look at the route of each before it is used."))
    return redirect("routes", ward.pk)


@require_safe
def submission(request: SignedIn, pk: int) -> HttpResponse:
    """The document as it will be printed, or its printed pages once it is sent."""
    case = visible_submission(request, pk)
    note_opening(request, case)
    note_read(case, by=request.user)
    opened = rules.open_to(request.user, case)
    leading = next((action for action in LEADING if action in opened), "")
    page = {
        **head_of(case),
        **_body(case),
        "primary": next(iter(_buttons(case, [leading])), None),
        "others": _buttons(case, [action for action in (*OPENS, *POSTS) if action in opened and action != leading]),
        "retractable": retractable(case, request.user),
        "opinions": opinions_of(case),
        "may_reply": "reply_to_opinion" in opened,
        "may_attach": "edit" in opened,
        "co_drafters": list(case.co_drafters),
        "may_draft": bool(grants.units_where(request.user, "write_reports")),
        **around(case, request.user),
        "events": history(case, request.user)[:EVENTS_SHOWN],
    }
    return render(request, "workflows/submissions/submission.html", page)


def _body(case: Submission) -> dict[str, Any]:
    if case.content:
        return {**printed_of(case), "is_printed": True}
    return {"document": lay_out(content_of(case))}


@answers_once
def submission_edit(request: SignedIn, pk: int) -> HttpResponse:
    case = visible_submission(request, pk)
    refuse_unless_held(case, "edit", by=request.user)
    initial = {name: getattr(case, name) for name in submissions.WRITTEN} | {"seen": case.edits}
    form = SubmissionForm(posted(request), initial=initial, told=case.fields_told)

    def act() -> None:
        given = {name: form.cleaned_data[name] for name in ("seen", *submissions.WRITTEN)}
        submissions.edit(case, by=request.user, fields=form.typed, **given)

    if done(form, act):
        messages.success(request, gettext("Saved."))
        return redirect(case)
    if not form.is_bound:
        refuse_unless_open(case, "edit", by=request.user)
    form.watch()
    page = {**head_of(case), "form": form, "becomes_author": becomes_author(case, request.user)}
    page |= {"saves": is_author(case, request.user), "others": others_at(case, request.user)}
    if form.non_field_errors():
        form.show_again(case.edits)
        page["document"] = lay_out(content_of(case))
    return render(request, "workflows/submissions/edit.html", page, status=status_of(form))


@answers_once
def submission_take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Asks why it is taken back."""
    case = visible_submission(request, pk)
    title = gettext("Take %(report)s back?") % {"report": case}
    happens = gettext("Your unit can change it again. Whoever was to decide is asked anew once it is sent again.")
    return _with_reason(request, case, "take_back", submissions.take_back, title=title, happens=happens)


@answers_once
def submission_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Asks why it is given up."""
    case = visible_submission(request, pk)
    title = gettext("Withdraw %(report)s?") % {"report": case}
    happens = gettext("It stays readable, with your reason.")
    final = gettext("it can be changed and sent no more.")
    return _with_reason(request, case, "give_up", submissions.give_up, title=title, happens=happens, final=final)


def _with_reason(request: SignedIn, case: Any, action: str, act: Any, **texts: str) -> HttpResponse:
    refuse_unless_held(case, action, by=request.user)
    form = ReasonForm(posted(request))
    if done(form, lambda: act(case, by=request.user, reason=form.cleaned_data["reason"])):
        return redirect(case)
    if not form.is_bound:
        refuse_unless_open(case, action, by=request.user)
    return confirm_page(request, case, action, form, **texts)


@asks_first
def submission_send_out(request: SignedIn, pk: int) -> HttpResponse:
    """Asks before the document goes out."""
    return ask_or_send(request, visible_submission(request, pk), "send_out", submissions.send_out)


def visible_submission(request: SignedIn, pk: int) -> Any:
    """The submission with all that its pages name, or 404 where the reader may not see it."""
    found = with_standing(Submission.objects.visible_to(request.user))
    case: Any = get_object_or_404(with_printed(with_around(found), request.user), pk=pk)
    case.issued_as = issued_as(case.line)
    return case


def head_of(case: Submission) -> dict[str, Any]:
    """What the head of each page of the submission shows."""
    return {"report": case, "holder": holder_of(case)}


def _buttons(case: Submission, names: Iterable[str]) -> list[Button]:
    return [_button(case, name) for name in names if name]


def _button(case: Submission, name: str) -> Button:
    page = POSTS.get(name) or OPENS[name]
    return Button(name, LABELS.get(name, ACTIONS[name]), reverse(page, args=[case.pk]), posts=name in POSTS)
