"""Arrange: reports brought to a state by the real actions."""

from decimal import Decimal
from typing import Any

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Rendition
from tests import paper
from tests.remembered import remembered
from workflows.demo.cast import Cast
from workflows.models import ReportingPeriod, UnitReport, WardReport
from workflows.models.cases import RoutedCase
from workflows.periods import actions as periods
from workflows.pure.entry_checks import TIMES
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries_actions
from workflows.unit_reports.findings import entries_of
from workflows.ward_reports import actions as ward_reports

MONTH = "2026-10"


def open_month(cast: Cast, code: str = MONTH) -> ReportingPeriod:
    return periods.open_period(cast.monthly, code)


@remembered
def unit_report(cast: Cast, unit: str = "CA", code: str = MONTH) -> UnitReport:
    """The unit's draft of a month."""
    return reread(open_month(cast, code).unit_reports.get(unit=cast.units[unit]))


def ward_report(cast: Cast, code: str = MONTH) -> WardReport:
    return WardReport.objects.with_names().get(period=open_month(cast, code), replaced_by=None)


def reread(report: Any) -> Any:
    return type(report).objects.with_names().get(pk=report.pk)


def fill(report: UnitReport, cast: Cast, value: str = "50") -> UnitReport:
    """The drafter fills every entry; none so far beyond its goal that it is asked about."""
    amount = Decimal(value)
    indicators = {
        entry.pk: {"value": amount, "numerator": amount, "denominator": Decimal(100)}
        if entry.indicator.aggregation == "ratio"
        else {"value": min(amount, entry.indicator.goal * TIMES or amount)}
        for entry in report.indicator_entries.select_related("indicator")
    }
    assignments = {
        entry.pk: {"status": "in_progress", "result": "Đang thực hiện theo kế hoạch"}
        for entry in report.assignment_entries.all()
    }
    drafter = cast[f"{report.unit.code}:drafter"]
    saved = entries_actions.save_draft(
        report,
        by=drafter,
        seen=report.version,
        indicators=indicators,
        assignments=assignments,
        narrative={"results": f"{report.unit.short_name} đã thực hiện nhiệm vụ được giao."},
    )
    return reread(saved)


def explain(report: UnitReport, cast: Cast, why: str = "Chưa có số liệu trong kỳ") -> UnitReport:
    """The drafter gives this reason wherever a check asks for one."""
    entries = entries_of(report)
    reason = {"explanation": why}
    saved = entries_actions.save_draft(
        report,
        by=cast[f"{report.unit.code}:drafter"],
        seen=report.version,
        indicators={row.entry.pk: reason for row in entries.indicators if row.unanswered},
        assignments={row.entry.pk: reason for row in entries.assignments if row.unanswered},
        narrative={},
    )
    return reread(saved)


@remembered
def submitted(cast: Cast, unit: str = "CA", code: str = MONTH) -> UnitReport:
    report = fill(unit_report(cast, unit, code), cast)
    return reread(unit_reports.submit(report, by=cast[f"{unit}:unit_head"], seen=report.version))


@remembered
def in_review(cast: Cast, unit: str = "CA", code: str = MONTH) -> UnitReport:
    return reread(unit_reports.take(submitted(cast, unit, code), by=cast.coordinator))


@remembered
def accepted(cast: Cast, unit: str = "CA", code: str = MONTH) -> UnitReport:
    report = in_review(cast, unit, code)
    return reread(unit_reports.accept(report, by=cast.coordinator, seen=report.version))


@remembered
def all_accepted(cast: Cast, code: str = MONTH) -> WardReport:
    """Every unit's report accepted; returns the ward's, ready to consolidate."""
    for report in open_month(cast, code).unit_reports.select_related("unit"):
        accepted(cast, report.unit.code, code)
    return ward_report(cast, code)


@remembered
def consolidated(cast: Cast, code: str = MONTH) -> WardReport:
    return reread(ward_reports.consolidate(all_accepted(cast, code), by=cast.coordinator))


@remembered
def awaiting(cast: Cast, code: str = MONTH) -> WardReport:
    return reread(ward_reports.send_for_approval(consolidated(cast, code), by=cast.coordinator))


def shown(report: RoutedCase) -> str:
    """The SHA-256 of the PDF that an approver is shown; a page of paper where the worker has not rendered it."""
    subject = {"subject_kind": report.kind, "subject_id": report.pk, "content": report.content, "final": False}
    rendition = Rendition.objects.filter(**subject).first()
    if rendition is None:
        pdf = paper.page(f"{report.pk} {report.content}")
        made = {"scope": report.ward_id, "sha256": files.keep(pdf), "size": len(pdf), "pages": 1, "made_at": now()}
        rendition = Rendition.objects.create(**subject, **made)
    return rendition.sha256


@remembered
def approved(cast: Cast, code: str = MONTH) -> WardReport:
    report = awaiting(cast, code)
    return reread(approval.approve(report, by=cast.approver, seen=shown(report)))


@remembered
def issued(cast: Cast, code: str = MONTH) -> WardReport:
    return reread(issuing.issue(approved(cast, code), by=cast.clerk))
