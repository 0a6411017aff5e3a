from django.http import HttpResponse
from django.shortcuts import render

from units import grants
from units.requests import SignedIn
from workflows.boards.desk import SHOWN, desk_of
from workflows.cases import stranded
from workflows.periods import lacks
from workflows.setting_up import standing


def desk(request: SignedIn) -> HttpResponse:
    """Việc của tôi: what waits for the person who asks."""
    administered = grants.units_where(request.user, "administer")
    kinds = lacks.kinds_of(administered)
    page = {
        "desk": desk_of(request.user),
        "administers": bool(administered),
        "to_set_up": standing.unfinished(administered, kinds),
        "lacks_ward": request.user.runs_installation and not administered,
        "lacks": lacks.lacks_of(kinds),
        "stranded": list(stranded.incidents_of(administered)[:SHOWN]) if administered else [],
    }
    return render(request, "workflows/boards/desk.html", page)
