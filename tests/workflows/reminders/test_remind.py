"""Nhắc: whoever waits reminds whoever has the case, once a working day; the trail and the ledger have it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events
from units.models import Notice
from workflows.models import CaseStep, Reminder
from workflows.reminders import actions as reminders

TODAY = "2026-11-06 09:00"  # a Friday
pytestmark = pytest.mark.starts_from(arrange.awaiting, on=TODAY)


@pytest.fixture
def case(start, on_day):
    on_day(TODAY)
    return start


def test_whoever_has_the_case_is_told_and_trail_and_ledger_have_it(cast, case):
    told = reminders.remind(case, by=cast.coordinator)
    assert cast.approver in told
    notice = Notice.objects.get(person=cast.approver, key__contains="asked")
    assert notice.text.startswith(f"{cast.coordinator.name} nhắc bạn: Báo cáo tháng 10/2026 đang chờ bạn. Hạn: trước ")
    line = Reminder.objects.get(person=cast.approver)
    assert (line.by, line.message, line.why) == (cast.coordinator, notice.key, "")
    event = events(reread(case))[-1]
    assert (event.action, event.actor) == ("remind", cast.coordinator)
    assert cast.approver.name in event.changes["reminded"][1]
    assert OutboxMessage.objects.filter(topic="reminder", key=notice.key).count() == 1


def test_once_a_working_day_is_enough(cast, case, on_day):
    reminders.remind(case, by=cast.coordinator)
    for moment in ("2026-11-06 16:00", "2026-11-08 10:00"):  # later that day, and on the Sunday after
        on_day(moment)
        with pytest.raises(NotPossible, match="Hôm nay đã nhắc rồi"):
            reminders.remind(case, by=cast.coordinator)
    on_day("2026-11-09 08:00")
    reminders.remind(case, by=cast.coordinator)
    assert Reminder.objects.filter(person=cast.approver).count() == 2


def test_whose_turn_has_not_come_is_not_reminded(cast, case):
    first = case.steps.get()
    later = arrange.newcomer(cast, "sau", cast.units["BCĐ"], "approver")
    CaseStep.objects.create(
        subject_kind=case.kind,
        subject_id=case.pk,
        order=2,
        stage=2,
        title="Trưởng Ban",
        unit=cast.units["BCĐ"],
        person=later,
    )
    assert first.opened_at
    assert later not in reminders.remind(case, by=cast.coordinator)


def test_of_a_units_draft_drafter_and_head_are_told(cast, case):
    report = factories.unit_report(cast, "CA", "2026-11")
    told = reminders.remind(report, by=cast.coordinator)
    assert set(told) == {cast["CA:drafter"], cast["CA:unit_head"]}


def test_who_wrote_the_case_waits_for_it_too(cast, case):
    report = factories.submitted(cast, "CA", "2026-11")
    assert reminders.remind(report, by=cast["CA:drafter"]) == [cast.coordinator]


def test_who_does_not_wait_for_it_may_not(cast, case):
    with pytest.raises(PermissionDenied):
        reminders.remind(case, by=cast.clerk)
    assert not Reminder.objects.exists()


def test_nobody_is_reminded_of_what_waits_for_nobody(cast, case):
    report = case.period.unit_reports.get(unit=cast.units["CA"])
    with pytest.raises(NotPossible, match="không chờ ai"):
        reminders.remind(report, by=cast.coordinator)


def test_one_click_on_the_list(client, cast, case):
    client.force_login(cast.coordinator)
    address = reverse("case_remind", args=["wardreport", case.pk])
    assert f'action="{address}"' in client.get(reverse("cases")).content.decode()
    assert client.post(address).status_code == 302
    assert Reminder.objects.filter(person=cast.approver).exists()
    assert client.post(address).status_code == 409


def test_no_button_for_whoever_does_not_wait(client, cast, case):
    client.force_login(cast.approver)
    assert "/remind/" not in client.get(reverse("cases")).content.decode()


def test_the_page_has_words_with_due_time_and_link_to_paste(client, cast, case, settings):
    settings.SITE_URL = "https://td.example.vn"
    client.force_login(cast.coordinator)
    page = client.get(reverse("case_remind", args=["wardreport", case.pk])).content.decode()
    assert "đang chờ anh/chị. Hạn: trước " in page
    assert f"https://td.example.vn/reports/ward/{case.pk}/" in page
    assert cast.approver.name in page


def test_the_reminder_takes_few_statements(cast, case, statements):
    with statements() as counted:
        reminders.remind(case, by=cast.coordinator)
    assert len(counted) <= 16, counted.sql


def test_the_ledger_shows_what_became_of_it(client, cast, case):
    reminders.remind(case, by=cast.coordinator)
    outbox.drain()
    client.force_login(cast.coordinator)
    page = client.get(reverse("reminder_ledger", args=[cast.ward.pk])).content.decode()
    assert f"{cast.coordinator.name} nhắc" in page
    assert "chưa đọc" in page
    client.force_login(cast["CA:drafter"])
    assert client.get(reverse("reminder_ledger", args=[cast.ward.pk])).status_code == 403
