"""A person's calendar feed: at a secret address, which is changed and stopped."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests import factories
from units.people import actions as people
from workflows.agenda import actions, links


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-02 09:00")


def read(feed):
    return Client().get(links.address_of(feed).partition("/calendar/")[2].join(["/calendar/", ""]))


def test_a_calendar_reads_what_is_due_on_its_last_day(cast):
    period = factories.open_month(cast)
    answer = read(actions.make_feed(cast["CA:drafter"]))
    assert answer["Content-Type"].startswith("text/calendar")
    events = [event for event in Calendar.from_ical(answer.content).walk("VEVENT") if str(period) in event["SUMMARY"]]
    last = (period.unit_due_at - timedelta.resolution).date()
    assert last in [event.start for event in events]
    every = [str(event["UID"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert len(set(every)) == len(every)
    assert all(event["URL"].endswith(f"ward={cast.ward.pk}") for event in events)
    again = Calendar.from_ical(read(actions.make_feed(cast["CA:drafter"])).content)
    assert {str(event["UID"]) for event in events} <= {str(event["UID"]) for event in again.walk("VEVENT")}


def test_a_changed_stopped_or_forged_address_opens_nothing(cast):
    first = actions.make_feed(cast["CA:drafter"])
    second = actions.make_feed(cast["CA:drafter"])
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    actions.stop_feed(cast["CA:drafter"])
    assert read(second).status_code == 404
    assert Client().get(reverse("calendar_feed", args=[f"{second.pk}.x"])).status_code == 404


def test_the_address_of_somebody_who_is_gone_opens_nothing(cast):
    feed = actions.make_feed(cast["CA:drafter"])
    people.deactivate_person(cast["CA:drafter"], by=cast.admin)
    assert read(feed).status_code == 404


def test_one_makes_changes_and_stops_ones_own(cast):
    client = Client()
    client.force_login(cast["CA:drafter"])
    page = client.post(reverse("own_feed_make"), follow=True)
    assert "/calendar/feed/" in page.text
    assert ".ics" in page.text
    assert ".ics" not in client.post(reverse("own_feed_stop"), follow=True).text


def test_a_calendar_that_asks_all_the_time_is_told_to_wait(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "calendar_feed": "2/h/key"}
    feed = actions.make_feed(cast["CA:drafter"])
    assert [read(feed).status_code for _turn in range(3)] == [200, 200, 429]
