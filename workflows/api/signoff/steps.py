"""What every case with a route shares through the API: its steps and opinions, the clock, and reminding."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema

from approvals.models import Decision, Rendition
from units.models import Office, Unit
from workflows.api.callers import Call, acts_on_reports
from workflows.api.problems import Untaken, cleaned, refused
from workflows.api.shapes import ID, Reason
from workflows.api.versions import Seen, seen, tag
from workflows.cases.moves import refuse_unless_held
from workflows.models import Verb
from workflows.models.cases import RoutedCase
from workflows.reminders import actions as reminders
from workflows.routes.forms import MOST_HOURS
from workflows.routes.underway import opinions, pausing
from workflows.routes.who import finding
from workflows.signoff.examining import actions as examining
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.opinions.forms import OpinionForm, ReplyForm
from workflows.signoff.steering import actions as steering
from workflows.signoff.steering.candidates import candidates
from workflows.signoff.steering.forms import ADDED

Case = RoutedCase


class WayStepOut(Schema):
    id: int = Field(description=ID)
    stage: int = Field(description=_("Its stage: steps of one stage run side by side"))
    title: str = Field(description=_("The step"))
    verb: str = Field(description=_("What it asks for"))
    whom: str = Field(description=_("Whom it asks"))
    opened_at: datetime | None = Field(description=_("When it was opened"))
    due_at: datetime | None = Field(description=_("When it is due"))
    decided_at: datetime | None = Field(description=_("When it was decided"))


class OpinionOut(Schema):
    id: int | None = Field(description=_("The number by which it is replied to; none of a silence"))
    step: int | None = Field(description=_("The step at which it was given"))
    by: str = Field(description=_("Who gave it"))
    at: datetime = Field(description=_("When it was given"))
    verdict: str = Field(description=_("The opinion; blank of a silence"))
    text: str = Field(description=_("The remarks"))
    reply: str = Field(description=_("What became of it: adopted, explained, or blank"))


class Way(Schema):
    pdf: str = Field(description=_("SHA-256 of the printed form that is read before an opinion is given"))
    steps: list[WayStepOut] = Field(description=_("The steps in order"))
    opinions: list[OpinionOut] = Field(description=_("What was said, in the order of time"))


class OpinionIn(Schema):
    step: int | None = Field(None, description=_("The step at which it is given"), ge=1, le=2**63 - 1)
    seen: str = Field(description=_("SHA-256 of the printed form that was read"), pattern="^[0-9a-f]{64}$")
    verdict: str = Field(description=_("The opinion, as the step asks for it"), max_length=20)
    text: str = Field("", description=_("The remarks: needed unless one simply agrees"), max_length=2000)


class ExaminedIn(Schema):
    step: int | None = Field(None, description=_("The step at which it is examined"), ge=1, le=2**63 - 1)
    seen: str = Field(description=_("SHA-256 of the printed form that was read"), pattern="^[0-9a-f]{64}$")
    in_order: bool = Field(description=_("Whether it is in order; otherwise it goes back to be mended"))
    text: str = Field("", description=_("What is to be mended, or remarks"), max_length=2000)


class ReplyIn(Schema):
    adopted: bool = Field(description=_("Whether it is adopted"))
    text: str = Field("", description=_("Why not, or how"), max_length=2000)


class HandOverIn(Reason):
    to: int = Field(description=_("The membership by which somebody decides instead"), ge=1, le=2**63 - 1)


class StepIn(Reason):
    before: int = Field(description=_("The step at which it is asked"), ge=1, le=2**63 - 1)
    beside: bool = Field(False, description=_("Whether at the same time as that step, or ahead of it"))
    title: str = Field(description=_("The name of the step"), min_length=1, max_length=120)
    verb: str = Field(description=_("What is asked: examine, opinion, approve or another verb of steps"), max_length=20)
    unit: int = Field(description=_("The unit that is asked"), ge=1, le=2**63 - 1)
    office: str = Field(description=_("The office that is asked"), max_length=20)
    allowance: int = Field(8, description=_("Working hours allowed"), ge=1, le=MOST_HOURS)


class CandidateOut(Schema):
    id: int = Field(description=_("The membership by which somebody decides instead"))
    person: str = Field(description=_("The person"))
    office: str = Field(description=_("The office that is held"))
    unit: str = Field(description=_("The unit in which it is held"))


class Candidates(Schema):
    items: list[CandidateOut]


def way_of(case: Any) -> dict[str, Any]:
    """The steps of a case, and what was said at them. Four queries."""
    printed = Rendition.objects.filter(subject_kind=case.kind, subject_id=case.pk).order_by("-final", "-pk").first()
    steps = [{**_plain(step), "whom": finding.whom(step)} for step in steering.steps_of(case)]
    return {
        "pdf": printed.sha256 if printed else "",
        "steps": steps,
        "opinions": [_opinion(each) for each in opinions.opinions_of(case)],
    }


def _plain(step: Any) -> dict[str, Any]:
    names = ("stage", "title", "verb", "opened_at", "due_at", "decided_at")
    return {"id": step.pk} | {name: getattr(step, name) for name in names}


def _opinion(given: opinions.Opinion) -> dict[str, Any]:
    decision = given.decision
    reply = getattr(decision, "reply", None) if decision else None
    return {
        "id": decision.pk if decision else None,
        "step": given.step.pk if given.step else None,
        "by": str(decision.person) if decision else given.member,
        "at": given.at,
        "verdict": decision.verdict if decision else "",
        "text": decision.reason if decision else "",
        "reply": ("adopted" if reply.adopted else "explained") if reply else "",
    }


def add_to(router: Router, noun: str, shape: Any, find: Callable[..., Any], answer: Callable[..., Any]) -> None:
    """Give the router of a type of case these operations; `find` gives the visible case, `answer` the case as it
    stands then.
    """
    acts = acts_on_reports(router, shape)
    _reading(router, noun, find)
    _giving_opinions(acts, noun, find, answer)
    _examining(acts, noun, find, answer)
    _steering(acts, noun, find, answer)

    @acts(
        "return-before-issue", f"return_{noun}_before_issue", _("Send back after it was signed, before it has a number")
    )
    def return_before_issue(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
        issuing.return_before_issue(find(request, report), by=request.user, reason=given.reason)
        return answer(request, response, report)

    @acts("pause", f"pause_{noun}", _("Stop the clock of one's steps"))
    def pause(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
        pausing.pause(find(request, report), by=request.user, reason=given.reason)
        return answer(request, response, report)

    @acts("resume", f"resume_{noun}", _("Let the clock run on"))
    def resume(request: Call, response: HttpResponse, report: int) -> Any:
        pausing.resume(find(request, report), by=request.user)
        return answer(request, response, report)


def _reading(router: Router, noun: str, find: Callable[..., Any]) -> None:
    @router.get(
        "/{int:report}/steps", response=Way, operation_id=f"steps_of_{noun}", summary=_("Its steps and opinions")
    )
    def steps(request: Call, response: HttpResponse, report: int) -> Any:
        case = find(request, report)
        tag(response, case.trail_seq)
        return way_of(case)

    @router.get(
        "/{int:report}/steps/{int:step}/candidates",
        response=Candidates,
        operation_id=f"candidates_of_{noun}",
        summary=_("Who may decide a step instead"),
    )
    def may_decide(request: Call, report: int, step: int) -> Any:
        case = find(request, report)
        refuse_unless_held(case, "hand_over", by=request.user)
        chosen = get_object_or_404(case.steps.select_related("unit", "person", "charged"), pk=step)
        found = candidates(case, chosen, by=request.user)
        return {
            "items": [
                {"id": each.pk, "person": str(each.person), "office": each.office, "unit": each.unit.short_name}
                for each in found
            ]
        }


def _giving_opinions(acts: Any, noun: str, find: Callable[..., Any], answer: Callable[..., Any]) -> None:
    @acts("opinion", f"give_opinion_on_{noun}", _("Give an opinion"))
    def opinion(request: Call, response: HttpResponse, report: int, given: OpinionIn) -> Any:
        case = find(request, report)
        refuse_unless_held(case, "opine", by=request.user)
        form = OpinionForm({**given.dict(), "step": given.step or ""}, verdicts=list(Decision.Verdict))
        try:
            cleaned(form)
        except Untaken as fault:
            return refused(fault)
        opinions.opine(case, by=request.user, **form.opinion)
        return answer(request, response, report)

    @acts("opinions/{int:opinion}/reply", f"reply_to_opinion_on_{noun}", _("Say what became of an opinion"))
    def reply(request: Call, response: HttpResponse, report: int, opinion: int, given: ReplyIn) -> Any:
        case = find(request, report)
        refuse_unless_held(case, "reply_to_opinion", by=request.user)
        opinions_given = Decision.objects.filter(subject_kind=case.kind, subject_id=case.pk, verdict__in=Decision.SAID)
        decision = get_object_or_404(opinions_given.filter(retracted_at=None), pk=opinion)
        form = ReplyForm({"adopted": "yes" if given.adopted else "no", "text": given.text})
        try:
            cleaned(form)
        except Untaken as fault:
            return refused(fault)
        opinions.reply(case, decision, by=request.user, **form.reply)
        return answer(request, response, report)

    @acts("remind", f"remind_of_{noun}", _("Remind whoever it waits for, once a working day"))
    def remind(request: Call, response: HttpResponse, report: int) -> Any:
        reminders.remind(find(request, report), by=request.user)
        return answer(request, response, report)


def _examining(acts: Any, noun: str, find: Callable[..., Any], answer: Callable[..., Any]) -> None:
    @acts("examination", f"examine_{noun}", _("Say what an examination found; fields of a step are filled on the page"))
    def examination(request: Call, response: HttpResponse, report: int, given: ExaminedIn) -> Any:
        case = find(request, report)
        refuse_unless_held(case, "examine", by=request.user)
        told: dict[str, Any] = {"by": request.user, "seen": given.seen, "asked": given.step}
        if given.in_order:
            examining.examine(case, text=given.text, **told)
        else:
            examining.return_examined(case, reason=given.text, **told)
        return answer(request, response, report)


def _steering(acts: Any, noun: str, find: Callable[..., Any], answer: Callable[..., Any]) -> None:
    @acts("steps/{int:step}/skip", f"skip_step_of_{noun}", _("Skip a step"))
    def skip(request: Call, response: HttpResponse, report: int, step: int, given: Reason, if_match: Seen = "") -> Any:
        case = find(request, report)
        refuse_unless_held(case, "skip_step", by=request.user)
        version = seen(if_match, case.trail_seq)
        steering.skip_step(case, by=request.user, seen=version, step=step, reason=given.reason)
        return answer(request, response, report)

    @acts("steps/{int:step}/hand-over", f"hand_over_step_of_{noun}", _("Have somebody else decide a step"))
    def hand_over(
        request: Call, response: HttpResponse, report: int, step: int, given: HandOverIn, if_match: Seen = ""
    ) -> Any:
        case = find(request, report)
        refuse_unless_held(case, "hand_over", by=request.user)
        version = seen(if_match, case.trail_seq)
        steering.hand_over(case, by=request.user, seen=version, step=step, to=given.to, reason=given.reason)
        return answer(request, response, report)

    @acts("steps", f"add_step_to_{noun}", _("Have one more step asked"))
    def add(request: Call, response: HttpResponse, report: int, given: StepIn, if_match: Seen = "") -> Any:
        case = find(request, report)
        refuse_unless_held(case, "insert_step", by=request.user)
        version = seen(if_match, case.trail_seq)
        units = Unit.objects.filter(Q(pk=case.ward_id) | Q(ward=case.ward_id), retired_at=None)
        shape = {"title": given.title, "verb": given.verb, "allowance": given.allowance, "beside": given.beside}
        if given.verb not in dict(ADDED) or given.office not in Office.values:
            wrong = "verb" if given.verb not in dict(ADDED) else "office"
            return refused(Untaken([{"where": wrong, "detail": ", ".join(_allowed(wrong))}]))
        steering.insert_step(
            case,
            by=request.user,
            seen=version,
            before=given.before,
            unit=get_object_or_404(units, pk=given.unit),
            office=given.office,
            reason=given.reason,
            **shape,
        )
        return answer(request, response, report)


def _allowed(name: str) -> list[str]:
    return sorted(str(Verb(each)) for each, _label in ADDED) if name == "verb" else list(Office.values)
