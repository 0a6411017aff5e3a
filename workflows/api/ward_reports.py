"""Reports of wards: reading them, and every act on them that asks for no signature. A token signs nothing."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from workflows.cases import rules
from workflows.cases.inputs.texts import NARRATIVE
from workflows.models import CaseStep, Urgency, WardReport
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.province import actions as province

from .callers import Call, acts_on_reports
from .paging import Paging, page
from .shapes import CaseOut, PeriodOut, Reason, Send, UnitOut
from .signoff import steps
from .versions import tag

router = Router(tags=[_("Ward reports")])
NAMED = ("period__kind", "period__outline", "period__plan", "ward", "sent_by")


class WardReportOut(CaseOut):
    ward: UnitOut = Field(description=_("The ward that reports"))
    period: PeriodOut = Field(description=_("The period it is about"))
    version: int = Field(description=_("2 and more replace one that was refused or recalled"))


class WardReportsAsked(Paging):
    period: str = Field("", description=_("Only of periods with this code"))
    kind: str = Field("", description=_("Only of the kind with this code"))
    ward: str = Field("", description=_("Only of wards with this code"))
    state: str = Field("", description=_("Only in this state"))


class WardReports(Schema):
    items: list[WardReportOut]
    next: str = Field(description=_("The cursor of the next page; blank on the last"))


class FigureOut(Schema):
    number: int = Field(description=_("The number of the indicator in its plan"))
    name: str = Field(description=_("The indicator"))
    measure: str = Field(description=_("Its unit of measure"))
    value: Decimal | None = Field(description=_("The value of this period"))
    year_value: Decimal | None = Field(description=_("The year to date"))
    goal: Decimal = Field(description=_("The goal of the year"))
    light: str = Field(
        description=_("How it stands against its goal: green, yellow, red; blank where it cannot be said")
    )


class StepOut(Schema):
    title: str = Field(description=_("The step"))
    verb: str = Field(description=_("What it asks for"))
    opened_at: datetime | None = Field(description=_("When it was opened"))
    decided_at: datetime | None = Field(description=_("When it was decided"))


class WholeWardReport(WardReportOut):
    figures: list[FigureOut] = Field(description=_("Its figures, by the numbers of the indicators"))
    texts: dict[str, str] = Field(description=_("Its prose"))
    steps: list[StepOut] = Field(description=_("The steps of its route"))
    actions: list[str] = Field(description=_("What the person may do with it now, what asks for a signature too"))

    @staticmethod
    def resolve_figures(report: WardReport) -> list[dict[str, Any]]:
        figures = report.figures.select_related("indicator").order_by("indicator__number")
        return [_figure(each) for each in figures]

    @staticmethod
    def resolve_texts(report: WardReport) -> dict[str, str]:
        return {name: getattr(report, name) for name in NARRATIVE}

    @staticmethod
    def resolve_steps(report: WardReport) -> list[CaseStep]:
        return report.way

    @staticmethod
    def resolve_actions(report: WardReport, context: Any) -> list[str]:
        return sorted(rules.open_to(context["request"].user, report))


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Receipt(Schema):
    reference: Line = Field(description=_("The number under which it was received there"))


class Refusal(Receipt):
    reason: str = Field(description=_("Why it was refused"), min_length=1, max_length=4000)


acts = acts_on_reports(router, WardReportOut)


@router.get("", response=WardReports, operation_id="list_ward_reports", summary=_("Reports of wards, newest first"))
def ward_report_list(request: Call, asked: Query[WardReportsAsked]) -> dict[str, Any]:
    found = WardReport.objects.visible_to(request.user).select_related(*NAMED)
    given = {
        "period__code": asked.period,
        "period__kind__code": asked.kind,
        "ward__code": asked.ward,
        "state": asked.state,
    }
    return page(found.filter(**{name: value for name, value in given.items() if value}), asked)


@router.get("/{int:report}", response=WholeWardReport, operation_id="ward_report", summary=_("A ward's report"))
def ward_report(request: Call, response: HttpResponse, report: int) -> Any:
    return _whole(request, response, report)


@acts("consolidate", "consolidate_ward_report", _("Consolidate the accepted reports of the units"))
def consolidate(request: Call, response: HttpResponse, report: int) -> Any:
    ward_reports.consolidate(_visible(request, report), by=request.user)
    return _whole(request, response, report)


@acts("send-for-approval", "send_ward_report_for_approval", _("Send for approval"))
def send_for_approval(request: Call, response: HttpResponse, report: int, given: Send) -> Any:
    ward_reports.send_for_approval(_visible(request, report), by=request.user, urgency=Urgency(given.urgency))
    return _whole(request, response, report)


@acts("rework", "rework_ward_report", _("Correct it after it was sent back, with its figures as they are"))
def rework(request: Call, response: HttpResponse, report: int) -> Any:
    correction.rework(_visible(request, report), by=request.user)
    return _whole(request, response, report)


@acts("refresh-figures", "refresh_figures_of_ward_report", _("Take in what units have corrected since"))
def refresh_figures(request: Call, response: HttpResponse, report: int) -> Any:
    correction.refresh_figures(_visible(request, report), by=request.user)
    return _whole(request, response, report)


@acts("reopen", "reopen_ward_report", _("Reopen it before it is approved"))
def reopen(request: Call, response: HttpResponse, report: int, given: Reason) -> Any:
    ward_reports.reopen(_visible(request, report), by=request.user, reason=given.reason)
    return _whole(request, response, report)


@acts("dispatch", "dispatch_ward_report", _("Send the issued report to the province"))
def dispatch(request: Call, response: HttpResponse, report: int) -> Any:
    province.dispatch(_visible(request, report), by=request.user)
    return _whole(request, response, report)


@acts("receipt", "record_receipt_of_ward_report", _("Record that the province has received it"))
def receipt(request: Call, response: HttpResponse, report: int, given: Receipt) -> Any:
    row = _visible(request, report)
    province.record_receipt(row, by=request.user, received=True, reference=given.reference, reason="")
    return _whole(request, response, report)


@acts("refusal", "record_refusal_of_ward_report", _("Record that the province has refused it"))
def refusal(request: Call, response: HttpResponse, report: int, given: Refusal) -> Any:
    row = _visible(request, report)
    province.record_refusal(row, by=request.user, reference=given.reference, reason=given.reason)
    return _whole(request, response, report)


def _visible(request: Call, report: int) -> WardReport:
    return get_object_or_404(WardReport.objects.visible_to(request.user).select_related(*NAMED), pk=report)


def _whole(request: Call, response: HttpResponse, report: int) -> WardReport:
    """The report as it stands now, with its ETag."""
    row = _visible(request, report)
    tag(response, row.trail_seq)
    return row


steps.add_to(router, "ward_report", WardReportOut, _visible, _whole)


def _figure(figure: Any) -> dict[str, Any]:
    indicator = figure.indicator
    own = {name: getattr(figure, name) for name in ("value", "year_value", "light")}
    return {
        "number": indicator.number,
        "name": indicator.name,
        "measure": indicator.measure,
        "goal": indicator.goal,
        **own,
    }
