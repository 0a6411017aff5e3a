"""What a route was stays readable: a numbered version for each change, and what it changed in sentences."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events, undone
from workflows.models import Route, RouteVersion
from workflows.routes import actions as routes
from workflows.routes import sentences, versions
from workflows.ward_reports import actions as ward_reports

OPINION = {"verb": "opinion", "office": "unit_head", "need": "any", "allowance": 24}


@pytest.fixture(autouse=True)
def late_november(on_day):
    on_day("2026-11-29 09:00")


@pytest.fixture
def route(cast) -> Route:
    return cast.monthly.route


def asked(cast, route, title="Ý kiến Công an", **shape):
    return routes.add_step(route, by=cast.admin, title=title, unit=cast.units["CA"], **OPINION | shape)


def numbers(route) -> list[int]:
    return sorted(route.versions.values_list("number", flat=True))


def test_a_route_begins_with_its_version_one(route):
    (first,) = route.versions.all()
    assert (first.number, first.person) == (1, None)
    assert [(step["title"], step["unit"]) for step in first.shape] == [("Phó Trưởng Ban", "BCĐ")]
    assert first.digest == versions.digest_of(first.shape)


CHANGES = {
    "add": lambda cast, route: asked(cast, route, title="Văn phòng"),
    "change": lambda cast, route: routes.change_step(route.steps.get(verb="opinion"), by=cast.admin, allowance=5),
    "move": lambda cast, route: routes.move_step(route.steps.get(title="Một"), by=cast.admin, up=False),
    "retire": lambda cast, route: routes.retire_step(route.steps.get(verb="opinion"), by=cast.admin),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_a_route_writes_the_version_that_it_is_now(cast, route, change):
    asked(cast, route)
    if change == "move":
        asked(cast, route, title="Một")
        asked(cast, route, title="Hai")
    before = numbers(route)
    CHANGES[change](cast, route)
    newest = versions.newest(route)
    assert numbers(route) == [*before, before[-1] + 1]
    assert newest.shape == versions.shape_of(routes.standing(route))
    assert (newest.person, newest.digest) == (cast.admin, versions.digest_of(newest.shape))


def test_a_change_that_changes_nothing_writes_no_version(cast, route):
    step = asked(cast, route)
    routes.change_step(step, by=cast.admin, allowance=step.allowance)
    assert numbers(route) == [1, 2]


def test_a_change_that_was_rolled_back_leaves_no_version(cast, route):
    with undone():
        asked(cast, route)
    assert numbers(route) == [1]


def test_a_later_change_leaves_the_version_before_as_it_was(cast, route):
    kept = list(RouteVersion.objects.filter(route=route).values())
    asked(cast, route)
    assert list(RouteVersion.objects.filter(route=route, number=1).values()) == kept


def test_the_database_refuses_to_edit_a_version(route):
    with pytest.raises(IntegrityError), transaction.atomic():
        RouteVersion.objects.filter(route=route).update(number=9)
    assert numbers(route) == [1]


def test_a_case_sent_for_approval_notes_the_version_in_force(cast, route):
    report = arrange.consolidated(cast)
    step = asked(cast, route)
    routes.change_step(step, by=cast.admin, allowance=5)
    ward_reports.send_for_approval(report, by=cast.coordinator)
    assert events(reread(report))[-1].changes["route"] == [None, "3"]


def told(cast, route, change) -> list[str]:
    before = routes.standing(route)
    change()
    return sentences.differences(before, routes.standing(route))


def test_what_changed_is_told_in_sentences(cast, route):
    step = asked(cast, route)
    assert told(cast, route, lambda: asked(cast, route, title="Ý kiến Văn phòng")) == [
        "Thêm bước “Ý kiến Văn phòng”: Thủ trưởng đơn vị, Công an; một người bất kỳ; Xin ý kiến; "
        "số giờ làm việc cho phép: 24 giờ làm việc (3 ngày, mỗi ngày tính 8 giờ); "
        "khi hết hạn: ghi nhận không có ý kiến."
    ]
    assert told(cast, route, lambda: routes.change_step(step, by=cast.admin, allowance=36, unit=cast.units["VP"])) == [
        "Sửa bước “Ý kiến Công an”: đơn vị: Công an (CA) → Văn phòng (VP); "
        "số giờ làm việc cho phép: 24 giờ làm việc (3 ngày, mỗi ngày tính 8 giờ) → 36 giờ làm việc."
    ]
    assert told(cast, route, lambda: routes.move_step(step, by=cast.admin, up=False)) == [
        "Bước “Ý kiến Văn phòng” chuyển từ vị trí 2 sang vị trí 1."
    ]
    assert told(cast, route, lambda: routes.change_step(step, by=cast.admin, title="Ý kiến")) == [
        "Bước “Ý kiến Công an” đổi tên thành “Ý kiến”."
    ]
    assert told(cast, route, lambda: routes.retire_step(step, by=cast.admin)) == ["Bỏ bước “Ý kiến”."]


def test_the_page_shows_the_version_in_force_and_what_each_before_it_changed(cast, client, route):
    asked(cast, route)
    asked(cast, route, title="Ý kiến Văn phòng")
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    page = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "<h3>Phiên bản 3, từ 29/11/2026</h3>" in page
    assert "Phiên bản 2, từ 29/11/2026" in page
    assert "Thêm bước “Ý kiến Văn phòng”" in page
