from django.http import HttpResponse
from django.shortcuts import render

from units import grants
from units.requests import SignedIn
from workflows.boards.desk import desk_of


def desk(request: SignedIn) -> HttpResponse:
    """Việc của tôi: what waits for the person who asks."""
    administers = bool(grants.units_where(request.user, "administer"))
    return render(request, "workflows/boards/desk.html", {"desk": desk_of(request.user), "administers": administers})
