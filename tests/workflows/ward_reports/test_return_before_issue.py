"""The clerk sends back what is signed and not issued yet: the signature and a kept number are void."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Document, Incident, Signature
from approvals.register import actions as register
from approvals.trail.querysets import chain_of
from tests import signing as keys
from tests.factories import reread, shown
from tests.workflows.stored_keys import TODAY, signed
from tests.workflows.traces import event_of, mails, newest, undone
from workflows.cases import rules
from workflows.models import WardReport
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing_actions
from workflows.signoff.signing import keys as signing
from workflows.ward_reports import actions as ward_reports

REASON = "Sai tên đơn vị ở mục II"


pytestmark = [pytest.mark.usefixtures("keys_here"), pytest.mark.starts_from(signed, on=TODAY)]


@pytest.fixture
def report(start):
    return start


def send_back(report, by, reason=REASON):
    return issuing.return_before_issue(report, by=by, reason=reason)


def approved_anew(report, cast):
    """The coordinator corrects it and sends it anew, the approver approves it."""
    row = reread(ward_reports.reopen(report, by=cast.coordinator, reason="Sửa tên đơn vị"))
    row = reread(ward_reports.consolidate(row, by=cast.coordinator))
    row = reread(ward_reports.send_for_approval(row, by=cast.coordinator))
    return reread(approval.approve(row, by=cast.approver, seen=shown(row)))


def again(report, cast):
    """It is approved anew, signed and issued."""
    row = approved_anew(report, cast)
    row = reread(signing_actions.sign(row, by=cast.approver, key=keys.stored(image=keys.png())))
    return reread(issuing.issue(row, by=cast.clerk, key=keys.stored(keys.ORGAN, keys.png(400, 400))))


def test_the_clerk_sends_it_back_and_the_signature_is_void(cast, report):
    file = signing.person_signature(report).after
    row = reread(send_back(report, cast.clerk))
    assert (row.state, row.reason) == ("returned", REASON)
    assert signing.person_signature(row) is None
    assert Signature.objects.get().voided_at is not None
    assert newest(row) == event_of(cast.clerk, "return_before_issue", "approved", "returned", REASON)
    event = chain_of("wardreport", row.pk).last()
    assert event.changes == {"signature": [file, None]}


def test_only_whoever_signed_comes_too_late_and_only_while_the_signature_holds(cast, report):
    assert rules.came_too_late(cast.approver, "sign", report)
    assert not rules.came_too_late(cast.clerk, "sign", report)
    assert not rules.came_too_late(cast.approver, "sign", reread(send_back(report, cast.clerk)))


def test_coordinator_and_signer_are_told(cast, report):
    send_back(report, cast.clerk)
    assert mails("returned_before_issue") == [("review_reports", cast.ward.pk)]
    assert mails("signature_voided") == [("approve_reports", cast.ward.pk)]


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "MX:auditor", "MX:admin"])
def test_nobody_else_sends_it_back(cast, report, who):
    with pytest.raises(PermissionDenied):
        send_back(report, cast[who])


def test_a_reason_is_needed(cast, report):
    with pytest.raises(NotPossible):
        send_back(report, cast.clerk, reason=" ")
    assert signing.person_signature(reread(report)) is not None


def test_what_is_issued_is_recalled_and_not_sent_back(cast, report):
    issuing.issue(report, by=cast.clerk, key=keys.stored(keys.ORGAN, keys.png(400, 400)))
    with pytest.raises(NotPossible):
        send_back(report, cast.clerk)


def test_what_is_rolled_back_leaves_the_signature(cast, report):
    with undone():
        send_back(report, cast.clerk)
    assert signing.person_signature(reread(report)) is not None


def test_a_number_that_a_failed_seal_kept_is_voided_with_the_reason(cast, report, settings):
    settings.TSA_URL, settings.SIGNING_TIMEOUT = "http://127.0.0.1:9/", 1
    assert not issuing.try_to_issue(report, by=cast.clerk, key=keys.stored(keys.ORGAN))
    send_back(report, cast.clerk)
    line = Document.objects.get()
    assert (line.state, line.reason, line.number) == ("voided", REASON, 1)
    assert not Incident.objects.filter(state="open").exists()


def test_it_goes_on_to_be_signed_and_issued_with_a_number_of_its_own(cast, report, settings):
    settings.TSA_URL, settings.SIGNING_TIMEOUT = "http://127.0.0.1:9/", 1
    issuing.try_to_issue(report, by=cast.clerk, key=keys.stored(keys.ORGAN))
    settings.TSA_URL = ""
    issued = again(reread(send_back(report, cast.clerk)), cast)
    assert (issued.state, register.document_of(issued).number) == ("issued", 2)
    assert Signature.objects.filter(voided_at=None).count() == 2


def test_the_page_asks_why_and_says_what_it_undoes(cast, report, client):
    client.force_login(cast.clerk)
    address = reverse("ward_report_return_before_issue", args=[report.pk])
    assert address in client.get(reverse("ward_report", args=[report.pk])).content.decode()
    page = client.get(address).content.decode()
    assert "Trả lại để sửa" in page
    assert "chữ ký không còn hiệu lực" in page
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": REASON}).status_code == 302
    assert WardReport.objects.get(pk=report.pk).state == "returned"


def test_a_signature_that_comes_after_the_report_went_back_and_was_approved_anew_is_not_put_on_it(
    cast, report, monkeypatch
):
    """The signer's file is of the first approval; meanwhile the second has another."""
    send_back(report, cast.clerk)
    row = approved_anew(reread(report), cast)
    make = signing.sign

    def slowly(row, by, key):
        signed = make(row, by, key)
        issuing.return_before_issue(row, by=cast.clerk, reason=REASON)
        approved_anew(reread(row), cast)
        return signed

    monkeypatch.setattr(signing, "sign", slowly)
    with pytest.raises(NotPossible):
        signing_actions.sign(row, by=cast.approver, key=keys.stored(image=keys.png()))
    assert signing.person_signature(reread(report)) is None
