"""A month: due times on the last day in time, days off, who is absent."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from approvals.clock import now
from tests import factories
from tests.people import instant
from tests.workflows import arrange
from units.absences import actions as absences
from workflows.agenda.month import month_of
from workflows.calendars import actions as calendars
from workflows.calendars.days import DayOfWard
from workflows.models import UnitReport

NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-02 09:00")


def days(cast, who) -> dict[date, object]:
    return {day.day: day for week in month_of(cast[who], cast.ward, NOVEMBER).weeks for day in week}


def test_what_is_due_stands_on_its_last_day(cast):
    period = factories.open_month(cast)
    found = days(cast, "CA:drafter")
    last = (period.unit_due_at - timedelta.resolution).date()
    assert any(str(period) in mark.words for mark in found[last].due)
    assert not any(mark.words.startswith("đơn vị") for mark in found[last + timedelta(days=1)].due)


def test_the_month_fills_whole_weeks_from_monday(cast):
    shown = sorted(days(cast, "CA:drafter"))
    assert (shown[0], shown[-1]) == (date(2026, 10, 26), date(2026, 12, 6))


def test_the_wards_own_day_stands_in_the_place_of_the_nations(cast):
    calendars.set_days(cast.ward, [DayOfWard(date(2026, 11, 21), True, "Làm bù")], by=cast.admin)
    calendars.set_days(cast.ward, [DayOfWard(date(2026, 11, 20), False, "Ngày hội của phường")], by=cast.admin)
    found = days(cast, "CA:drafter")
    assert (found[date(2026, 11, 21)].off, found[date(2026, 11, 21)].entry) == (False, "Làm bù")
    assert (found[date(2026, 11, 20)].off, found[date(2026, 11, 22)].off) == (True, True)


def test_who_is_absent_stands_on_each_of_their_days(cast):
    second = arrange.newcomer(cast, "ca-2", cast.units["CA"], "unit_head")
    term = {"starts_at": now(), "ends_at": instant("2026-11-05 00:00")}
    absences.start_absence(cast["CA:unit_head"], by=cast["CA:unit_head"], substitute=second, reason="", **term)
    found = days(cast, "VP:clerk")
    assert [day.day for day in found.values() if day.away] == [date(2026, 11, day) for day in (2, 3, 4)]
    assert "Người thứ hai" in found[date(2026, 11, 2)].away[0]


def test_one_sees_extensions_of_ones_own_units_alone(cast):
    report = factories.unit_report(cast, "CA")
    UnitReport.objects.filter(pk=report.pk).update(extended_to=instant("2026-11-13 00:00"))
    assert days(cast, "CA:drafter")[date(2026, 11, 12)].due
    assert not days(cast, "VP:drafter")[date(2026, 11, 12)].due


def test_the_page_takes_ten_statements_at_most(cast, django_assert_max_num_queries):
    factories.open_month(cast)
    client = Client()
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("agenda"), {"month": "2026-11"})
    assert "11/2026" in page.text
    assert client.get(reverse("agenda"), {"month": "2026-13"}).status_code == 404
