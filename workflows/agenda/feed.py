"""A person's calendar as an iCalendar file (RFC 5545): what they see on the page of a month, in whole days."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from approvals.clock import now, today
from units import rules
from units.models import Person, Unit
from workflows.cases.times import calendar_days
from workflows.pure.calendar import DAY

from .month import marks

BEFORE, AFTER = timedelta(days=60), timedelta(days=400)


def written(person: Person) -> bytes:
    """What is due and the days off of the person's wards, from two months ago to a year ahead, in Vietnamese."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trình duyệt//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Trình duyệt: {person.name}")
    calendar.add("refresh-interval", timedelta(hours=1), {"VALUE": "DURATION"})
    with override("vi"):
        for ward in rules.visible_wards(person).order_by("pk"):
            for event in _of_ward(person, ward):
                calendar.add_component(event)
    return calendar.to_ical()


def _of_ward(person: Person, ward: Unit) -> Iterable[Event]:
    first, last = today() - BEFORE, today() + AFTER
    for day, mark in marks(person, ward, first, last):
        url = f"{settings.SITE_URL}{mark.url}"
        yield _event(day, _("Due: %(what)s") % {"what": mark.words}, name=f"{url} {mark.words}", url=url)
    for day, entry in calendar_days.entries_between(ward.pk, first, last).items():
        words = _("Worked: %(name)s") if entry.working else _("Day off: %(name)s")
        yield _event(day, words % {"name": entry.name}, name=f"{ward.pk} {day}")


def _event(day: date, summary: str, *, name: str, url: str = "") -> Event:
    """One that is the same event each time that the feed is read: its UID is made of its `name`."""
    event = Event()
    uid = sha256(name.encode()).hexdigest()[:32]
    event.add("uid", f"{uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("dtstamp", now())
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    if url:
        event.add("url", url)
    return event
