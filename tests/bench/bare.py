"""A page beside a bare one: a signed-in Django page of as many bytes, with Django's own middleware, sessions and
backend, and nothing of ours.

The two take turns, and what counts is computing (the process's own time): a ratio of it holds on a busy machine.
"""

from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import path

from units.models import Person

from .measure import Row, at_most

TURNS = 5
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
DJANGOS_OWN = {
    "ROOT_URLCONF": __name__,
    "MIDDLEWARE": MIDDLEWARE,
    "SESSION_ENGINE": "django.contrib.sessions.backends.db",
    "AUTHENTICATION_BACKENDS": ["django.contrib.auth.backends.ModelBackend"],
}
LINE = "Báo cáo tháng 10/2026, còn 2 ngày làm việc"
PAGE = Engine().from_string(
    "<!DOCTYPE html><html lang='vi'><title>{{ user.name }}</title><main><ul>{% for line in lines %}<li>"
    "<a href='/reports/unit/{{ forloop.counter }}/'>{{ line }}</a> <span>{{ line }}</span></li>{% endfor %}</ul></main>"
)
EACH = 150  # bytes of a line, about


def bare(request: HttpRequest) -> HttpResponse:
    lines = [LINE] * (int(request.GET["bytes"]) // EACH)
    return HttpResponse(PAGE.render(Context({"user": request.user, "lines": lines})))


urlpatterns = [path("bare/", bare)]


def signed_in(person: Person) -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def times_bare(
    name: str, person: Person, ask: Callable[[], HttpResponse], size: int, most: float, requests: int
) -> Iterator[Row]:
    """How many times as much what `ask` asks for computes as the bare page of `size` bytes: the median of the turns."""
    ratios, ours = [], []
    for _turn in range(TURNS):
        ours.append(_computing(ask, requests))
        with override_settings(**DJANGOS_OWN):
            plain = signed_in(person)
            ratios.append(ours[-1] / _computing(lambda plain=plain: plain.get(f"/bare/?bytes={size}"), requests))
    beside = f"{median(ours):.1f} ms of {size // 1024} KB"
    yield at_most(f"{name}, times a bare signed-in page", median(ratios), most, beside=beside)


def _computing(ask: Callable[[], HttpResponse], requests: int) -> float:
    """Milliseconds a request, after one that warms what is cached."""
    if (answer := ask()).status_code != 200:
        raise RuntimeError(f"{answer.status_code} instead of 200")
    began = process_time()
    for _request in range(requests):
        ask()
    return (process_time() - began) / requests * 1000
