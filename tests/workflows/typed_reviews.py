"""Forms of whoever reviews reports: comments beside entries, and one reason for many units (test_page_typed.py)."""

from django.urls import reverse

from tests import factories
from workflows.unit_reports import actions as unit_reports

from .typed_forms import WORDS


def commenting_beside_the_entries(cast):
    report = factories.submitted(cast)
    unit_reports.withdraw(report, by=cast["CA:unit_head"])
    return "VHXH:coordinator", reverse("unit_report_comments", args=[report.pk]), {"comment-8": WORDS}


def waiving_many(cast):
    report = factories.unit_report(cast)
    ticked = {"tick": f"{report.pk}-{report.version}", "sure": "1", "reason": WORDS}
    return "VHXH:coordinator", reverse("period_waive", args=[report.period.code]), ticked


STATES = [commenting_beside_the_entries]
OFFICES = [waiving_many]
