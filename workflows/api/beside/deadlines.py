"""More time for one unit, other due times for all, and a period that was opened by mistake."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Router

from units import grants
from workflows.api.callers import ACT, Call
from workflows.api.problems import Untaken, cleaned, refused
from workflows.api.shapes import PeriodOut, Reason
from workflows.api.unit_reports import acts, stands, visible
from workflows.cases.moves import refuse_unless_held
from workflows.models import ReportingPeriod
from workflows.periods.opening import actions as opening
from workflows.periods.steering import actions as steering
from workflows.periods.steering.forms import DueForm, ExtendForm

router = Router(tags=[_("Whom it speaks for, kinds and periods")])


class MoreTime(Reason):
    unit_before: date = Field(description=_("The unit reports before this day"))


class OtherDue(MoreTime):
    ward_before: date = Field(description=_("The ward reports before this day"))


@acts("extend", "extend_unit_report", _("Give the unit more time"))
def extend(request: Call, response: HttpResponse, report: int, given: MoreTime) -> Any:
    row = visible(request, report)
    refuse_unless_held(row, "extend", by=request.user)
    form = ExtendForm(given.dict(), report=row)
    try:
        said = cleaned(form)
    except Untaken as fault:
        return refused(fault)
    return stands(response, steering.extend(row, by=request.user, due_at=form.due_at, reason=said["reason"]))


@router.post(
    "/periods/{int:period}/due",
    response=PeriodOut,
    auth=ACT,
    operation_id="change_due_of_period",
    summary=_("Other due times for all units of a period"),
)
def change_due(request: Call, period: int, given: OtherDue) -> Any:
    row = _coordinated(request, period)
    form = DueForm(given.dict(), period=row)
    try:
        said = cleaned(form)
    except Untaken as fault:
        return refused(fault)
    steering.change_due(row, by=request.user, reason=said["reason"], **form.due)
    return _coordinated(request, period)


@router.post(
    "/periods/{int:period}/cancel",
    response=PeriodOut,
    auth=ACT,
    operation_id="cancel_period",
    summary=_("Cancel a period that was opened by mistake, with all its reports"),
)
def cancel(request: Call, period: int, given: Reason) -> Any:
    return opening.cancel(_coordinated(request, period), by=request.user, reason=given.reason)


def _coordinated(request: Call, period: int) -> ReportingPeriod:
    """One whose reports the person reads, else 404, and coordinates, else 403."""
    readable = grants.units_where(request.user, "view_reports")
    row = get_object_or_404(ReportingPeriod.objects.filter(ward__in=readable).select_related("kind", "ward"), pk=period)
    if row.ward_id not in grants.units_where(request.user, "review_reports"):
        raise PermissionDenied
    return row
