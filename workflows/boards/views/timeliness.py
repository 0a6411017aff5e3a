"""Đúng hạn: how often each unit was in time."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals.pages import tables
from approvals.pages.tables import Column
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
    if as_file := tables.asked(request):
        return tables.table_file(as_file, "dung-han", _columns(shown), shown.lines)
    page = {
        "kind": kind,
        "kinds": kinds if len(kinds) > 1 else [],
        "several": len({each.ward_id for each in kinds}) > 1,
        "shown": shown,
        "chart": shown.chart,
    }
    return render(request, "workflows/boards/timeliness.html", page)


def _columns(shown: Timeliness) -> list[Column]:
    each = [
        Column(period.words, lambda line, place=place: line.cells[place].timing.label)  # type: ignore[misc]
        for place, period in enumerate(shown.periods)
    ]
    counts = [Column(_("In time"), lambda line: line.in_time, 10), Column(_("Periods"), lambda line: line.due, 10)]
    return [Column(_("Unit"), lambda line: line.unit.name, 40), *each, *counts]
