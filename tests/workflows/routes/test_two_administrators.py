"""Two administrators edit one route: who changes what is no longer what they saw is told so, and loses nothing."""

import re

import pytest
from django.urls import reverse

from tests.races import race
from tests.workflows.routes.test_page_routes import entered, monthly, sign_in, titles
from workflows.routes import actions as routes
from workflows.routes.versions import number_of

SEEN = re.compile(r'name="seen" value="(\d+)"')
OPINION = {"verb": "opinion", "office": "unit_head", "need": "any", "allowance": 3}


@pytest.fixture(autouse=True)
def late_november(on_day):
    on_day("2026-11-29 09:00")


@pytest.fixture
def step(cast):
    """A step that the first administrator has before them, at version 2."""
    return routes.add_step(monthly(cast), by=cast.admin, title="Ý kiến Công an", unit=cast.units["CA"], **OPINION)


@pytest.fixture
def changed(cast, step):
    """What the second administrator does meanwhile: version 3."""
    routes.change_step(step, by=cast.admin, allowance=5)


def sent(client, cast, step, name, **typed):
    sign_in(client, cast.admin)
    place = monthly(cast).pk if name == "step_add" else step.pk
    return client.post(reverse(name, args=[place]), typed)


FORMS = {
    "step_add": lambda cast: entered(cast, title="Văn phòng"),
    "step_change": lambda cast: entered(cast, title="Văn phòng", verb="opinion"),
    "step_move": lambda cast: {"up": "0"},
    "step_retire": lambda cast: {},
}


@pytest.mark.parametrize("older", [{"seen": "2"}, {"seen": ""}, {}])
@pytest.mark.parametrize("name", FORMS)
def test_a_change_of_an_older_version_is_refused_and_told_what_changed(client, cast, step, changed, name, older):
    before = titles(monthly(cast))
    typed = FORMS[name](cast)
    typed.pop("seen", None)
    answer = sent(client, cast, step, name, **typed | older)
    words = answer.content.decode()
    assert (answer.status_code, titles(monthly(cast)), number_of(monthly(cast))) == (409, before, 3)
    assert f"{cast.admin} đã sửa luồng duyệt này lúc" in words
    told = "Sửa bước “Ý kiến Công an”: số giờ làm việc cho phép: 3 giờ làm việc → 5 giờ làm việc."
    assert (told in words) == ("2" in older.values())


@pytest.mark.parametrize("name", ["step_add", "step_change"])
def test_what_was_typed_is_kept_and_may_be_sent_again_after_comparing(client, cast, step, changed, name):
    typed = FORMS[name](cast) | {"seen": "2"}
    answer = sent(client, cast, step, name, **typed)
    words = answer.content.decode()
    assert 'value="Văn phòng"' in words
    again = sent(client, cast, step, name, **typed | {"seen": SEEN.search(words).group(1)})
    assert (again.status_code, "Văn phòng" in titles(monthly(cast))) == (302, True)


def test_a_change_of_a_step_that_was_retired_meanwhile_says_so_and_keeps_what_was_typed(client, cast, step):
    routes.retire_step(step, by=cast.admin)
    answer = sent(client, cast, step, "step_change", **entered(cast, title="Văn phòng", seen=2))
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Bỏ bước “Ý kiến Công an”." in words
    assert 'value="Văn phòng"' in words
    last = sent(client, cast, step, "step_change", **entered(cast, title="Văn phòng", seen=3))
    assert "Bước này vừa được bỏ khỏi luồng duyệt" in last.content.decode()


def test_every_form_and_button_carries_the_version_it_was_shown_with(client, cast, step):
    sign_in(client, cast.admin)
    route = monthly(cast)
    for address in (
        reverse("step_add", args=[route.pk]),
        reverse("step_change", args=[step.pk]),
        reverse("step_retire", args=[step.pk]),
    ):
        assert SEEN.findall(client.get(address).content.decode()) == ["2"], address
    page = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    forms = re.findall(r'action="/steps/\d+/move/".*?</form>', page, re.DOTALL)
    ours = [SEEN.findall(form) for form in forms]
    assert ours.count(["2"]) == 2
    assert all(len(found) == 1 for found in ours)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_one_version_at_once_one_wins(cast):
    shape = {"unit": cast.units["CA"], **OPINION}
    acts = [
        lambda title=title: routes.add_step(monthly(cast), by=cast.admin, title=title, seen=1, **shape)
        for title in ("Một", "Hai")
    ]
    won, lost = race(*acts)
    assert (len(won), len(lost), number_of(monthly(cast))) == (1, 1, 2)
    assert f"Thêm bước “{won[0]}”" in lost[0].message
