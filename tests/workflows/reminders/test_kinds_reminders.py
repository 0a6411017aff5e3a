"""What a kind of report reminds of: its ladder, changed in the browser, and given to kinds that are made."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from workflows.models import Rung
from workflows.reminders import actions as reminders

TODAY = "2026-11-06 09:00"
NEW = {"due": "units", "amount": 4, "measure": "hours", "after": False, "offices": ["unit_head"], "by_mail": False}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def test_every_kind_has_the_usual_reminders_from_its_making_on(cast):
    assert cast.monthly.rungs.count() == cast.annual.rungs.count() == 5


def test_an_administrator_adds_one_and_the_trail_tells_it(cast):
    reminders.add_rung(cast.monthly, by=cast.admin, **NEW)
    event = TrailEvent.objects.filter(action="add_rung").latest("pk")
    said = "4 giờ làm việc trước hạn của đơn vị, nhắc: Thủ trưởng đơn vị"
    assert (event.actor, event.changes) == (cast.admin, {"reminder": [None, said]})


def test_nobody_else_does(cast):
    with pytest.raises(PermissionDenied):
        reminders.add_rung(cast.monthly, by=cast.coordinator, **NEW)
    with pytest.raises(PermissionDenied):
        reminders.retire_rung(cast.monthly.rungs.first(), by=cast.coordinator)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"offices": []}, "chọn nhắc ai"),
        ({"amount": 201}, "quá xa"),
        ({"amount": 31, "measure": "days"}, "quá xa"),
        ({"due": "ward"}, "không nhắc người của đơn vị"),
        ({"amount": 3, "measure": "days"}, "Đã có lần nhắc"),
    ],
)
def test_what_can_never_be_said_is_refused(cast, other, why):
    with pytest.raises(NotPossible, match=why):
        reminders.add_rung(cast.monthly, by=cast.admin, **NEW | other)


def test_a_removed_one_stays_for_the_record(cast):
    rung = cast.monthly.rungs.first()
    reminders.retire_rung(rung, by=cast.admin)
    assert Rung.objects.get(pk=rung.pk).retired_at
    with pytest.raises(NotPossible, match="đã được bỏ"):
        reminders.retire_rung(rung, by=cast.admin)


def test_the_page_shows_the_ladder_and_takes_one_more(client, cast):
    client.force_login(cast.admin)
    address = reverse("report_kind_reminders", args=[cast.monthly.pk])
    assert "3 ngày làm việc trước hạn của đơn vị" in client.get(address).content.decode()
    typed = {"due": "units", "amount": "4", "measure": "hours", "after": "", "offices": ["unit_head"], "by_mail": "on"}
    assert client.post(address, typed).status_code == 302
    assert "4 giờ làm việc trước hạn của đơn vị" in client.get(address).content.decode()
    rung = cast.monthly.rungs.get(amount=4)
    assert client.post(reverse("rung_retire", args=[cast.monthly.pk, rung.pk])).status_code == 302
    assert "4 giờ làm việc" not in client.get(address).content.decode()


def test_who_does_not_administer_reads_it_alone(client, cast):
    client.force_login(cast.coordinator)
    page = client.get(reverse("report_kind_reminders", args=[cast.monthly.pk])).content.decode()
    assert "3 ngày làm việc trước hạn của đơn vị" in page
    assert "Thêm lần nhắc" not in page
