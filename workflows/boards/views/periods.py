import re
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from units import grants
from units.models import Person, Unit
from units.requests import SignedIn
from workflows.boards.grid import (
    CHANGED,
    CLEAN,
    FOUND,
    LATE,
    OVERDUE,
    column_words,
    grid_of,
    periods_visible_to,
    with_progress,
)
from workflows.cases import labels
from workflows.models import ReportingPeriod, UnitReport
from workflows.models.states import UnitState, WardState
from workflows.unit_reports import actions as unit_reports

PERIODS_SHOWN = 24
TICK = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")


def periods(request: SignedIn) -> HttpResponse:
    """The periods of the ward, newest first, with how far each has come."""
    keys = periods_visible_to(request.user).values_list("pk", flat=True)
    page = Paginator(keys, PERIODS_SHOWN).get_page(request.GET.get("page"))
    rows = list(with_progress(list(page), request.user))
    several = len({row.ward_id for row in rows}) > 1
    context = {"page": page, "rows": rows, "several": several, "states": dict(WardState.choices)}
    context["asking"] = Unit.objects.filter(pk__in=grants.units_where(request.user, "review_reports"), ward=None)
    return render(request, "workflows/boards/periods.html", context)


def period(request: SignedIn, code: str) -> HttpResponse:
    """The grid of a period; `?kind=` and `?ward=` choose where several have a period of this code.

    `?state=` and `?mark=` choose the rows that are shown.
    """
    found = _periods(request.user, code)
    chosen = _chosen(found, request.GET)
    grid = grid_of(request.user, chosen)
    state, mark = request.GET.get("state", ""), request.GET.get("mark", "")
    rows = grid.only(state, mark)
    return render(
        request,
        "workflows/boards/period.html",
        {
            "grid": grid,
            "period": chosen,
            "named": chosen.ward if any(each.ward_id != chosen.ward_id for each in found) else "",
            "others": [each for each in found if each != chosen],
            "rows": rows,
            "ticks": any(row.acceptable for row in rows),
            "state": state,
            "mark": mark,
            "actions": labels.ACTIONS,
            "words": column_words(),
            "states": UnitState.choices,
            "marks": [
                (OVERDUE, _("Overdue")),
                (LATE, _("Overdue or submitted late")),
                (FOUND, _("With findings")),
                (CLEAN, _("Waiting, without findings")),
                (CHANGED, _("Changed since the return")),
            ],
            "shortcuts": _shortcuts() if grid.any_acceptable else [],
        },
    )


@require_POST
def period_accept(request: SignedIn, code: str) -> HttpResponse:
    """Accept the ticked reports, each as the person saw it, taking first those that wait in the queue.

    `which=clean` accepts instead all that had no findings when the page was shown. One message sums up what happened.
    """
    chosen = _chosen(_periods(request.user, code), request.POST)
    if not grants.may(request.user, "review_reports", chosen.ward_id):
        raise PermissionDenied
    ticked = _ticked(request.POST.getlist("clean" if request.POST.get("which") == "clean" else "report"))
    reports = UnitReport.objects.visible_to(request.user).filter(period=chosen, pk__in=ticked).with_names()
    accepted, refused = _accept_each(reports, ticked, by=request.user)
    level = messages.WARNING if refused or not accepted else messages.SUCCESS
    messages.add_message(request, level, _summed_up(accepted, refused))
    return redirect(f"{reverse('period', args=[code])}?kind={chosen.kind.code}&ward={chosen.ward_id}")


def _periods(person: Person, code: str) -> list[ReportingPeriod]:
    found = list(periods_visible_to(person).filter(code=code).select_related("kind", "ward"))
    if not found:
        raise Http404
    return found


def _chosen(found: list[ReportingPeriod], asked: QueryDict) -> ReportingPeriod:
    """The one of the kind and the ward asked for, or of the `id`, else the first, one that stands before one that was
    cancelled. Raises Http404 for a ward that is not among them.
    """
    of_ward = [each for each in found if asked.get("ward") in (None, str(each.ward_id))]
    if not of_ward:
        raise Http404
    if asked.get("id"):
        return next((each for each in of_ward if str(each.pk) == asked["id"]), of_ward[0])
    of_ward.sort(key=lambda each: each.cancelled_at is not None)
    return next((each for each in of_ward if each.kind.code == asked.get("kind")), of_ward[0])


def _ticked(values: Iterable[str]) -> dict[int, int]:
    """The version seen of each ticked report."""
    matches = (TICK.fullmatch(value) for value in values)
    return {int(match[1]): int(match[2]) for match in matches if match}


def _accept(report: UnitReport, *, by: Person, seen: int) -> None:
    """Both steps or none."""
    with transaction.atomic():
        if report.state == UnitState.SUBMITTED:
            unit_reports.take(report, by=by)
        unit_reports.accept(report, by=by, seen=seen)


def _shortcuts() -> list[tuple[str, str]]:
    """The keys of the grid (static/js/grid.js) and what they do."""
    return [
        ("↑ ↓", _("Unit above or below, in the grid")),
        ("x", _("Tick the unit, or take the tick away; so does the space bar")),
        ("c", _("Tick all without findings")),
        ("a", _("Accept the ticked reports")),
    ]


def _accept_each(
    reports: Iterable[UnitReport], ticked: dict[int, int], *, by: Person
) -> tuple[int, list[tuple[str, str]]]:
    """How many were accepted, and the unit and reason of each refusal."""
    accepted, refused = 0, []
    for report in reports:
        try:
            _accept(report, by=by, seen=ticked[report.pk])
            accepted += 1
        except NotPossible as refusal:
            refused.append((report.unit.short_name, refusal.message))
        except PermissionDenied:
            refused.append((report.unit.short_name, _("You wrote or submitted it, so somebody else must accept it.")))
    return accepted, refused


def _summed_up(accepted: int, refused: list[tuple[str, str]]) -> str:
    if not accepted and not refused:
        return _("No report was ticked. Tick the reports to accept, then try again.")
    counted = ngettext("%(count)d report accepted.", "%(count)d reports accepted.", accepted) % {"count": accepted}
    names = " ".join(_("%(unit)s was not accepted: %(why)s") % {"unit": unit, "why": why} for unit, why in refused)
    return f"{counted} {names}".strip()
