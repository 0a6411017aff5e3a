"""Ward reports on which nobody can act: each is an incident until somebody can again, and its ward gets a mail.

Whoever could act may have been made inactive, or have lost the office or its term. Checked as soon as an office ends or
is given (the outbox's topics `office_ended` and `office_started`), and by `workflows.reconcile`; the incident of a
report that has moved meanwhile is closed within a minute.
"""

from uuid import uuid4

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage, Signature
from approvals.outbox import queue as outbox
from units import grants
from workflows.cases import mails
from workflows.cases.standing import STRANDED
from workflows.models import WardReport
from workflows.models.states import WardState
from workflows.routes.holders import step_without_deciders, why_empty

from .signing import keys as signing

COORDINATED = (WardState.CONSOLIDATING, WardState.RETURNED)
WITH_CLERK = (WardState.APPROVED, WardState.ISSUED, WardState.DISPATCHED)


def offices_changed(message: OutboxMessage) -> None:
    """Outbox handler for `office_ended` and `office_started`: the scope is the ward."""
    look(ward=message.scope)


def still_stranded(message: OutboxMessage) -> None:
    """Outbox handler for `stranded`, when its incident is tried again. Raises NotPossible while nobody can act."""
    report = WardReport.objects.with_names().get(pk=message.payload["ward_report"])
    if why := why_stranded(report):
        raise NotPossible(why)


def look(ward: int | None = None) -> None:
    """Open an incident for each report on which nobody can act, and close those of reports on which somebody can."""
    let_go(ward)
    known = set(_incidents(ward).values_list("message__key", flat=True))
    for report in _open_reports(ward):
        with override("vi"):
            why = "" if key_of(report) in known else why_stranded(report)
        if why:
            outbox.fail(STRANDED, key_of(report), why, scope=report.ward_id, ward_report=report.pk)
            mails.tell_stranded(report, why)


def let_go(ward: int | None = None) -> None:
    """Close the incidents of reports on which somebody can act, or has acted. One query where there is none."""
    incidents = {incident.message.payload["ward_report"]: incident for incident in _incidents(ward)}
    waiting = {report.pk: report for report in _open_reports(ward).filter(pk__in=incidents)} if incidents else {}
    for pk, incident in incidents.items():
        report, key = waiting.get(pk), incident.message.key
        if report is None or report.state_since > incident.opened_at or not why_stranded(report):
            outbox.withdraw(key, by=None, instead=f"{key}-until-{uuid4().hex}")


def why_stranded(report: WardReport) -> str:
    """Why nobody can take the report's next step, and what to do about it, as a sentence; blank where somebody can."""
    names = {"report": report, "person": report.signatory}
    if report.state in COORDINATED and not grants.holders("review_reports", report.ward_id).exists():
        return _("Nobody can consolidate %(report)s: give somebody the office of coordinator.") % names
    if report.state == WardState.AWAITING_APPROVAL and (step := step_without_deciders(report)):
        if words := why_empty(step):
            return _("%(report)s waits for nobody. %(words)s") % {**names, "words": words}
        return (
            _(
                "%(report)s waits for nobody: whoever is to sign it is inactive or holds the office no more. Give the "
                "office to somebody, or have the coordinator reopen the report and send it to another signer."
            )
            % names
        )
    if report.state == WardState.APPROVED and _signature_missing(report):
        return (
            _(
                "%(person)s approved %(report)s and can sign it no more. Give the office back, or have the clerk send "
                "the report back so that another signs."
            )
            % names
        )
    if report.state in WITH_CLERK and not grants.holders("issue_reports", report.ward_id).exists():
        return _("Nobody can issue or send %(report)s: give somebody the office of clerk.") % names
    return ""


def key_of(report: WardReport) -> str:
    return f"{STRANDED}-{report.pk}"


def _signature_missing(report: WardReport) -> bool:
    """Whether it is not signed yet, and whoever approved it may no longer sign."""
    if settings.SIGNER == Signature.Kind.NONE or report.signatory is None or signing.person_signature(report):
        return False
    return not WardReport.objects.to_sign(report.signatory).filter(pk=report.pk).exists()


def _incidents(ward: int | None) -> QuerySet[Incident]:
    opened = Incident.objects.filter(state=Incident.State.OPEN, message__topic=STRANDED).select_related("message")
    return opened.filter(scope=ward) if ward else opened


def _open_reports(ward: int | None) -> QuerySet[WardReport]:
    open_ones = Q(state__in=(*COORDINATED, WardState.AWAITING_APPROVAL, *WITH_CLERK))
    reports = WardReport.objects.filter(open_ones, replaced_by=None).with_names().select_related("signatory")
    return reports.filter(ward=ward) if ward else reports
