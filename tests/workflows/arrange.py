"""Arrange: a month in which one unit reports and the others need not, and people beside the cast."""

from dataclasses import replace
from datetime import timedelta

from approvals.clock import now
from approvals.models import OutboxMessage
from tests import factories, signing
from tests.factories import MONTH, reread, shown
from tests.remembered import remembered
from tests.units.workbook.workbooks import sample_plan
from units.models import Authority, Membership, Office, Person, Unit
from units.offices import actions as offices
from units.people import actions as people
from units.plans import actions as plans
from workflows.demo.cast import SINCE, Cast
from workflows.models import UnitReport, WardReport
from workflows.periods import setup
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing_actions
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

CONTENT = {"narrative": {}, "indicators": {}, "assignments": {}}


@remembered
def draft(cast: Cast, unit: str = "CA", code: str = MONTH) -> UnitReport:
    """Filled in, ready to submit."""
    return factories.fill(factories.unit_report(cast, unit, code), cast)


@remembered
def returned(cast: Cast, unit: str = "CA", reason: str = "Thiếu số liệu") -> UnitReport:
    report = factories.in_review(cast, unit)
    return reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason=reason))


def waive_others(cast: Cast, *units: str, code: str = MONTH) -> None:
    """All but `units` need not report this month."""
    others = factories.open_month(cast, code).unit_reports.exclude(unit__code__in=units)
    for report in others.with_names():
        unit_reports.waive(report, by=cast.coordinator, reason="Không phát sinh nhiệm vụ")


@remembered
def ready(cast: Cast, code: str = MONTH) -> WardReport:
    """The police's report is accepted, the others are waived."""
    factories.accepted(cast, "CA", code)
    waive_others(cast, "CA", code=code)
    return factories.ward_report(cast, code)


@remembered
def consolidated(cast: Cast, code: str = MONTH) -> WardReport:
    return reread(ward_reports.consolidate(ready(cast, code), by=cast.coordinator))


@remembered
def awaiting(cast: Cast, code: str = MONTH) -> WardReport:
    return reread(ward_reports.send_for_approval(consolidated(cast, code), by=cast.coordinator))


@remembered
def approved(cast: Cast, code: str = MONTH) -> WardReport:
    report = awaiting(cast, code)
    return reread(approval.approve(report, by=cast.approver, seen=shown(report)))


@remembered
def signed(cast: Cast, code: str = MONTH) -> WardReport:
    """Approved, and signed by the approver with a key kept here: SIGNER is "stored", `signing.keep_keys` was called."""
    report = approved(cast, code)
    return reread(signing_actions.sign(report, by=cast.approver, key=signing.stored(image=signing.png())))


@remembered
def issued(cast: Cast, code: str = MONTH) -> WardReport:
    return reread(issuing.issue(approved(cast, code), by=cast.clerk))


@remembered
def dispatched(cast: Cast, code: str = MONTH) -> WardReport:
    return reread(province.dispatch(issued(cast, code), by=cast.clerk))


@remembered
def refused(cast: Cast, code: str = MONTH, reason: str = "Thiếu biểu số 2") -> WardReport:
    """By the province; the version that replaces it is not open yet."""
    refusal = {"received": False, "reference": "16/TB", "reason": reason}
    return reread(province.record_receipt(dispatched(cast, code), by=cast.clerk, **refusal))


@remembered
def replaced(cast: Cast, code: str = MONTH, reason: str = "Thiếu biểu số 2") -> WardReport:
    """The version that replaces a refused one."""
    report = refused(cast, code, reason)
    open_next_version(report)
    return WardReport.objects.with_names().get(replaces=report)


def open_next_version(report: WardReport) -> None:
    """As the worker does."""
    province.open_next_version(OutboxMessage.objects.get(key=f"next-version-{report.pk}"))


@remembered
def newcomer(cast: Cast, username: str, unit: Unit, office: str) -> Person:
    """Somebody who joins the cast in an office."""
    person = people.add_person(cast.ward, by=None, username=username, name=f"Người thứ hai, {username}")
    join(person, unit, office)
    return person


def drafter_of(unit: Unit) -> Person:
    """Somebody who writes for a unit beside the cast's."""
    person = people.add_person(unit, by=None, username=f"drafter-{unit.pk}-{now():%f}", name="Người soạn")
    join(person, unit, Office.DRAFTER)
    return person


def join(person: Person, unit: Unit, office: str) -> None:
    offices.start_membership(person, by=None, unit=unit, office=office, starts_at=SINCE)


@remembered
def second_ward(cast: Cast) -> Unit:
    """Another ward under the same plan, which the cast's coordinator coordinates and its administrator administers."""
    content = replace(sample_plan(), ward_name="Nông Tiến")
    plan = plans.import_plan(content, by=None).plan
    setup.set_up(plan, content.schedule)
    join(cast.coordinator, plan.ward.members.get(code="VHXH"), Office.COORDINATOR)
    join(cast.admin, plan.ward, Office.ADMIN)
    return plan.ward


@remembered
def head_of_the_board(cast: Cast) -> Person:
    """Somebody who approves in the ward itself and signs as the board's head."""
    person = newcomer(cast, "head", cast.ward, Office.APPROVER)
    return entitle(person, authority=Authority.HEAD, title="Trưởng Ban Chỉ đạo", post="Chủ tịch UBND phường")


def entitle(person: Person, **authority: str) -> Person:
    """Their office signs under this authority."""
    offices.set_authority(person.memberships.get(office=Office.APPROVER), by=None, **authority)
    return person


def leave(person: Person, office: str) -> None:
    """The office ended a moment ago."""
    Membership.objects.filter(person=person, office=office).update(ends_at=now() - timedelta(microseconds=1))
