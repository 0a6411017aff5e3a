"""What the pages are compared with: a page of Django's for whoever is signed in, through the same middleware, of the
same size, written by a loop of a template over lines of a list. It asks the database for the session and the person.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

LINE = "Số liệu của đơn vị trong kỳ báo cáo này, so với kỳ trước"
AROUND = "<tr><td></td></tr>\n"
PAGE = engines["django"].from_string(
    "<!DOCTYPE html><title>{{ user }}</title><table>"
    "{% for line in lines %}<tr><td>{{ line }}</td></tr>\n{% endfor %}</table>"
)


@login_required
def page(request: HttpRequest, size: int) -> HttpResponse:
    """A page of about `size` bytes."""
    lines = [LINE] * (size // len((LINE + AROUND).encode()))
    return HttpResponse(PAGE.render({"user": request.user, "lines": lines}, request))


urlpatterns = [path("bare/<int:size>/", page, name="bare"), path("", include("deploy.urls"))]
