"""Đúng hạn: how often each unit was in time."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from units import rules
from units.requests import SignedIn
from workflows.boards.timeliness import Timeliness, timeliness_of
from workflows.models import ReportKind
from workflows.models.kinds import REPORT


@require_safe
def timeliness(request: SignedIn) -> HttpResponse:
    """Of the kind asked for by `?kind=`, its id; else of the first of the reader's wards."""
    wards = rules.visible_wards(request.user)
    own = ReportKind.objects.filter(ward__in=wards, subject_kind=REPORT, retired_at=None)
    kinds = list(own.select_related("ward").order_by("ward", "pk"))
    asked = request.GET.get("kind")
    kind = next((each for each in kinds if asked in (None, str(each.pk))), None)
    if kind is None and asked:
        raise Http404
    shown = timeliness_of(request.user, kind) if kind else Timeliness([], [])
    page = {
        "kind": kind,
        "kinds": kinds if len(kinds) > 1 else [],
        "several": len({each.ward_id for each in kinds}) > 1,
        "shown": shown,
        "chart": shown.chart,
    }
    return render(request, "workflows/boards/timeliness.html", page)
