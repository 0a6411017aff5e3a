from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from units import grants
from units import rules as unit_rules
from units.requests import SignedIn, require_administrator
from workflows.models import ReportingPeriod, ReportKind


def own_kind(request: SignedIn, pk: int) -> ReportKind:
    """A kind of report of a ward that the person sees, else 404, and administers, else 403."""
    own = ReportKind.objects.of_reports().filter(ward__in=unit_rules.visible_wards(request.user))
    kind = get_object_or_404(own.select_related("ward", "route"), pk=pk)
    require_administrator(request.user, kind.ward)
    return kind


def own_period(request: SignedIn, pk: int) -> ReportingPeriod:
    """A period of a ward whose reports the person reads, else 404, and coordinates, else 403."""
    readable = grants.units_where(request.user, "view_reports")
    periods = ReportingPeriod.objects.filter(ward__in=readable).select_related("kind", "ward")
    period = get_object_or_404(periods, pk=pk)
    if period.ward_id not in grants.units_where(request.user, "review_reports"):
        raise PermissionDenied
    return period


def period_address(period: ReportingPeriod) -> str:
    """The address of its grid: of one that was cancelled by its id, since another may bear its code."""
    named = f"&id={period.pk}" if period.cancelled_at else ""
    return f"{reverse('period', args=[period.code])}?kind={period.kind.code}&ward={period.ward_id}{named}"
