"""What a report's page tells of its history is what its reader finds in the trail, and no more."""

import pytest
from django.urls import reverse

from approvals.trail.querysets import visible_events
from tests import factories
from tests.workflows import arrange
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-06 09:00"
REASON = "Số liệu của công an chưa khớp"
REOPENED = "Bổ sung theo ý kiến của Phó Trưởng Ban"


def issued_after_it_was_sent_back(cast):
    report = arrange.awaiting(cast)
    approval.send_back(report, by=cast.approver, seen=factories.shown(report), reason=REASON)
    again = ward_reports.reopen(factories.reread(report), by=cast.coordinator, reason=REOPENED)
    again = ward_reports.consolidate(factories.reread(again), by=cast.coordinator)
    ward_reports.send_for_approval(factories.reread(again), by=cast.coordinator)
    again = factories.reread(again)
    approval.approve(again, by=cast.approver, seen=factories.shown(again))
    return issuing.issue(factories.reread(again), by=cast.clerk)


pytestmark = pytest.mark.starts_from(issued_after_it_was_sent_back, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def history(client, person, name, report):
    client.force_login(person, backend="units.backends.GrantBackend")
    response = client.get(reverse(name, args=[report.pk]))
    return response, set(response.context["events"]) if response.status_code == 200 else set()


@pytest.mark.parametrize(
    "who", ["CA:drafter", "CA:unit_head", "VHXH:coordinator", "BCĐ:approver", "VP:clerk", "MX:admin"]
)
def test_a_page_tells_no_line_that_the_trail_refuses(client, cast, start, who):
    readable = set(visible_events(cast[who]))
    _page, listed = history(client, cast[who], "ward_report", start)
    assert listed <= readable
    for unit_report in start.period.unit_reports.all():
        assert history(client, cast[who], "unit_report", unit_report)[1] <= readable


def test_a_drafter_reads_an_issued_report_and_not_why_it_was_sent_back(client, cast, start):
    page, listed = history(client, cast["CA:drafter"], "ward_report", start)
    assert (page.status_code, listed) == (200, set())
    assert REASON not in page.content.decode()
    assert REOPENED not in page.content.decode()


def test_the_coordinator_reads_all_of_it(client, cast, start):
    page, listed = history(client, cast.coordinator, "ward_report", start)
    assert "send_back" in {event.action for event in listed}
    assert REASON in page.content.decode()


def test_a_report_with_its_history_takes_no_more_statements(client, cast, start, django_assert_max_num_queries):
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    with django_assert_max_num_queries(10):
        client.get(reverse("ward_report", args=[start.pk]))
