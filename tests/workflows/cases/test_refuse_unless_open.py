"""May this person still do this to the report? One answer, for the action and for the page that asks for it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from tests import factories
from tests.workflows import arrange
from tests.workflows.traces import tells
from units import grants
from workflows.cases import moves
from workflows.signoff.approval import actions as approval

WHEN = "2026-11-04 09:00"
OF_THE_UNIT = {
    "unit_report_write": "CA:drafter",
    "unit_report_workbook": "CA:drafter",
    "unit_report_workbook_file": "CA:drafter",
    "unit_report_to_drafter": "CA:unit_head",
    "unit_report_check": "CA:drafter",
}
UNIT_PAGES = [
    *OF_THE_UNIT,
    *("unit_report_on_behalf", "unit_report_submit_on_behalf", "unit_report_waive"),
    *("unit_report_return", "unit_report_return_consolidated"),
]
WARD_PAGES = [
    *("ward_report_reopen", "ward_report_edit", "ward_report_redraft", "ward_report_send"),
    *("ward_report_issue", "ward_report_receipt"),
]


@pytest.fixture
def get(client):
    def get(page, report, who, *more):
        client.force_login(who)
        return client.get(reverse(page, args=[report.pk, *more]))

    return get


@pytest.mark.parametrize("page", UNIT_PAGES)
def test_each_page_of_a_unit_report_that_has_moved_on_says_who_moved_it(cast, on_day, get, page):
    on_day(WHEN)
    report = factories.submitted(cast)
    answer = get(page, report, cast[OF_THE_UNIT.get(page, "VHXH:coordinator")])
    assert answer.status_code == 409
    assert cast["CA:unit_head"].name in answer.content.decode()


@pytest.mark.parametrize("page", WARD_PAGES)
def test_each_page_of_a_ward_report_that_has_moved_on_says_who_moved_it(cast, on_day, get, page):
    on_day(WHEN)
    with_clerk = page in ("ward_report_issue", "ward_report_receipt")
    report = arrange.issued(cast) if with_clerk else arrange.approved(cast)
    colleague = arrange.newcomer(cast, "clerk-2", cast.units["VP"], "clerk")
    answer = get(page, report, colleague if with_clerk else cast.coordinator)
    assert answer.status_code == 409
    assert (cast.clerk if report.state == "issued" else cast.approver).name in answer.content.decode()


def test_the_head_who_opens_the_check_page_of_what_they_submitted_is_led_to_the_report(cast, get):
    report = factories.submitted(cast)
    answer = get("unit_report_check", report, cast["CA:unit_head"])
    assert (answer.status_code, answer["Location"]) == (302, reverse("unit_report", args=[report.pk]))


@pytest.mark.parametrize("page", UNIT_PAGES)
def test_each_page_of_a_unit_report_is_refused_whom_it_is_not_for(cast, get, page):
    assert get(page, arrange.draft(cast), cast.auditor).status_code == 403


@pytest.mark.parametrize("page", ["unit_report_waive", "unit_report_return"])
def test_a_reason_that_is_missing_opens_the_page_to_nobody_else(cast, client, page):
    client.force_login(cast.auditor)
    report = factories.in_review(cast)
    assert client.post(reverse(page, args=[report.pk]), {"reason": " "}).status_code == 403
    client.force_login(cast.coordinator)
    assert client.post(reverse(page, args=[report.pk]), {"reason": " "}).status_code == 422


@pytest.mark.parametrize("page", WARD_PAGES[:4])
def test_each_page_of_a_ward_report_is_refused_whom_it_is_not_for(cast, get, page):
    assert get(page, arrange.consolidated(cast), cast.clerk).status_code == 403


def test_whoever_had_the_right_reads_who_was_first(cast, on_day):
    on_day(WHEN)
    report = factories.submitted(cast)
    with pytest.raises(NotPossible) as refused:
        moves.refuse_unless_open(report, "save_draft", by=cast["CA:drafter"])
    assert tells(refused, cast["CA:unit_head"], WHEN)


@pytest.mark.parametrize("page", ["ward_report_approve", "ward_report_send_back"])
def test_an_approver_whom_a_colleague_has_forestalled_reads_so(cast, on_day, page):
    on_day(WHEN)
    report = arrange.awaiting(cast)
    action = "approve" if page == "ward_report_approve" else "send_back"
    moves.refuse_unless_open(report, action, by=cast.approver)
    approval.approve(report, by=cast.approver, seen=factories.shown(report))
    with pytest.raises(NotPossible) as refused:
        moves.refuse_unless_open(factories.reread(report), action, by=cast.approver)
    assert tells(refused, cast.approver, WHEN)


def test_a_page_that_knows_its_readers_rights_asks_nothing_more(cast, statements):
    report = arrange.draft(cast)
    with grants.read_once():
        grants.units_where(cast["CA:drafter"], "view_reports")
        with statements() as counted:
            moves.refuse_unless_open(report, "save_draft", by=cast["CA:drafter"])
            with pytest.raises(PermissionDenied):
                moves.refuse_unless_open(report, "waive", by=cast["CA:drafter"])
    assert len(counted) == 0
