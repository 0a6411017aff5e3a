"""What the province refused, or the clerk recalled, is replaced by a new version, which the outbox opens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.clock import at, now
from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage
from approvals.outbox import actions as deciding
from approvals.outbox import queue as outbox
from tests import factories
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest
from workflows.cases.reconciliation import reconcile
from workflows.models import WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.province import actions as province

RELEASES = "workflows.ward_reports.actions.unit_reports_of"  # when the version is written, and its units' are not


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-09 09:00")
    report = arrange.refused(cast)
    OutboxMessage.objects.exclude(topic="next_version").delete()
    return report


def version(report):
    return WardReport.objects.with_names().filter(replaces=report).first()


def die(*_args):
    raise SystemExit  # as a worker does that is stopped: nothing catches it


def test_the_transition_asks_for_the_version_and_tells_of_it_after(cast, on_day):
    on_day("2026-11-09 09:00")
    report = arrange.refused(cast)
    wanted, mail = OutboxMessage.objects.order_by("-pk")[:2][::-1]
    assert (wanted.topic, wanted.payload) == ("next_version", {"ward_report": report.pk, "person": cast.clerk.pk})
    assert (mail.topic, mails("refused")) == ("mail", [("review_reports", cast.ward.pk)])
    assert version(report) is None


def test_the_worker_opens_it_in_the_name_of_who_recorded_the_refusal(cast, report):
    assert outbox.drain() == 1
    assert newest(version(report)) == event_of(cast.clerk, "new_version", "", "consolidating")


def test_opened_twice_it_is_opened_once(cast, report):
    arrange.open_next_version(report)
    arrange.open_next_version(report)
    assert WardReport.objects.filter(replaces=report).count() == 1


def test_a_worker_that_dies_while_it_opens_leaves_no_halves_and_another_opens_it(cast, report, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(RELEASES, die)
        with pytest.raises(SystemExit):
            outbox.drain()
    assert version(report) is None
    assert factories.unit_report(cast).state == "consolidated"
    assert outbox.drain() == 0
    with at(now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.drain() == 1
    assert (version(report).state, factories.unit_report(cast).state) == ("consolidating", "accepted")


def test_a_worker_that_dies_before_it_confirms_opens_no_second(cast, report, monkeypatch):
    opens = province.open_next_version
    with monkeypatch.context() as patched:
        patched.setattr(province, "open_next_version", lambda message: die(opens(message)))
        with pytest.raises(SystemExit):
            outbox.drain()
    assert version(report)
    with at(now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.drain() == 1
    assert WardReport.objects.filter(replaces=report).count() == 1


def test_what_cannot_be_opened_becomes_an_incident_that_can_be_tried_again(cast, report, monkeypatch):
    def fail(*_args):
        raise RuntimeError("ổ đĩa đầy")

    with monkeypatch.context() as patched:
        patched.setattr(RELEASES, fail)
        for place in range(outbox.TRIES):
            with at(now() + timedelta(hours=place)):
                outbox.drain()
    incident = Incident.objects.get()
    assert (incident.message.topic, version(report)) == ("next_version", None)
    deciding.retry_incident(incident, by=cast.admin)
    outbox.drain()
    assert version(report).state == "consolidating"


def test_until_it_is_open_nobody_takes_the_refused_one_up_again(cast, report):
    unit = factories.unit_report(cast)
    for act in (
        lambda: ward_reports.consolidate(report, by=cast.coordinator),
        lambda: ward_reports.reopen(report, by=cast.coordinator, reason="x"),
        lambda: correction.return_consolidated(unit, by=cast.coordinator, reason="x"),
        lambda: unit_reports.return_for_revision(unit, by=cast.coordinator, reason="x"),
    ):
        with pytest.raises(NotPossible):
            act()


def test_until_it_is_open_the_page_says_so_and_reconciling_finds_nothing_to_repair(client, cast, report):
    client.force_login(cast.coordinator)
    page = reverse("ward_report", args=[report.pk])
    assert "chưa được mở. Việc này đ" in client.get(page).content.decode()
    assert client.get(reverse("period", args=[factories.MONTH])).status_code == 200
    assert reconcile() == 0
    arrange.open_next_version(report)
    assert reverse("ward_report", args=[version(report).pk]) in client.get(page).content.decode()


def test_until_it_is_open_the_plan_tells_nothing_of_the_refused_one(client, cast, report):
    client.force_login(cast.coordinator)
    assert all(row.figure is None for row in client.get(reverse("plan")).context["progress"])


def test_opening_costs_fourteen_statements_at_most(cast, report, statements):
    message = OutboxMessage.objects.get()
    with statements() as counted:
        province.open_next_version(message)
    assert len(counted) <= 14, counted.sql
