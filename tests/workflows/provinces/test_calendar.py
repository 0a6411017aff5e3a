"""Days that a province says off or worked count for its wards, too, unless a ward says otherwise of them itself."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from approvals.channels import actions as channels
from approvals.errors import NotPossible
from approvals.models import Channel, Sender
from approvals.receiving import pairing
from tests.people import instant
from tests.workflows.provinces.arrange import province_above
from units.tree import actions as tree
from workflows.agenda.month import month_of
from workflows.calendars import actions as calendars
from workflows.calendars.days import DayOfWard
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod
from workflows.periods import actions as periods

FRIDAY, SATURDAY = date(2026, 11, 6), date(2026, 11, 14)
OFF = DayOfWard(FRIDAY, working=False, name="Ngày thành lập tỉnh")
WORKED = DayOfWard(SATURDAY, working=True, name="Làm bù theo văn bản của tỉnh")


@pytest.fixture
def province(cast, on_day):
    on_day("2026-10-08 09:00")
    found = province_above(cast)
    calendars.set_days(found.unit, [OFF, WORKED], by=found.admin)
    return found


def both(pk):
    """As a page of one ward and as a page of many asks."""
    return calendar_days.of(pk), calendar_days.every().of(pk)


def worked(calendar) -> tuple[bool, bool]:
    return calendar.is_working(FRIDAY), calendar.is_working(SATURDAY)


def page_of(person, ward) -> str:
    client = Client()
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(f"{reverse('calendar', args=[ward.pk])}?year=2026").text


@pytest.mark.twice
def test_its_days_count_for_its_wards_and_for_nobody_else(cast, province):
    other = tree.add_ward("AL", "Phường An Lạc", by=None)
    assert [worked(each) for each in (*both(cast.ward.pk), *both(province.unit.pk))] == [(False, True)] * 4
    assert [worked(each) for each in both(other.pk)] == [(True, False)] * 2


@pytest.mark.twice
def test_what_a_ward_says_itself_stands_in_the_place_of_what_its_province_says(cast, province):
    calendars.set_days(cast.ward, [DayOfWard(FRIDAY, working=True, name="Trực bầu cử")], by=cast.admin)
    assert [worked(each) for each in both(cast.ward.pk)] == [(True, True)] * 2
    assert [worked(each) for each in both(province.unit.pk)] == [(False, True)] * 2
    calendars.give_back_day(cast.ward, FRIDAY, by=cast.admin)
    assert [worked(each) for each in both(cast.ward.pk)] == [(False, True)] * 2


def test_its_wards_are_due_by_it_and_what_was_due_already_stays(cast, province, on_day):
    cast.monthly.day_off, cast.monthly.inclusive = "next", True
    cast.monthly.save()
    period = periods.open_period(cast.monthly, "2026-10")
    assert period.unit_due_at == instant("2026-11-06 00:00"), "due by the end of Thursday the fifth"
    calendars.set_days(province.unit, [DayOfWard(date(2026, 11, 5), working=False, name="Bão")], by=province.admin)
    assert ReportingPeriod.objects.get(pk=period.pk).unit_due_at == period.unit_due_at
    calendars.set_days(province.unit, [DayOfWard(date(2026, 12, 5), working=True, name="Bù")], by=province.admin)
    on_day("2026-11-20 09:00")
    assert periods.open_period(cast.monthly, "2026-11").unit_due_at == instant("2026-12-06 00:00")


def test_pages_say_who_said_it(cast, province):
    said = page_of(cast.admin, cast.ward)
    assert "Ngày thành lập tỉnh" in said
    assert province.unit.short_name in said.partition("Ngày thành lập tỉnh")[2].partition("</tr>")[0]
    assert "1 phường (xã, đặc khu) báo cáo về đây" in page_of(province.admin, province.unit)
    month = month_of(cast.coordinator, cast.ward, date(2026, 11, 1))
    assert "Ngày thành lập tỉnh" in [day.entry for week in month.weeks for day in week]


def test_it_ends_where_nothing_is_taken_from_the_ward_any_more(cast, province):
    pairing.end(Sender.objects.get(origin=cast.ward.pk), by=province.admin)
    assert [worked(each) for each in both(cast.ward.pk)] == [(True, False)] * 2


def test_nobody_of_a_ward_changes_it(cast, province):
    with pytest.raises(PermissionDenied):
        calendars.give_back_day(province.unit, FRIDAY, by=cast.admin)


def end_channel(cast) -> None:
    channels.end_channel(Channel.objects.get(recipient__scope=cast.ward.pk, kind=Channel.Kind.HERE), by=cast.admin)


def test_a_ward_whose_channel_has_ended_reads_whose_days_count_still_and_drops_them(client, cast, province):
    words = "dù kênh gửi tới đó đã ngừng dùng"
    assert words not in page_of(cast.admin, cast.ward)
    end_channel(cast)
    shown = page_of(cast.admin, cast.ward)
    assert (words in shown, f"Bỏ các ngày của {province.unit.short_name}" in shown) == (True, True)
    client.force_login(cast.admin)
    client.post(reverse("calendar_province_drop", args=[cast.ward.pk]))
    assert [worked(each) for each in both(cast.ward.pk)] == [(True, False)] * 2
    assert [worked(each) for each in both(province.unit.pk)] == [(False, True)] * 2
    assert words not in page_of(cast.admin, cast.ward)


def test_days_of_a_province_to_which_a_ward_sends_are_not_dropped(cast, province):
    with pytest.raises(NotPossible):
        calendars.drop_days_of_province(cast.ward, by=cast.admin)
    end_channel(cast)
    with pytest.raises(PermissionDenied):
        calendars.drop_days_of_province(cast.ward, by=cast.coordinator)
