from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workflows.desk import desk_of


def desk(request: HttpRequest) -> HttpResponse:
    """Việc của tôi: what waits for the person who asks."""
    return render(request, "workflows/desk.html", {"desk": desk_of(request.user)})
