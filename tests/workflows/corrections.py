"""Arrange: a unit corrects its report after it was consolidated."""

from decimal import Decimal

from tests import factories
from tests.factories import reread
from workflows.demo.cast import Cast
from workflows.figures import actions as figures
from workflows.models import UnitReport, WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports.correction import actions as correction

REASON = "Công an phường đếm thiếu 5 hồ sơ"


def give_back(cast: Cast, report: WardReport, unit: str = "CA") -> UnitReport:
    """The coordinator returns one consolidated unit report."""
    unit_report = factories.unit_report(cast, unit, report.period.code)
    return reread(correction.return_consolidated(unit_report, by=cast.coordinator, reason=REASON))


def correct(cast: Cast, report: WardReport, value: str, unit: str = "CA") -> WardReport:
    """Returned, corrected to `value` everywhere, and accepted again; the ward's report as it stands then."""
    hand_in(cast, factories.fill(give_back(cast, report, unit), cast, value))
    return reread(report)


def hand_in(cast: Cast, report: UnitReport) -> UnitReport:
    """Submit, take and accept what is written."""
    report = unit_reports.submit(report, by=cast[f"{report.unit.code}:unit_head"], seen=report.version)
    report = unit_reports.take(report, by=cast.coordinator)
    return reread(unit_reports.accept(report, by=cast.coordinator, seen=report.version))


def override(cast: Cast, report: WardReport, number: int = 9, value: str = "77", reason: str = "Theo báo cáo tỉnh"):
    return figures.override_figure(
        report, by=cast.coordinator, number=number, given={"value": Decimal(value)}, reason=reason
    )
