"""Three steps in the browser's words: each decides on the same pages, the last hands over to the clerk."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import shown
from tests.workflows import arrange
from workflows.routes import actions as routes


@pytest.fixture
def board(cast, on_day, settings):
    """A checker, then all deputies, then the head: rows of a route alone."""
    on_day("2026-11-06 09:00")
    settings.DEMO = True  # nobody has a password
    route = cast.monthly.route
    shape = {"office": "approver", "need": "any", "allowance": 2}
    for title, unit in (("Văn phòng thẩm định", cast.units["VP"]), ("Trưởng Ban", cast.ward)):
        routes.add_step(route, by=cast.admin, title=title, unit=unit, **shape)
    return [
        cast.approver,
        arrange.newcomer(cast, "checker", cast.units["VP"], "approver"),
        arrange.head_of_the_board(cast),
    ]


def test_each_step_is_decided_on_the_page_by_its_own(client, cast, board):
    report = arrange.awaiting(cast)
    for person in board:
        client.force_login(person)
        assert client.get(reverse("desk")).content.decode().count(reverse("ward_report_approval", args=[report.pk]))
        answer = client.post(reverse("ward_report_approve", args=[report.pk]), {"seen": shown(report)})
        assert answer.status_code == 302
    assert factories.reread(report).state == "approved"


def test_whose_turn_has_not_come_cannot_decide(client, cast, board):
    report = arrange.awaiting(cast)
    client.force_login(board[-1])
    answer = client.post(reverse("ward_report_approve", args=[report.pk]), {"seen": shown(report)})
    assert answer.status_code == 403
    assert factories.reread(report).state == "awaiting_approval"


@pytest.mark.parametrize("name", ["ward_report_approve", "ward_report_send_back"])
def test_a_second_click_decides_no_later_step_of_the_same_person(client, cast, board, name):
    arrange.join(cast.approver, cast.units["VP"], "approver")
    report = arrange.awaiting(cast)
    client.force_login(cast.approver)
    page = client.get(reverse(name, args=[report.pk]), {"seen": shown(report)})
    typed = {"seen": shown(report), "step": page.context["form"]["step"].value()}
    first = client.post(reverse("ward_report_approve", args=[report.pk]), typed)
    words = {"reason": "Xem lại chỉ tiêu 8"} if name == "ward_report_send_back" else {}
    second = client.post(reverse(name, args=[report.pk]), typed | words)
    assert (first.status_code, second.status_code) == (302, 302 if name == "ward_report_approve" else 409)
    assert report.steps.filter(decided_at=None).count() == 2
    assert factories.reread(report).state == "awaiting_approval"
