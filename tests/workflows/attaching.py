"""Arrange: a file behind an entry of a unit's report."""

from tests import attachments
from workflows.demo.cast import Cast
from workflows.models import Evidence, UnitReport
from workflows.unit_reports.evidence import actions as evidence


def attach(
    cast: Cast,
    report: UnitReport,
    content: bytes | None = None,
    name: str = "bien-ban.pdf",
    part: str = "8",
    office: str = "drafter",
) -> Evidence:
    """By the drafter of the report's own unit, or whoever `office` names."""
    by = cast[office if ":" in office else f"{report.unit.code}:{office}"]
    return evidence.attach_file(report, by=by, part=part, file=attachments.upload(content, name))
