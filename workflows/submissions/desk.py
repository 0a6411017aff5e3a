"""The lines of a person's desk about what is submitted for signing."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units import compiled, grants
from units.models import Person
from workflows.cases import standing
from workflows.cases.desks import LOOK, SHOWN, Ask, Task
from workflows.cases.times.calendar_days import Calendars
from workflows.models import Submission, Verb
from workflows.models.querysets import either
from workflows.models.states import WITH_DRAFTER, SubmissionState
from workflows.routes.underway.opinions import unanswered
from workflows.signoff.opinions.desk import to_reply

from .holders import holder_of, with_standing

WRITE = Ask(_("Finish this draft"), _("Open and write"), "submission")
SEND = Ask(_("Read this draft and send it for signing"), _("Open and send"), "submission")
REVISE = Ask(_("This document was returned: correct it"), _("Open and correct"), "submission")
APPROVE = Ask(_("Read this document and decide"), _("Read and decide"), "submission_approval", decides=True)
OPINE = Ask(_("Read this document and give your opinion"), _("Read and give an opinion"), "submission_opinion")
EXAMINE = Ask(_("Examine this document before it is approved"), _("Read and examine"), "submission_examination")
ISSUE = Ask(_("Issue this document: number, date and seal"), _("Open and issue"), "submission")
SEND_OUT = Ask(_("Send this document to whom it addresses"), _("Open and send out"), "submission")
KNOW = Ask(_("Overdue with others: for your information"), _("Open"), "submission", informs=True)
INFORMED = Ask(_("Issued: for your information"), _("Read"), "submission", informs=True)
ASKS = {
    SubmissionState.DRAFT: WRITE,
    SubmissionState.RETURNED: REVISE,
    SubmissionState.AWAITING_APPROVAL: APPROVE,
    SubmissionState.APPROVED: ISSUE,
    SubmissionState.ISSUED: SEND_OUT,
}
SENT_ON = (SubmissionState.AWAITING_APPROVAL, SubmissionState.APPROVED, SubmissionState.ISSUED)


def lines_of(person: Person, calendars: Calendars) -> list[Task]:
    """What waits for the person, then what their units sent on. One query."""
    found = compiled.rows(_cases_of, person)
    sending = set(grants.units_where(person, "submit_reports"))
    return [*to_reply(found), *(_task(case, calendars, sends=case.unit_id in sending) for case in found)]


def _cases_of(person: Person) -> QuerySet[Submission]:
    cases = Submission.objects
    writing, sending = (grants.units_where(person, right) for right in ("write_reports", "submit_reports"))
    own = {*writing, *sending}
    to_do = [*cases.to_finish_parts(person), cases.to_issue(person), *cases.deciding_parts(person)]
    asked = reduce(or_, to_do)
    sent_on = Q(state__in=SENT_ON, unit__in=own)
    overdue, informed = cases.overdue_for(person), cases.to_know(person)
    parts = [cases.filter(each) for each in (*to_do, sent_on, overdue, informed)]  # apart: each is found by its index
    found = (
        cases.filter(either(*parts))
        .with_opinion_due(person)
        .annotate(
            asked=ExpressionWrapper(asked, output_field=BooleanField()),
            told=ExpressionWrapper(overdue, output_field=BooleanField()),
            informed=ExpressionWrapper(informed, output_field=BooleanField()),
            unanswered=unanswered(Submission, writing),
        )
    )
    return with_standing(found).order_by("-asked", "-urgency", "state_since", "pk")[: SHOWN + 1]


def _ask(case: Any, *, sends: bool) -> Ask:
    if case.opines:
        return EXAMINE if case.asked_verb == Verb.EXAMINE else OPINE
    return SEND if sends and case.state in WITH_DRAFTER else ASKS[case.state]


def _task(case: Any, calendars: Calendars, *, sends: bool) -> Task:
    informing = KNOW if case.told else INFORMED if case.informed else LOOK
    ask = _ask(case, sends=sends) if case.asked else informing
    return Task(
        report=case,
        ask=ask,
        url=reverse(ask.page or "submission", args=[case.pk]),
        holder=holder_of(case),
        since=case.state_since,
        reason=case.reason if case.state in WITH_DRAFTER else "",
        due=standing.due(case.opinion_due, calendars.of(case.ward_id)) if ask in (OPINE, EXAMINE) else None,
        urgency=case.urgency,
    )
