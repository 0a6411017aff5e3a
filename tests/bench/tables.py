"""What a ward is set up with: an annex of 300 rows dropped, and 200 people pasted, each by its pages."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.bench.measure import Row, at_most, milliseconds, number, processor_milliseconds
from tests.bench.world import Ward
from tests.pages import forms_of
from units.models import Office, Person

ROWS, PEOPLE = 300, 200
ANNEX_SHOWN, PEOPLE_ADDED = 2000, 3000  # milliseconds
HEADINGS = ("STT", "Nội dung nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian")
OF_PEOPLE = ("Họ và tên", "Tên đăng nhập", "Đơn vị", "Vai trò", "Email", "Điện thoại")


def rows(ward: Ward) -> Iterator[Row]:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(ward.holder(Office.ADMIN), backend=settings.AUTHENTICATION_BACKENDS[0])
    names = [unit.short_name for unit in ward.units]
    tasks = [(str(at), f"Việc số {at}", names[at % len(names)], "", "30/6/2026") for at in range(1, ROWS + 1)]
    annex = reverse("plan_annex")
    yield _shown("an annex of 300 rows, dropped and shown", ANNEX_SHOWN, lambda: _sent(client, annex, HEADINGS, tasks))
    people = [
        (f"Người Thứ {at}", f"nguoi{at}", names[at % len(names)], "Người soạn", "", f"0912 {at:06}")
        for at in range(PEOPLE)
    ]
    page = reverse("people_paste", args=[ward.unit.pk])
    yield _shown("200 people, pasted and added", PEOPLE_ADDED, lambda: _added(client, page, people))
    if Person.objects.filter(username__startswith="nguoi").count() != PEOPLE:
        raise RuntimeError("The people were not added.")


def _shown(name: str, most: int, act: Any) -> Row:
    used: list[float] = []
    took = milliseconds(lambda: used.append(processor_milliseconds(act)))
    return at_most(f"{name}, ms", took, most, beside=f"{number(used[0])} ms of the processor")


def _sent(client: Client, page: str, headings: tuple[str, ...], lines: list[tuple[str, ...]]) -> Any:
    """The table is pasted; returns the page that shows its rows."""
    table = "\n".join("\t".join(cells) for cells in [headings, *lines])
    answer = client.post(page, {"table": table}, follow=True)
    if answer.status_code != 200 or lines[-1][1] not in answer.content.decode():
        raise RuntimeError(f"{page} does not show the rows that were pasted.")
    return answer


def _added(client: Client, page: str, lines: list[tuple[str, ...]]) -> None:
    shown = _sent(client, page, OF_PEOPLE, lines)
    form = next(form for form in forms_of(shown) if len(form["fields"]) > len(lines))
    client.post(shown.request["PATH_INFO"], form["fields"])
