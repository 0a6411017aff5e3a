"""Danh sách hồ sơ, on the page and as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals.pages import tables
from units import grants
from units.requests import SignedIn
from workflows.boards import case_file
from workflows.boards.cases import CaseFilter, found, name_of, rows_of, states_to_choose
from workflows.cases.types import TYPES

SHOWN = 25
MOST_IN_A_FILE = tables.MOST


@require_safe
def cases(request: SignedIn) -> HttpResponse:
    """The cases that the person may see, of all types, newest first."""
    page = Paginator(found(request.user, CaseFilter.of(request.GET)), SHOWN).get_page(request.GET.get("page"))
    rows = rows_of(page, request.user)
    context = {
        "page": page,
        "rows": rows,
        "several": len({row.case.ward_id for row in rows}) > 1,
        "kinds": [(kind, name_of(each)) for kind, each in TYPES.items()],
        "states": states_to_choose(),
        "chosen": request.GET,
        "most": MOST_IN_A_FILE,
        "measured": bool(grants.units_where(request.user, "view_trail")),
    }
    return render(request, "workflows/boards/cases.html", context)


@require_safe
def cases_file(request: SignedIn) -> HttpResponse:
    """The same list as a file, .xlsx unless `?file=` says otherwise: its newest MOST_IN_A_FILE."""
    rows = rows_of(found(request.user, CaseFilter.of(request.GET))[:MOST_IN_A_FILE], request.user)
    return tables.table_file(tables.asked(request) or "xlsx", "ho-so", case_file.COLUMNS, rows)
