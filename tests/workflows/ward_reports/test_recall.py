"""A document that is recalled takes its report back: the month is still owed, and a new version opens."""

import pytest

from approvals.models import Document, Incident, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest
from workflows.models import WardReport
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

REASON = "Sai số liệu của chỉ tiêu 7"


def received(cast):
    return province.record_receipt(arrange.dispatched(cast), by=cast.clerk, received=True, reference="15/TN", reason="")


TODAY = "2026-11-09 09:00"
FROM = [
    pytest.param("issued", marks=pytest.mark.starts_from(arrange.issued, on=TODAY)),
    pytest.param("dispatched", marks=pytest.mark.starts_from(arrange.dispatched, on=TODAY)),
    pytest.param("received", marks=pytest.mark.starts_from(received, on=TODAY)),
]


@pytest.fixture(scope="module", params=FROM)
def source(request):
    return request.param


@pytest.fixture
def report(start, source, on_day):
    on_day(TODAY)
    return start


def recall(report, by):
    register.recall(register.document_of(report), by=by, reason=REASON)
    outbox.drain()
    return reread(report)


def test_the_report_ends_as_recalled_with_the_reason(cast, report, source):
    recalled = recall(report, cast.clerk)
    assert (recalled.state, recalled.reason) == ("recalled", REASON)
    assert newest(recalled) == event_of(cast.clerk, "record_recall", source, "recalled", REASON)
    assert recalled.process.finished is not None


def test_a_new_version_opens_with_its_words_and_its_units_open_to_review(cast, report):
    recall(report, cast.clerk)
    version = WardReport.objects.get(replaces=report)
    assert (version.state, version.version, version.results) == ("consolidating", 2, report.results)
    assert factories.unit_report(cast).state == "accepted"
    assert mails("recalled") == [("review_reports", cast.ward.pk)]


def test_the_document_of_the_new_version_replaces_the_recalled_one(cast, report):
    recalled = register.document_of(recall(report, cast.clerk))
    version = reread(ward_reports.consolidate(WardReport.objects.get(replaces=report), by=cast.coordinator))
    sent = reread(ward_reports.send_for_approval(version, by=cast.coordinator))
    approved = approval.approve(sent, by=cast.approver, seen=factories.shown(sent))
    issuing.issue(reread(approved), by=cast.clerk)
    assert Document.objects.get(replaces=recalled).subject_id == version.pk


def test_told_twice_it_opens_one_version(cast, report):
    recall(report, cast.clerk)
    message = OutboxMessage.objects.get(topic="recalled")
    issuing.recall_noted(message)
    assert WardReport.objects.filter(replaces=report).count() == 1
    assert OutboxMessage.objects.filter(topic="next_version").count() == 1


def test_the_outcome_of_a_recall_costs_fourteen_statements_at_most(cast, report, statements):
    register.recall(register.document_of(report), by=cast.clerk, reason=REASON)
    with statements() as counted:
        issuing.recall_noted(OutboxMessage.objects.get(topic="recalled"))
    assert len(counted) <= 14, counted.sql


def test_what_the_province_refused_has_its_new_version_already(cast, on_day):
    on_day(TODAY)
    report = arrange.dispatched(cast)
    province.record_receipt(report, by=cast.clerk, received=False, reference="16/TB", reason="Thiếu biểu")
    assert recall(report, cast.clerk).state == "refused"
    assert (WardReport.objects.count(), Incident.objects.count()) == (2, 0)
