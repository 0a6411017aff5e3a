"""One coordinator is enough: the unit's confirmation accepts what nobody of the office may, or its due time does."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from approvals.clock import at, now
from approvals.errors import NotPossible
from approvals.models import Decision, Incident
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events, mails, newest
from tests.workflows.unit_reports.test_on_behalf import confirm, enter, submit
from workflows.cases import stranded
from workflows.models import UnitReport
from workflows.rehearsal.rehearse import rehearse
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.on_behalf import actions as on_behalf
from workflows.unit_reports.on_behalf import links, taking_in
from workflows.ward_reports import actions as ward_reports

SAYS = {"name": "Ông Tổ phó", "contact": "0912 000 006"}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def told(cast):
    """Entered and submitted by the ward's one coordinator."""
    return reread(submit(cast, enter(cast, arrange.draft(cast, "TDP"))))


def link(report) -> str:
    return reverse("on_behalf_link", args=[links.token_of(report)])


def by_link(report, **changes):
    said = {"since": report.unconfirmed_since, "seen": report.version} | SAYS | changes
    return reread(on_behalf.confirm_by_link(report, **said))


def test_a_link_shows_what_was_entered_and_its_confirmation_accepts_the_report(cast, told):
    page = Client().get(link(told))
    assert "61" in page.text
    assert page.text.count("<dt>") == 1
    done = Client().post(link(told), SAYS | {"seen": told.version})
    assert done.status_code == 200
    report = reread(told)
    assert report.state == "accepted"
    assert report.unconfirmed_since is None
    assert [event.action for event in events(report)][-2:] == ["confirm_by_link", "accept_confirmed"]
    assert newest(report)["by"] is None
    assert not Decision.objects.filter(subject_kind="unitreport", subject_id=report.pk).exists()


def test_the_confirmation_of_a_member_of_the_unit_accepts_it_too(cast, told):
    assert reread(confirm(cast, told)).state == "accepted"


def test_where_a_colleague_may_accept_it_a_confirmation_only_confirms(cast, told):
    arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    assert by_link(told).state == "submitted"


def test_where_two_people_of_the_office_are_asked_the_system_stands_in_for_neither(cast, told):
    UnitReport.objects.filter(pk=told.pk).update(twice=True)
    assert by_link(told).state == "submitted"
    with at(told.due_at + timedelta(minutes=1)):
        assert taking_in.accept_due() == 0
    assert reread(told).state == "submitted"


def test_a_draft_is_confirmed_and_stays_a_draft(cast):
    assert by_link(enter(cast, arrange.draft(cast, "TDP"))).state == "draft"


def test_a_link_serves_once_and_not_what_is_entered_later(cast, told):
    used = link(told)
    by_link(told)
    assert Client().get(used).status_code == 410
    assert Client().post(used, SAYS | {"seen": told.version}).status_code == 410


def test_a_changed_or_old_link_opens_nothing(cast, told):
    token = links.token_of(told)
    for other in (token[:-1], re.sub(r"^\d+", "999", token), "x"):
        assert Client().get(reverse("on_behalf_link", args=[other])).status_code == 404
    with at(now() + timedelta(days=63)):
        assert Client().get(link(told)).status_code == 404


def test_who_typed_it_does_not_confirm_it_by_the_link(cast, told):
    typist = Client()
    typist.force_login(cast.coordinator)
    assert typist.post(link(told), SAYS | {"seen": told.version}).status_code == 409
    assert reread(told).unconfirmed_since


def test_a_version_that_was_not_read_is_not_confirmed(cast, told):
    with pytest.raises(NotPossible):
        by_link(told, seen=told.version + 1)


def test_at_its_due_time_it_is_accepted_unconfirmed_and_the_auditor_is_told(cast, told):
    assert taking_in.accept_due() == 0
    with at(told.due_at):
        assert taking_in.accept_due() == 1
        assert taking_in.accept_due() == 0
    report = reread(told)
    assert (report.state, bool(report.unconfirmed_since)) == ("accepted", True)
    assert newest(report)["action"] == "accept_unconfirmed"
    assert newest(report)["by"] is None
    assert mails("accepted_unconfirmed") == [("review_reports", report.ward_id)]
    assert set(taking_in.notified(report)) == {cast.auditor, cast.coordinator}


def test_it_can_still_be_confirmed_afterwards(cast, told):
    with at(told.due_at):
        taking_in.accept_due()
        assert by_link(reread(told)).unconfirmed_since is None


def test_what_a_colleague_may_accept_is_left_to_them(cast, told):
    arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    with at(told.due_at):
        assert taking_in.accept_due() == 0


def test_what_its_head_submitted_is_accepted_at_its_due_time_where_nobody_else_may(cast):
    report = enter(cast, arrange.draft(cast, "TDP"))
    report = unit_reports.submit(report, by=cast["TDP:unit_head"], seen=report.version)
    with at(report.due_at):
        assert taking_in.accept_due() == 1
    assert newest(reread(report))["action"] == "accept_confirmed"


def test_the_approver_reads_who_has_not_confirmed(cast, client, told, on_day, settings):
    settings.DEMO = True  # nobody has a password here to prove who they are by
    with at(told.due_at):
        taking_in.accept_due()
    on_day("2026-11-06 09:00")
    arrange.waive_others(cast, "TDP")
    report = reread(ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator))
    ward_reports.send_for_approval(report, by=cast.coordinator)
    client.force_login(cast.approver)
    page = client.get(reverse("ward_report_approval", args=[report.pk]))
    assert "Đơn vị chưa xác nhận" in page.text


def test_a_rehearsal_tells_what_would_be_accepted_unconfirmed(cast, told):
    happenings = rehearse(cast.ward, now(), told.due_at + timedelta(days=1))
    (found,) = [each for each in happenings if "chưa xác nhận" in each.words and each.people]
    assert found.at == told.due_at
    assert set(found.people) == {cast.auditor.name, cast.coordinator.name}
    assert reread(told).state == "submitted"


def test_what_its_units_word_or_the_clock_accepts_waits_for_somebody(cast, told):
    row = unit_reports.take(told, by=cast.coordinator)
    stranded.look()
    assert not Incident.objects.filter(message__topic="stranded").exists()
    UnitReport.objects.filter(pk=row.pk).update(informants=[])
    stranded.look()
    assert Incident.objects.filter(message__topic="stranded").count() == 1
