from django.http import HttpResponse
from django.shortcuts import render

from units import grants
from units.requests import SignedIn
from workflows.boards.desk import SHOWN, desk_of
from workflows.cases import stranded
from workflows.periods.lacks import lacks_of
from workflows.setting_up import standing


def desk(request: SignedIn) -> HttpResponse:
    """Việc của tôi: what waits for the person who asks."""
    administered = grants.units_where(request.user, "administer")
    page = {
        "desk": desk_of(request.user),
        "administers": bool(administered),
        "to_set_up": list(standing.unfinished(administered)) if administered else [],
        "lacks_ward": request.user.runs_installation and not administered,
        "lacks": lacks_of(administered),
        "stranded": list(stranded.incidents_of(administered)[:SHOWN]) if administered else [],
    }
    return render(request, "workflows/boards/desk.html", page)
