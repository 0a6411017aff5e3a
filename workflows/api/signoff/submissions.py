"""Documents that a unit drafts for the ward to sign: reading, drafting, and every act that asks for no signature."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from units import grants
from units.models import Unit
from workflows.api.callers import WRITE, Call, acts_on_reports
from workflows.api.paging import Paging, page
from workflows.api.problems import Untaken, cleaned, refused
from workflows.api.shapes import CaseOut, Reason, Send, UnitOut
from workflows.api.versions import Seen, seen, tag
from workflows.cases import rules
from workflows.cases.moves import refuse_unless_held
from workflows.models import Submission, Urgency
from workflows.submissions import actions as submissions
from workflows.submissions import kinds
from workflows.submissions.forms import NewSubmissionForm, SubmissionForm

from . import steps

router = Router(tags=[_("Documents for signing")])


class SubmissionOut(CaseOut):
    kind: str = Field(description=_("The code of its kind of document"))
    unit: UnitOut = Field(description=_("The unit that drafts it"))
    abstract: str = Field(description=_("What it is about"))

    @staticmethod
    def resolve_kind(case: Submission) -> str:
        return case.document_kind.code


class Written(Schema):
    abstract: str = Field(description=_("What it is about"), max_length=250)
    addressed_to: str = Field("", description=_("Addressees, one a line"), max_length=4000)
    bases: str = Field("", description=_("Legal bases, one a line"), max_length=4000)
    body: str = Field(description=_("The text, one paragraph a line"), max_length=60_000)
    recipients: str = Field("", description=_("Recipients, one a line"), max_length=4000)
    amount: Decimal | None = Field(None, description=_("Amount asked for, in đồng"), max_digits=18, decimal_places=4)


class WholeSubmission(SubmissionOut):
    addressed_to: str = Field(description=_("Addressees, one a line"))
    bases: str = Field(description=_("Legal bases, one a line"))
    body: str = Field(description=_("The text, one paragraph a line"))
    recipients: str = Field(description=_("Recipients, one a line"))
    amount: Decimal | None = Field(description=_("Amount asked for, in đồng"))
    edits: int = Field(description=_("Raised by each change of what it says"))
    actions: list[str] = Field(description=_("What the person may do with it now, what asks for a signature too"))

    @staticmethod
    def resolve_actions(case: Submission, context: Any) -> list[str]:
        return sorted(rules.open_to(context["request"].user, case))


class Drafted(Written):
    no_secrets: bool = Field(description=_("Whether it was made sure that nothing in it is a state secret"))
    kind: str = Field(description=_("The code of its kind of document"), max_length=50)
    unit: int = Field(description=_("The unit that drafts it"), ge=1, le=2**63 - 1)


class SubmissionsAsked(Paging):
    kind: str = Field("", description=_("Only of the kind with this code"))
    unit: str = Field("", description=_("Only of units with this code"))
    state: str = Field("", description=_("Only in this state"))


class Submissions(Schema):
    items: list[SubmissionOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


acts = acts_on_reports(router, SubmissionOut)


@router.get("", response=Submissions, operation_id="list_submissions", summary=_("Documents for signing, newest first"))
def submission_list(request: Call, asked: Query[SubmissionsAsked]) -> dict[str, Any]:
    given = {"document_kind__code": asked.kind, "unit__code": asked.unit, "state": asked.state}
    found = Submission.objects.visible_to(request.user).with_names()
    return page(found.filter(**{name: value for name, value in given.items() if value}), asked)


@router.get("/{int:report}", response=WholeSubmission, operation_id="submission", summary=_("A document for signing"))
def submission(request: Call, response: HttpResponse, report: int) -> Any:
    return _whole(request, response, report)


@router.post("", response=WholeSubmission, auth=WRITE, operation_id="draft_submission", summary=_("Draft a document"))
def draft(request: Call, response: HttpResponse, given: Drafted) -> Any:
    units = Unit.objects.filter(pk__in=grants.units_where(request.user, "write_reports"), retired_at=None)
    unit = get_object_or_404(units, pk=given.unit)
    offered = kinds.kinds_of({unit.root_id})
    kind = get_object_or_404(offered, code=given.kind)
    form = NewSubmissionForm(
        {**_typed(given), "document_kind": kind.pk, "unit": unit.pk, "no_secrets": given.no_secrets},
        kinds=offered,
        units=units,
    )
    try:
        values = cleaned(form)
    except Untaken as fault:
        return refused(fault)
    made = submissions.draft(kind, unit, by=request.user, **{name: values[name] for name in submissions.WRITTEN})
    return _whole(request, response, made.pk)


@router.post(
    "/{int:report}/text",
    response=WholeSubmission,
    auth=WRITE,
    operation_id="edit_submission",
    summary=_("Change what it says"),
)
def edit(request: Call, response: HttpResponse, report: int, given: Written, if_match: Seen = "") -> Any:
    case = _visible(request, report)
    refuse_unless_held(case, "edit", by=request.user)
    seen(if_match, case.trail_seq)
    try:
        values = cleaned(SubmissionForm({**_typed(given), "seen": case.edits}))
    except Untaken as fault:
        return refused(fault)
    submissions.edit(case, by=request.user, **values)
    return _whole(request, response, report)


@acts("send-for-approval", "send_submission_for_approval", _("Send for approval"))
def send_for_approval(request: Call, response: HttpResponse, report: int, given: Send) -> Any:
    submissions.send_for_approval(_visible(request, report), by=request.user, urgency=Urgency(given.urgency))
    return _whole(request, response, report)


@acts("take-back", "take_back_submission", _("Take it back before it is approved"))
def take_back(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    submissions.take_back(_visible(request, report), by=request.user, reason=given.reason)
    return _whole(request, response, report)


@acts("give-up", "give_up_submission", _("Withdraw it for good"))
def give_up(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    submissions.give_up(_visible(request, report), by=request.user, reason=given.reason)
    return _whole(request, response, report)


@acts("send-out", "send_out_submission", _("Send the issued document"))
def send_out(request: Call, response: HttpResponse, report: int) -> Any:
    submissions.send_out(_visible(request, report), by=request.user)
    return _whole(request, response, report)


def _typed(given: Written) -> dict[str, Any]:
    """As a person types it: with a decimal comma."""
    values = {name: getattr(given, name) for name in submissions.WRITTEN}
    return values | {"amount": "" if given.amount is None else format(given.amount, "f").replace(".", ",")}


def _visible(request: Call, report: int) -> Submission:
    return get_object_or_404(Submission.objects.visible_to(request.user).with_names(), pk=report)


def _whole(request: Call, response: HttpResponse, report: int) -> Submission:
    """The document as it stands now, with its ETag."""
    case = _visible(request, report)
    tag(response, case.trail_seq)
    return case


steps.add_to(router, "submission", SubmissionOut, _visible, _whole)
