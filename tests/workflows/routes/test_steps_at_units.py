"""Steps of a route at the reports of the units: they stand first, say what they say and no more, and travel."""

import json

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from tests.workflows import arrange
from tests.workflows.submissions.arrange import kind
from tests.workflows.unit_reports.looking import SHAPE, accept_by_two, ask_for_looks
from units.models import Office
from workflows.routes import actions as routes
from workflows.routes import sentences, versions
from workflows.routes.transfer import bpmn, files


@pytest.fixture
def route(cast):
    accept_by_two(cast)
    ask_for_looks(cast)
    return cast.monthly.route


def test_they_stand_before_what_the_ward_approves_by(route):
    assert [step.verb for step in routes.standing(route)] == ["look", "confirm", "approve"]


def test_the_wards_own_report_does_not_take_them(cast, on_day):
    on_day("2026-11-06 09:00")
    ask_for_looks(cast)
    assert [step.verb for step in arrange.awaiting(cast).steps.all()] == ["approve"]


def test_nothing_stands_before_them(cast, route):
    look = routes.standing(route)[0]
    with pytest.raises(NotPossible):
        routes.move_step(routes.standing(route)[1], by=cast.admin, up=False)
    with pytest.raises(NotPossible):
        routes.move_step(look, by=cast.admin, up=False)


@pytest.mark.parametrize(
    "shape",
    [
        {"office": Office.CLERK},
        {"need": "all"},
        {"condition": "late_units"},
        {"found": "submitter"},
        {"units": ["VP"]},
        {"at_end": "escalate"},
    ],
)
def test_one_says_no_more_than_whom_it_asks(cast, shape):
    with pytest.raises(NotPossible):
        ask_for_looks(cast, **shape)


def test_there_is_one_of_each(cast, route):
    with pytest.raises(NotPossible):
        ask_for_looks(cast, title="Xem lần hai")


def test_documents_that_are_made_of_no_reports_have_none(cast):
    with pytest.raises(NotPossible, match="đơn vị"):
        routes.add_step(
            kind(cast).route, by=cast.admin, title="Xem trước", verb="look", unit=cast.ward, office="unit_head", **SHAPE
        )


def test_they_are_told_in_words(cast, route):
    look = routes.standing(route)[0]
    assert "đơn vị báo cáo" in sentences.in_full(look)
    assert "đơn vị báo cáo" in sentences.describe(look)


def test_they_travel_as_a_file(cast, route):
    read = files.read(files.written(route).encode(), cast.ward)
    assert versions.shape_of(read) == versions.shape_of(routes.standing(route))
    assert json.loads(files.written(route))["steps"][0]["verb"] == "look"


def test_the_drawing_begins_with_the_units(route):
    assert "Các đơn vị báo cáo" in bpmn.written(route)


def test_an_administrator_adds_one_in_the_browser(cast, client):
    client.force_login(cast.admin)
    route = cast.monthly.route
    typed = {"title": "Xem trước", "verb": "look", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 8}
    seen = {"seen": versions.number_of(route)}
    answer = client.post(reverse("step_add", args=[route.pk]), typed | seen)
    assert answer.status_code == 302
    page = client.get(reverse("routes", args=[cast.ward.pk])).text
    assert "Đơn vị không có người xem thì nộp luôn" in page
