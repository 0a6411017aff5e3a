"""The API beside the pages: reading and listing, and a transition by a call beside the same one by its page."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time

from django.conf import settings
from django.core.cache import cache
from django.test import Client

from units.models import Office, Person
from units.tokens import actions as tokens
from workflows.models import UnitReport, WardReport

from .bare import signed_in
from .history import OPEN_MONTH
from .measure import Row, at_most, percentile
from .world import Ward

P95 = 60  # ms
TIMES = 1.3  # of the page's action


def rows(ward: Ward, requests: int) -> Iterator[Row]:
    month = f"2026-{OPEN_MONTH}"
    coordinator = ward.holder(Office.COORDINATOR)
    report = UnitReport.objects.filter(ward=ward.unit, period__code=month).order_by("pk").first()
    finished = WardReport.objects.get(ward=ward.unit, period__code="2026-03")
    lists = ("/unit-reports", f"/unit-reports?period={month}", "/ward-reports", "/trail", "/documents", "/periods")
    for path in (*lists, f"/unit-reports/{report.pk}", f"/ward-reports/{finished.pk}"):
        yield _read(coordinator, path, requests)
    yield _transition(ward, coordinator, month, requests)


def _caller(person: Person) -> Client:
    _token, secret = tokens.make_token(person, name="bench", scope="act")
    return Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], headers={"Authorization": f"Bearer {secret}"})


def _read(person: Person, path: str, requests: int) -> Row:
    caller, wall, own = _caller(person), [], []
    for _each in range(requests + 1):
        cache.clear()
        began, used = perf_counter(), process_time()
        answer = caller.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.content
        wall.append((perf_counter() - began) * 1000)
        own.append((process_time() - used) * 1000)
    name = path.replace(path.rpartition("/")[2], "<id>") if path.rpartition("/")[2].isdecimal() else path
    beside = f"of a processor {percentile(own[1:], 0.95):.1f} ms"
    return at_most(f"GET {name}, p95", percentile(wall[1:], 0.95), P95, " ms", beside)


def _transition(ward: Ward, person: Person, month: str, requests: int) -> Row:
    """Taking reports and putting them back, in turn by a call and by the page; of the processor."""
    pages, caller = signed_in(person), _caller(person)
    waiting = list(UnitReport.objects.filter(ward=ward.unit, period__code=month, state="submitted")[: requests + 1])
    took: dict[str, list[float]] = {"call": [], "page": []}
    for report in waiting:
        cache.clear()
        for way, act in (
            ("call", lambda pk: caller.post(f"/api/v1/unit-reports/{pk}/take", {}, "application/json")),
            ("page", lambda pk: pages.post(f"/reports/unit/{pk}/take/")),
        ):
            used = process_time()
            answer = act(report.pk)
            took[way].append((process_time() - used) * 1000)
            assert answer.status_code in (200, 302), answer.content
            back = caller.post(f"/api/v1/unit-reports/{report.pk}/hand-back", {}, "application/json")
            assert back.status_code == 200, back.content
    call, page = (median(each[1:] or each) for each in took.values())
    return at_most("a transition by a call, times the page's", call / page, TIMES, "", f"{call:.1f} and {page:.1f} ms")
