"""Diễn tập: what the clock would do, told before it does it, by its own code; nothing of it stays."""

from collections import defaultdict
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from approvals.clock import ZONE, at
from tests import factories
from tests.people import instant
from tests.workflows import arrange
from units.models import Notice
from units.people import actions as people
from workflows.models import ReportingPeriod
from workflows.periods import by_clock
from workflows.rehearsal.rehearse import rehearse
from workflows.reminders import actions as reminders
from workflows.routes.underway import overdue

TODAY = "2026-11-02 09:00"
FIRST, LAST = instant("2026-11-02 09:00"), instant("2026-11-30 23:59")


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


def everything() -> dict[str, list]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


def told(happenings) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(f"{each.at.astimezone(ZONE):%Y-%m-%d %H:%M}", each.words, each.people) for each in happenings]


def test_a_rehearsal_changes_no_row(cast):
    factories.open_month(cast)
    before = everything()
    assert rehearse(cast.ward, FIRST, LAST)
    assert everything() == before


def test_it_tells_openings_reminders_and_what_happens_at_steps_in_order(cast):
    arrange.awaiting(cast)
    rows = told(rehearse(cast.ward, FIRST, LAST))
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    said = " ".join(row[1] for row in rows)
    assert "Hệ thống mở báo cáo tháng 11/2026" in said
    assert "Báo cáo tháng 10/2026: hạn trước ngày 10/11" in said
    assert "Hệ thống nhắc" in said


def test_what_it_told_is_what_the_clock_does_when_it_gets_there(cast):
    factories.open_month(cast)
    rehearsed = rehearse(cast.ward, instant("2026-11-02 00:00"), instant("2026-11-24 12:00"))
    for day in range(23):
        for hour in ("00:00", "07:30"):
            with at(instant(f"2026-11-02 {hour}") + timedelta(days=day)):
                by_clock.open_due()
                overdue.ring()
                reminders.tell_due()
    really = defaultdict(list)
    for notice in Notice.objects.select_related("person").order_by("at", "pk"):
        really[f"{notice.at.astimezone(ZONE):%Y-%m-%d %H:%M}", notice.text].append(notice.person.name)
    opened = set(ReportingPeriod.objects.exclude(code=factories.MONTH).values_list("code", flat=True))
    reminded = [row for row in told(rehearsed) if (row[0], row[1]) in really or "hạn" in row[1]]
    assert {(when, words): list(people) for when, words, people in reminded} == dict(really)
    assert opened == {"2026-09", "2026-11", "2026"}
    assert len([row for row in told(rehearsed) if row[1].startswith("Hệ thống mở")]) == len(opened)


def test_units_without_people_are_told_with_those_whom_nobody_can_be_reminded(cast):
    factories.open_month(cast)
    for name in ("CA:drafter", "CA:unit_head"):
        people.deactivate_person(cast[name], by=cast.admin)
    (row, *_later) = [row for row in told(rehearse(cast.ward, FIRST, LAST)) if "Không có ai để nhắc" in row[1]]
    assert ("Công an" in row[1], row[2]) == (True, ())


def test_the_command_says_it_and_refuses_days_the_wrong_way_round(cast):
    out = StringIO()
    call_command("rehearse", "--from", "2026-11-02", "--to", "2026-11-30", "--ward", cast.ward.code, stdout=out)
    assert "Hệ thống mở báo cáo tháng 11/2026 → " in out.getvalue()
    with pytest.raises(CommandError):
        call_command("rehearse", "--from", "2026-11-30", "--to", "2026-11-02")
    with pytest.raises(CommandError):
        call_command("rehearse", "--from", "2026-11-02", "--to", "2026-11-30", "--ward", "KHONG")


def test_the_page_plays_the_days_that_are_sent(client, cast):
    client.force_login(cast.coordinator)
    address = reverse("clock_rehearsal", args=[cast.ward.pk])
    assert client.get(address).status_code == 200
    page = client.post(address, {"first": "2026-11-02", "last": "2026-11-30"}).content.decode()
    assert "Hệ thống mở báo cáo tháng 11/2026" in page


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-11-30", "2026-11-02", "không được trước"),
        ("2026-10-01", "2026-11-02", "không diễn lại"),
        ("2026-11-02", "2027-12-02", "nhiều nhất 150 ngày"),
        ("x", "2026-11-30", "ngày"),
    ],
)
def test_days_that_cannot_be_are_refused_with_a_sentence(client, cast, first, last, why):
    client.force_login(cast.coordinator)
    answer = client.post(reverse("clock_rehearsal", args=[cast.ward.pk]), {"first": first, "last": last})
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_drafter_does_not_play(client, cast):
    client.force_login(cast["CA:drafter"])
    assert client.get(reverse("clock_rehearsal", args=[cast.ward.pk])).status_code == 403
