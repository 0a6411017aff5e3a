"""Slack: until when each step may be decided so that those after it keep their time, back from when the ward is due."""

from django.urls import reverse

from tests.people import instant
from tests.workflows import arrange
from units.hours import spans_of
from workflows.cases.times import slack
from workflows.models import CaseStep, Verb
from workflows.pure.calendar import Calendar
from workflows.pure.hours import Hours

HOURS = Hours(spans_of(""), Calendar())
DUE = instant("2026-11-10 00:00")  # a Tuesday: the last moment of work is Monday, 17:00


def step(stage: int, allowance: int, **more) -> CaseStep:
    return CaseStep(stage=stage, order=stage, allowance=allowance, verb=Verb.APPROVE, **more)


def test_work_is_counted_back_over_nights_and_weekends():
    moments = slack.last_moments([step(1, 2), step(2, 5), step(3, 4)], DUE, HOURS)
    assert moments == {2: instant("2026-11-09 11:00"), 1: instant("2026-11-06 15:30")}


def test_steps_side_by_side_take_as_long_as_the_longest():
    moments = slack.last_moments([step(1, 2), step(2, 3), step(2, 1)], DUE, HOURS)
    assert moments == {1: instant("2026-11-09 14:00")}


def test_what_is_decided_and_who_is_informed_need_no_time():
    steps = [step(1, 2, decided_at=DUE), step(2, 3), step(3, 4), step(4, 9)]
    steps[3].verb = Verb.INFORM
    assert slack.last_moments(steps, DUE, HOURS) == {2: instant("2026-11-09 11:00")}


def test_an_urgent_case_needs_half_the_time():
    assert slack.last_moments([step(1, 2), step(2, 4)], DUE, HOURS, urgency=1)[1] == instant("2026-11-09 15:00")


def test_page_and_list_say_it_and_say_when_it_has_passed(client, cast, on_day):
    on_day("2026-11-05 09:00")
    case = arrange.awaiting(cast)
    first = case.steps.get()
    last = {"subject_kind": case.kind, "subject_id": case.pk, "title": "Trưởng Ban", "unit": first.unit}
    CaseStep.objects.create(**last, order=2, stage=2, allowance=8, person=first.person)
    client.force_login(cast.coordinator)
    for address in (reverse("ward_report", args=[case.pk]), reverse("cases")):
        on_day("2026-11-05 10:00")
        assert "muộn nhất để các bước sau đủ thời gian" in client.get(address).content.decode()
        on_day("2026-11-09 16:00")
        assert "các bước sau thiếu thời gian từ" in client.get(address).content.decode()
