"""The page on which a report is checked before its unit's head submits it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from units import grants
from units.requests import SignedIn
from workflows.cases import rules, standing
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.difficulties import facts as difficulties
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries.forms import DIFFICULTIES
from workflows.unit_reports.findings import Entries, entries_of
from workflows.unit_reports.looks.rules import lookers
from workflows.unit_reports.views import WITH_THE_UNIT, head_of, narrative_of, seen_version

from . import sightings
from .lines import Course, News, course_of, lines_of, nothing_new
from .strays import holds_numbers, strays_of


def unit_report_check(request: SignedIn, pk: int) -> HttpResponse:
    """What is blank and what stands out, before the report is submitted."""
    report = visible_unit_report(request, pk)
    return _check_page(request, report, entries_of(report))


def unit_report_flow(request: SignedIn, pk: int) -> HttpResponse:
    """The picture of where the report stands, for the folded head of a page; without a script the report has it."""
    report = visible_unit_report(request, pk)
    if not request.headers.get("HX-Request"):
        return redirect("unit_report", pk)
    page = {"report": report, "holder": standing.unit_holder(report)}
    return render(request, "workflows/unit_reports/_flow_part.html", page)


def _check_page(request: SignedIn, report: UnitReport, entries: Entries, status: int = 200) -> HttpResponse:
    opened = rules.open_to(request.user, report)
    if not opened & {"save_draft", "submit"}:
        own = "submit" if rules.may(request.user, "submit", report) else "save_draft"
        refuse_unless_open(report, own, by=request.user)
    ask = gettext("%(name)s: a reason is asked for")
    narrative, submits = narrative_of(report), "submit" in opened
    unwritten = [label for name, label, text in narrative if not text and name != DIFFICULTIES]
    course = course_of(report, request.user) if submits or holds_numbers(narrative) else Course([], None)
    news = _news(request, report, course) if submits else nothing_new()
    page = {
        **head_of(report),
        "entries": entries,
        "faults": [{"id": row.anchor, "sentence": ask % {"name": row.name}} for row in entries.unanswered],
        "refused": status != 200,
        "lines": lines_of(report, entries, narrative, news) if submits else None,
        "news": news.rows,
        "strays": strays_of(entries, narrative, course.changes),
        "unwritten": unwritten,
        "blank": len(entries.blanks) + len(unwritten),
        "difficulties": difficulties.of_report(report),
        "may_submit": submits,
        "may_write": "save_draft" in opened,
        "lookers": lookers(report) if "ask_for_look" in opened else [],
        "submitters": [] if submits else grants.holders("submit_reports", report.unit_id),
        "may_finish": "finish_draft" in opened and not submits and not entries.unanswered,
    }
    return render(request, "workflows/unit_reports/check.html", page, status=status)


def _news(request: SignedIn, report: UnitReport, course: Course) -> News:
    with grants.read_anew():
        before = sightings.look_after(course.last, report, by=request.user)
    return News.of(course, request.user, before)


@require_POST
def unit_report_submit(request: SignedIn, pk: int) -> HttpResponse:
    """Submit the report; where a check asks for a reason that is not given, name each on the page of checks."""
    report = visible_unit_report(request, pk)
    seen = seen_version(request, report, "submit")
    entries = entries_of(report)
    if report.state in WITH_THE_UNIT and entries.unanswered and rules.may(request.user, "submit", report):
        return _check_page(request, report, entries, status=422)
    unit_reports.submit(report, by=request.user, seen=seen)
    messages.success(request, gettext("The report is submitted. The office takes it for review next."))
    return redirect("unit_report", pk)
