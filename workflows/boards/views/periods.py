from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from approvals.pages import tables
from units import compiled, grants
from units.models import Person, Unit
from units.requests import SignedIn
from workflows.boards import grid_file
from workflows.boards.grid import (
    CHANGED,
    CLEAN,
    COLUMNS,
    FOUND,
    LATE,
    OVERDUE,
    column_words,
    columns_of,
    grid_of,
    periods_visible_to,
    with_progress,
)
from workflows.cases import labels
from workflows.models import ReportingPeriod
from workflows.models.states import UnitState

PERIODS_SHOWN = 24


def periods(request: SignedIn) -> HttpResponse:
    """The periods of the ward, newest first, with how far each has come."""
    keys = periods_visible_to(request.user).values_list("pk", flat=True)
    page = Paginator(keys, PERIODS_SHOWN).get_page(request.GET.get("page"))
    if kind := tables.asked(request):
        most = with_progress(list(keys[: tables.MOST]), request.user)
        return tables.table_file(kind, "ky-bao-cao", grid_file.PERIODS, most)
    rows = with_progress(list(page), request.user)
    several = len({row.ward_id for row in rows}) > 1
    context: dict[str, Any] = {"page": page, "rows": rows, "several": several}
    context["asking"] = Unit.objects.filter(pk__in=grants.units_where(request.user, "review_reports"), ward=None)
    return render(request, "workflows/boards/periods.html", context)


def period(request: SignedIn, code: str) -> HttpResponse:
    """The grid of a period; `?kind=` and `?ward=` choose where several have a period of this code.

    `?state=` and `?mark=` choose the rows that are shown, `?columns=` the columns; `?file=` asks for a file.
    """
    found = periods_of(request.user, code)
    chosen = chosen_of(found, request.GET)
    grid = grid_of(request.user, chosen)
    state, mark = request.GET.get("state", ""), request.GET.get("mark", "")
    rows = grid.only(state, mark)
    if kind := tables.asked(request):
        return tables.table_file(kind, f"luoi-{code}", grid_file.columns(columns_of(request.GET)), rows)
    return render(
        request,
        "workflows/boards/period.html",
        {
            "grid": grid,
            "period": chosen,
            "named": chosen.ward if any(each.ward_id != chosen.ward_id for each in found) else "",
            "others": [each for each in found if each != chosen],
            "rows": rows,
            "ticks": any(row.may_tick for row in rows),
            "columns": columns_of(request.GET),
            "all_columns": [(name, column_words()[name]) for name in COLUMNS],
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
            "shortcuts": _shortcuts() if grid.any_acceptable else (),
        },
    )


def periods_of(person: Person, code: str) -> list[ReportingPeriod]:
    found = compiled.rows(_of_code, person, code=code)
    if not found:
        raise Http404
    return found


def _of_code(person: Person, code: str) -> QuerySet[ReportingPeriod]:
    return periods_visible_to(person).filter(code=code).select_related("kind", "ward", "plan__coordinating_unit")


def chosen_of(found: list[ReportingPeriod], asked: QueryDict) -> ReportingPeriod:
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


def _shortcuts() -> tuple[tuple[str, str], ...]:
    """The keys of the grid (static/js/grid.js) and what they do."""
    return (
        ("↑ ↓", _("Unit above or below, in the grid")),
        ("x", _("Tick the unit, or take the tick away; so does the space bar")),
        ("c", _("Tick all without findings")),
        ("a", _("Accept the ticked reports")),
    )
