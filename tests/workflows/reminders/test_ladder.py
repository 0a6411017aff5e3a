"""The ladder of reminders: who is told what and when, once, whatever the clock does; and the ledger of it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail

from approvals.clock import at, now
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from tests import factories
from tests.people import instant
from tests.workflows import arrange
from units.absences import actions as absences
from units.models import Membership, Notice, Person
from workflows.models import Reminder, ReportingPeriod, Rung, UnitReport
from workflows.periods.steering import actions as steering
from workflows.reminders import actions as reminders
from workflows.unit_reports import actions as unit_reports

OPENED = "2026-10-21 08:00"
THREE_DAYS_BEFORE = "2026-10-30 07:31"  # the last day is Wednesday the fourth
LAST_DAY = "2026-11-04 07:31"
DAY_AFTER = "2026-11-05 07:31"


def opened(cast):
    return factories.open_month(cast)


pytestmark = pytest.mark.starts_from(opened, on=OPENED)


@pytest.fixture
def period(start, on_day):
    on_day(OPENED)
    return start


def tick(text: str) -> int:
    with at(instant(text)):
        return reminders.tell_due()


def all_of(period) -> int:
    """How many lines the ledger has once three rungs have spoken, each to two, of every unit."""
    return UnitReport.objects.filter(period=period).count() * 6


def notices_of(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("at", "pk").values_list("text", flat=True))


def test_nobody_is_reminded_before_the_first_rung(cast, period):
    assert tick("2026-10-30 07:29") == 0
    assert not Reminder.objects.exists()


def test_drafter_and_head_are_told_three_working_days_before(cast, period):
    tick(THREE_DAYS_BEFORE)
    sentence = "Báo cáo tháng 10/2026, Công an: hạn trước ngày 05/11, còn 3 ngày làm việc."
    assert notices_of(cast["CA:drafter"]) == notices_of(cast["CA:unit_head"]) == [sentence]
    assert notices_of(cast.coordinator)[1:] == []


def test_who_handed_in_is_not_reminded(cast, period):
    factories.submitted(cast, "CA")
    tick(THREE_DAYS_BEFORE)
    assert notices_of(cast["CA:drafter"]) == []
    assert not Reminder.objects.filter(person=cast["CA:unit_head"]).exists()


def test_the_day_after_the_coordinator_reads_of_all_units_in_one_message(cast, period):
    tick(DAY_AFTER)
    (told,) = notices_of(cast["VHXH:coordinator"])[-1:]
    late = UnitReport.objects.filter(period=period).count()
    assert told.startswith(f"Báo cáo tháng 10/2026: {late} báo cáo chưa nộp (hạn trước ngày 05/11, quá hạn ")
    lines = Reminder.objects.filter(person=cast.coordinator, rung__due="units")
    assert (lines.count(), len(set(lines.values_list("message", flat=True)))) == (late, 1)


def test_a_second_tick_says_nothing_twice(cast, period):
    assert tick(LAST_DAY)
    before = Reminder.objects.count(), Notice.objects.count(), OutboxMessage.objects.count()
    assert tick(LAST_DAY) == 0
    assert (Reminder.objects.count(), Notice.objects.count(), OutboxMessage.objects.count()) == before


def test_what_an_outage_of_two_days_missed_comes_as_one_message(cast, period):
    tick("2026-11-03 07:00")
    before = Notice.objects.count()
    tick("2026-11-05 08:00")  # the last day and the day after had passed
    told = Counter(Notice.objects.order_by("pk").values_list("person", flat=True)[before:])
    assert set(told.values()) == {1}, "each is told once"
    assert Reminder.objects.count() == len(set(Reminder.objects.values_list("key", flat=True))) == all_of(period)
    lines = Reminder.objects.filter(person=cast["CA:unit_head"], subject_kind="unitreport").order_by("moment")
    assert [line.rung.amount for line in lines] == [3, 0, 1]
    assert lines[1].message == lines[2].message != lines[0].message


@pytest.mark.parametrize("moves", [(timedelta(days=2), timedelta()), (timedelta(), timedelta(hours=-1))])
def test_a_clock_that_jumps_ahead_or_back_neither_misses_nor_doubles(cast, period, moves):
    moment = instant("2026-10-29 00:00")
    while moment < instant("2026-11-07 00:00"):
        for move in moves:
            with at(moment + move):
                reminders.tell_due()
        moment += timedelta(hours=3)
    said = list(Reminder.objects.values_list("key", flat=True))
    assert len(said) == len(set(said)) == all_of(period) + 1  # one of the ward
    messages = set(Reminder.objects.exclude(message="").values_list("message", flat=True))
    notices = list(Notice.objects.filter(key__contains="rung").values_list("key", flat=True))
    mails = [row.payload for row in OutboxMessage.objects.filter(topic="reminder")]
    assert sorted(notices) == sorted(messages), "each line stands in one notice, and no notice comes twice"
    assert len(mails) == len({str(sorted(each.items())) for each in mails})


def test_another_deadline_is_reminded_of_anew(cast, period):
    tick(LAST_DAY)
    told = len(notices_of(cast["CA:drafter"]))
    later = instant("2026-11-12 00:00")
    ReportingPeriod.objects.filter(pk=period.pk).update(unit_due_at=later)
    assert tick("2026-11-05 08:00") == 0
    tick("2026-11-06 07:31")
    assert len(notices_of(cast["CA:drafter"])) == told + 1
    assert notices_of(cast["CA:drafter"])[-1].endswith("hạn trước ngày 12/11, còn 3 ngày làm việc.")


def test_what_is_long_past_is_told_to_nobody(cast, period):
    assert tick("2026-12-20 08:00") == 0


def test_a_rung_says_nothing_of_moments_before_it_was_made(cast, period):
    Rung.objects.filter(amount=3).update(since=instant("2026-11-01 00:00"))
    tick("2026-11-02 09:00")
    assert notices_of(cast["CA:drafter"]) == []


def test_a_substitute_is_told_and_the_ledger_says_why_the_absent_person_was_not(cast, period, on_day):
    term = {"starts_at": now(), "ends_at": instant("2026-12-01 00:00")}
    absences.start_absence(cast["CA:unit_head"], by=None, substitute=cast["CA:drafter"], **term)
    tick(LAST_DAY)
    assert notices_of(cast["CA:unit_head"]) == []
    assert {line.why for line in Reminder.objects.filter(person=cast["CA:unit_head"])} == {"away"}
    assert notices_of(cast["CA:drafter"])


def test_the_ledger_says_where_nobody_holds_the_office(cast, period):
    Membership.objects.filter(unit=cast.units["CA"]).update(ends_at=instant(OPENED))
    tick(LAST_DAY)
    lines = Reminder.objects.filter(why="nobody")
    assert {line.subject_name for line in lines} == {"Báo cáo tháng 10/2026, Công an"}
    assert tick(LAST_DAY) == 0


def test_a_mail_of_each_goes_to_one_address_with_words_and_html(cast, period):
    Person.objects.exclude(pk=cast["CA:drafter"].pk).update(email="")
    Person.objects.filter(pk=cast["CA:drafter"].pk).update(email="mot@example.vn")
    tick(LAST_DAY)
    with at(instant(LAST_DAY)):
        outbox.drain()
    (sent,) = mail.outbox
    heads = sent.message()
    assert (sent.to, heads["Auto-Submitted"]) == (["mot@example.vn"], "auto-generated")
    assert heads["Message-ID"].startswith("<unitreport-")
    assert [part.get_content_type() for part in heads.walk()][1:] == ["text/plain", "text/html"]
    assert Notice.objects.filter(person=cast["CA:unit_head"]).first().by_mail == "nowhere"


def test_a_mail_that_comes_too_late_is_not_sent(cast, period):
    report = arrange.draft(cast)
    Person.objects.update(email="mot@example.vn")
    UnitReport.objects.filter(period=period).exclude(pk=report.pk).update(state="waived")
    tick(LAST_DAY)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    OutboxMessage.objects.exclude(topic="reminder").delete()
    with at(instant(LAST_DAY)):
        outbox.drain()
    assert [sent for sent in mail.outbox if "hạn trước" in sent.subject] == []


def test_a_tick_takes_as_many_statements_for_many_wards_as_for_one(cast, period, statements):
    with statements() as idle:
        tick("2026-10-22 09:00")
    with statements() as busy:
        tick(DAY_AFTER)
    with statements() as again:
        tick(DAY_AFTER)
    assert (len(idle), len(busy), len(again)) == (5, 10, 7)


def test_a_unit_with_more_time_is_reminded_of_its_own_due_time(cast, period):
    report = UnitReport.objects.with_names().get(period=period, unit=cast.units["CA"])
    steering.extend(report, by=cast.coordinator, due_at=instant("2026-11-10 00:00"), reason="Mất điện hai ngày.")
    tick(THREE_DAYS_BEFORE)
    assert not any("còn 3 ngày" in text for text in notices_of(cast["CA:drafter"]))
    assert any("còn 3 ngày" in text for text in notices_of(cast["VP:drafter"]))
    tick("2026-11-05 07:31")
    assert any("hạn trước ngày 10/11" in text for text in notices_of(cast["CA:drafter"]))
