import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Document, NumberSeries, TrailEvent
from approvals.register import actions as register
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import event_of, newest, tells, undone
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing_actions
from workflows.ward_reports import actions as ward_reports

TOLD = {"abstract": "Kết quả tháng 10", "period": "2026-10", "signer": "Phó Trưởng Ban"}


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-08 09:00")
    return arrange.approved(cast)


def test_clerk_numbers_and_issues_the_report(cast, report):
    issued = issuing_actions.issue(report, by=cast.clerk)
    document = Document.objects.get(subject_kind="wardreport", subject_id=report.pk)
    assert (issued.state, document.code, document.issued_by) == ("issued", "01/BC-BCĐ", cast.clerk)
    assert (document.issued_on.isoformat(), document.period, document.replaces) == (
        "2026-11-08",
        "tháng 10 năm 2026",
        None,
    )
    assert document.abstract.endswith("tháng 10 năm 2026")


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "CA:unit_head", "MX:admin"])
def test_nobody_else_issues_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        issuing_actions.issue(report, by=cast[who])
    assert not Document.objects.exists()


def test_what_is_not_approved_is_not_issued(cast, on_day):
    on_day("2026-11-08 09:00")
    with pytest.raises(NotPossible) as refused:
        issuing_actions.issue(arrange.awaiting(cast), by=cast.clerk)
    assert tells(refused, cast.coordinator, "2026-11-08 09:00")


def test_issuing_twice_tells_who_was_first_and_takes_one_number(cast, report):
    issuing_actions.issue(report, by=cast.clerk)
    with pytest.raises(NotPossible) as refused:
        issuing_actions.issue(report, by=cast.clerk)
    assert tells(refused, cast.clerk, "2026-11-08 09:00")
    assert NumberSeries.objects.get().last == 1


def test_issuing_stands_in_the_trail(cast, report):
    assert newest(issuing_actions.issue(report, by=cast.clerk)) == event_of(cast.clerk, "issue", "approved", "issued")


def test_a_number_that_was_rolled_back_is_given_again(cast, report):
    with undone():
        issuing_actions.issue(report, by=cast.clerk)
    issuing_actions.issue(report, by=cast.clerk)
    assert Document.objects.get().number == 1


def issuing(counted) -> list[str]:
    """The statements of the transaction that issues: from its lock on the report to its end."""
    reads = [place for place, sql in enumerate(counted.sql) if sql.startswith("SELECT") and '"trail_seq"' in sql]
    report = max(place for place in reads if 'FROM "workflows_wardreport"' in counted.sql[place])
    return counted.sql[report:-1]


def test_issuing_costs_fourteen_statements_at_most(cast, report, statements):
    with statements() as counted:
        issuing_actions.issue(report, by=cast.clerk)
    assert len(issuing(counted)) <= 14, counted.sql
    assert len(counted) <= 28, counted.sql


def test_issuing_a_version_that_replaces_another_costs_fourteen_at_most(cast, statements):
    version = arrange.replaced(cast)
    refused = version.replaces
    version = ward_reports.consolidate(version, by=cast.coordinator)
    version = ward_reports.send_for_approval(version, by=cast.coordinator)
    version = reread(approval.approve(version, by=cast.approver, seen=shown(version)))
    with statements() as counted:
        issuing_actions.issue(version, by=cast.clerk)
    assert Document.objects.get(subject_id=version.pk).replaces.subject_id == refused.pk
    assert len(issuing(counted)) <= 14, counted.sql


def test_a_number_of_the_wards_own_system_is_taken_and_those_of_the_register_go_on_behind_it(cast, report):
    line = Document.objects.get(subject_id=issuing_actions.issue(report, by=cast.clerk, number=27).pk)
    assert (line.code, line.state) == ("27/BC-BCĐ", "issued")
    assert TrailEvent.objects.get(action="reserve").changes == {"own_number": [None, 27]}
    assert register.next_number(cast.ward.pk, line.symbol, line.year) == 28


def test_a_number_that_is_in_the_register_is_refused_at_its_form_and_the_kept_one_stays(client, cast, report):
    kept = register.reserve(report, by=cast.clerk, scope=cast.ward.pk, symbol=report.symbol, **TOLD)
    register.reserve(cast.ward, by=cast.clerk, scope=cast.ward.pk, symbol=report.symbol, number=27, **TOLD)
    client.force_login(cast.clerk)
    answer = client.post(reverse("ward_report_issue", args=[report.pk]), {"number": "27"})
    assert (answer.status_code, "27/BC-BCĐ" in answer.content.decode()) == (409, True)
    assert register.document_of(report) == kept
    assert client.post(reverse("ward_report_issue", args=[report.pk]), {"number": "5"}).status_code == 302
    assert register.document_of(report).code == "05/BC-BCĐ"
    kept.refresh_from_db()
    assert kept.state == "voided"
