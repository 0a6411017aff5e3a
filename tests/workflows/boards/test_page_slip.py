"""Phiếu trình of a case, and the working time of steps and states."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import reread, shown
from tests.workflows import arrange
from workflows.boards.passages import measures_of, stays_of
from workflows.cases.moves import events_of
from workflows.cases.times import calendar_days
from workflows.signoff.approval import actions as approval
from workflows.ward_reports import actions as ward_reports


def page(client, person, name, *args):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(reverse(name, args=args))


def decided(cast, on_day):
    """Sent on a Friday at 16:00 and approved on the Monday after at 08:30: two working hours."""
    on_day("2026-11-06 16:00")
    report = arrange.awaiting(cast)
    on_day("2026-11-09 08:30")
    return approval.approve(report, by=cast.approver, seen=shown(report))


def test_the_slip_says_who_decided_under_which_authority_and_the_working_time(client, cast, on_day):
    report = decided(cast, on_day)
    html = page(client, cast.coordinator, "case_slip", "wardreport", report.pk).content.decode()
    assert str(cast.approver) in html
    assert "KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO" in html
    assert "2 giờ 0 phút" in html
    assert "06/11/2026 16:00" in html


def test_every_type_of_case_has_one_linked_from_its_page(client, cast):
    report = factories.accepted(cast)
    address = reverse("case_slip", args=["unitreport", report.pk])
    assert address in page(client, cast["CA:drafter"], "unit_report", report.pk).content.decode()
    assert "Đã tiếp nhận" in page(client, cast["CA:drafter"], "case_slip", "unitreport", report.pk).content.decode()


def test_what_was_decided_before_it_was_sent_anew_stays_on_it(client, cast, on_day):
    on_day("2026-11-06 16:00")
    report = arrange.awaiting(cast)
    approval.send_back(report, by=cast.approver, seen=shown(report), reason="Thiếu biểu số 2")
    ward_reports.reopen(reread(report), by=cast.coordinator, reason="Bổ sung")
    assert "Thiếu biểu số 2" in page(client, cast.coordinator, "case_slip", "wardreport", report.pk).content.decode()


@pytest.mark.parametrize("kind", ["wardreport", "nothing"])
def test_what_one_may_not_see_is_not_found(client, cast, kind):
    report = arrange.awaiting(cast)
    assert page(client, cast["CA:drafter"], "case_slip", kind, report.pk).status_code == 404


def test_stays_follow_the_trail_without_gap(cast, on_day):
    report = decided(cast, on_day)
    stays = stays_of(reread(report), events_of(report), calendar_days.hours_of(cast.ward))
    ends = [stay.passage.until for stay in stays]
    assert [stay.passage.since for stay in stays[1:]] == ends[:-1]
    assert [stay.state for stay in stays][-2:] == ["Trình ký", "Đã ký duyệt"]
    assert stays[-2].passage.worked == timedelta(hours=2)


def test_time_per_step_tells_median_and_longest_of_the_last_year(client, cast, on_day):
    report = decided(cast, on_day)
    found = {(row.is_step, row.name): row for row in measures_of(cast.ward, cast.coordinator)}
    step = found[True, "Phó Trưởng Ban"]
    assert (step.count, step.middle, step.longest) == (1, timedelta(hours=2), timedelta(hours=2))
    assert step.url == report.get_absolute_url()
    assert found[False, "Trình ký"].middle == timedelta(hours=2)
    assert "2 giờ 0 phút" in page(client, cast.coordinator, "case_times").content.decode()
    on_day("2027-11-20 09:00")
    assert measures_of(cast.ward, cast.coordinator) == []


def test_time_per_step_is_for_those_who_read_the_trail_of_the_ward(client, cast):
    assert page(client, cast["CA:drafter"], "case_times").status_code == 403


def test_slip_and_times_need_few_statements(client, cast, on_day, django_assert_max_num_queries):
    report = decided(cast, on_day)
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    for address in (reverse("case_slip", args=["wardreport", report.pk]), reverse("case_times")):
        with django_assert_max_num_queries(13):
            assert client.get(address).status_code == 200
