"""Other working hours for a term of days, and the clocks of steps that follow them."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.trail.chain import verify_subject
from tests import factories
from tests.people import instant
from tests.workflows.traces import events
from units.hours import Term, spans_of
from units.models import Unit
from workflows.calendars.hours import actions as hours
from workflows.models import CaseStep
from workflows.pure.calendar import Calendar
from workflows.pure.hours import Hours

SUMMER = Term(date(2026, 11, 2), date(2026, 11, 20), spans_of("06:30–10:30, 14:00–17:30"))
MORNING = Term(date(2026, 11, 24), date(2026, 11, 24), spans_of("07:30–11:30"))
TYPED = {"first": "2026-11-02", "last": "2026-11-20", "morning_from": "06:30", "morning_until": "10:30"}
TYPED |= {"afternoon_from": "14:00", "afternoon_until": "17:30"}


def put(cast, *terms, by=None):
    for term in terms:
        hours.set_hours(cast.ward, term, by=by or cast.admin)
    return Unit.objects.get(pk=cast.ward.pk)


def page(client, person, cast, typed=None, name="calendar_hours_add"):
    client.force_login(person, backend="units.backends.GrantBackend")
    address = reverse(name, args=[cast.ward.pk])
    return client.post(address, typed) if typed else client.get(address)


def test_a_term_has_its_own_hours_and_the_days_around_it_the_usual_ones():
    worked = Hours(spans_of(""), Calendar(), [(SUMMER.first, SUMMER.last, SUMMER.spans)])
    assert worked.end_of(instant("2026-11-02 05:00"), timedelta(hours=1)) == instant("2026-11-02 07:30")
    assert worked.end_of(instant("2026-11-20 17:00"), timedelta(hours=1)) == instant("2026-11-23 08:00")
    assert worked.next_day(instant("2026-11-03 09:00")).time() == time(6, 30)
    assert worked.between(instant("2026-10-30 00:00"), instant("2026-11-03 00:00")) == timedelta(hours=15)


def test_a_half_day_is_worked_in_the_morning_alone():
    worked = Hours(spans_of(""), Calendar(), [(MORNING.first, MORNING.last, MORNING.spans)])
    assert worked.end_of(instant("2026-11-24 11:00"), timedelta(hours=1)) == instant("2026-11-25 08:00")


def test_a_step_that_opens_is_due_by_the_hours_of_its_day(cast, on_day):
    on_day("2026-11-09 15:00")
    put(cast, Term(date(2026, 11, 9), date(2026, 11, 20), spans_of("08:00–11:00, 14:00–16:00")))
    step = CaseStep.objects.get(subject_id=factories.awaiting(cast).pk)
    assert (step.allowance, step.due_at) == (16, instant("2026-11-12 16:00"))


def test_setting_and_removing_are_told(cast):
    ward = put(cast, SUMMER, MORNING)
    assert [term.words for term in ward.terms] == [SUMMER.words, MORNING.words]
    event = events(ward)[-1]
    assert (event.action, event.actor) == ("set_hours", cast.admin)
    assert event.changes["hours_by_date"] == [SUMMER.words, f"{SUMMER.words}\n{MORNING.words}"]
    hours.drop_hours(ward, SUMMER.first, by=cast.admin)
    ward.refresh_from_db()
    assert [term.words for term in ward.terms] == [MORNING.words]
    assert events(ward)[-1].action == "drop_hours"
    assert not verify_subject("unit", ward.pk).fault


def test_removing_what_is_not_there_is_no_event(cast):
    ward = put(cast, SUMMER)
    before = len(events(ward))
    hours.drop_hours(ward, MORNING.first, by=cast.admin)
    assert len(events(ward)) == before


@pytest.mark.parametrize(
    ("term", "says"),
    [
        (Term(date(2026, 11, 20), date(2026, 12, 1), SUMMER.spans), "đã có giờ riêng: 02/11/2026"),
        (Term(date(2026, 12, 2), date(2026, 12, 1), SUMMER.spans), "đứng trước ngày đầu"),
        (Term(date(2026, 12, 1), date(2026, 12, 2), spans_of("11:30–07:30")), "Giờ sau phải muộn hơn"),
    ],
)
def test_days_that_overlap_or_lie_out_of_order_are_refused(cast, term, says):
    ward = put(cast, SUMMER)
    with pytest.raises(NotPossible, match=says):
        hours.set_hours(ward, term, by=cast.admin)


def test_only_the_administrator_sets_them(cast, client):
    with pytest.raises(PermissionDenied):
        put(cast, SUMMER, by=cast.coordinator)
    assert page(client, cast.coordinator, cast).status_code == 403


def test_the_page_takes_them_and_the_calendar_shows_them(cast, client):
    assert 'value="07:30"' in page(client, cast.admin, cast).content.decode()
    assert page(client, cast.admin, cast, TYPED).status_code == 302
    text = client.get(reverse("calendar", args=[cast.ward.pk]) + "?year=2026").content.decode()
    assert "02/11/2026 – 20/11/2026" in text
    assert "06:30–10:30, 14:00–17:30" in text
    drop = reverse("calendar_hours_drop", args=[cast.ward.pk, SUMMER.first])
    assert client.post(drop).status_code == 302
    assert Unit.objects.get(pk=cast.ward.pk).hours_by_date == []


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ({"afternoon_until": ""}, "Ghi cả hai giờ"),
        ({name: "" for name in TYPED if "_" in name}, "ghi vào lịch làm việc"),
        ({"last": "2026-02-31"}, "ngày"),
    ],
)
def test_what_cannot_be_read_is_told_beside_what_was_typed(cast, client, others, says):
    answer = page(client, cast.admin, cast, TYPED | others)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert 'value="2026-11-02"' in answer.content.decode()
