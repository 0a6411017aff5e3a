"""Sending a report as urgent: chosen on the page, said in its head, first on desks, told in the trail."""

import pytest
from django.urls import reverse

from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events
from workflows.boards.desk import desk_of
from workflows.models import WardReport


@pytest.fixture
def report(client, cast, on_day):
    on_day("2026-11-06 09:00")
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    return arrange.consolidated(cast)


def address(report) -> str:
    return reverse("ward_report_send", args=[report.pk])


def test_the_report_leads_to_the_page_where_it_is_chosen(client, report):
    assert "Chọn độ khẩn và trình ký" in client.get(report.get_absolute_url()).content.decode()
    page = client.get(address(report)).content.decode()
    assert all(word in page for word in ("thường", "khẩn", "thượng khẩn", "hỏa tốc"))


def test_what_is_chosen_stands_in_head_trail_and_desk(client, cast, report):
    assert client.post(address(report), {"signatory": cast.approver.pk, "urgency": "2"}).status_code == 302
    sent = reread(report)
    assert (sent.state, sent.urgency) == ("awaiting_approval", 2)
    assert events(sent)[-1].changes["urgency"] == [None, "2"]
    assert "thượng khẩn" in client.get(report.get_absolute_url()).content.decode()
    assert [task.urgency for task in desk_of(cast.approver).to_approve] == [2]


def test_who_chooses_nothing_sends_it_as_not_urgent(client, cast, report):
    assert client.post(address(report), {"signatory": cast.approver.pk}).status_code == 302
    assert reread(report).urgency == 0
    assert "urgency" not in events(reread(report))[-1].changes


def test_a_degree_that_there_is_not_is_refused(client, cast, report):
    answer = client.post(address(report), {"signatory": cast.approver.pk, "urgency": "9"})
    assert (answer.status_code, reread(report).state) == (422, "consolidating")


def test_the_more_urgent_stands_first_whatever_is_due_sooner(cast, report):
    arrange.awaiting(cast, "2026-11")
    later = arrange.awaiting(cast, "2026-12")
    WardReport.objects.filter(pk=later.pk).update(urgency=1)
    assert desk_of(cast.approver).to_approve[0].report == later
