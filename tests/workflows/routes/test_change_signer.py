"""Another signs, and what was approved and said so far stands."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import events
from units.models import Authority, Office
from workflows.cases import mails
from workflows.routes import actions as routes
from workflows.routes.underway import opinions
from workflows.signoff.approval import actions as approval
from workflows.signoff.sending import actions as sending
from workflows.ward_reports import actions as ward_reports

WHY = "Người ký đi công tác"


@pytest.fixture
def head(cast, on_day):
    """The board's head, who could sign too."""
    on_day("2026-11-06 09:00")
    person = arrange.newcomer(cast, "head", cast.units["BCĐ"], Office.APPROVER)
    return arrange.entitle(person, authority=Authority.HEAD, title="Trưởng Ban Chỉ đạo", post="Chủ tịch UBND phường")


@pytest.fixture
def report(cast, head):
    """Asked of one unit, whose head has answered; then the deputy is to sign."""
    shape = {"verb": "opinion", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 24, "beside": False}
    routes.add_step(cast.monthly.route, by=cast.admin, title="Ý kiến", unit=cast.units["CA"], **shape)
    sent = ward_reports.send_for_approval(arrange.consolidated(cast), by=cast.coordinator, signatory=cast.approver)
    opinions.opine(reread(sent), by=cast["CA:unit_head"], seen=shown(sent), verdict="agree", text="")
    return reread(sent)


def test_the_new_signer_alone_signs_the_new_document(cast, report, head):
    before = shown(report)
    changed = reread(sending.change_signer(report, by=cast.coordinator, signatory=head, reason=WHY))
    assert changed.content != report.content
    assert OutboxMessage.objects.filter(topic="render").latest("pk").payload["content"] == changed.content
    with pytest.raises(PermissionDenied):
        approval.approve(changed, by=cast.approver, seen=shown(changed))
    with pytest.raises(NotPossible, match="thay đổi"):
        approval.approve(changed, by=head, seen=before)
    assert approval.approve(changed, by=head, seen=shown(changed)).state == "approved"


@pytest.mark.starts_from.with_args(arrange.awaiting)
def test_where_nobody_else_can_sign_the_page_says_what_to_do(client, cast, start):
    client.force_login(cast.coordinator)
    response = client.get(reverse("ward_report_change_signer", args=[start.pk]), follow=True)
    assert "Không có ai khác ký được" in response.content.decode()


def test_what_was_said_before_stands(cast, report, head):
    changed = reread(sending.change_signer(report, by=cast.coordinator, signatory=head, reason=WHY))
    opinion, last = changed.way
    assert opinion.decided_at
    assert not last.decided_at
    assert [given.decision.verdict for given in opinions.opinions_of(changed)] == ["agree"]


def test_the_new_signer_is_told_and_the_trail_has_both(cast, report, head):
    changed = reread(sending.change_signer(report, by=cast.coordinator, signatory=head, reason=WHY))
    asked = OutboxMessage.objects.filter(topic="mail", payload__event="awaiting").latest("pk")
    assert set(mails.recipients(asked.payload)) == {head}
    event = events(changed)[-1]
    assert (event.action, event.reason) == ("change_signer", WHY)
    assert event.changes["signer"] == [
        "KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO, Vũ Xuân Quỳnh",
        f"TRƯỞNG BAN CHỈ ĐẠO, {head.printed_name}",
    ]


def test_it_is_possible_while_nobody_has_signed(cast, report, head):
    approved = approval.approve(report, by=cast.approver, seen=shown(report))
    with pytest.raises(NotPossible):
        sending.change_signer(reread(approved), by=cast.coordinator, signatory=head, reason=WHY)


@pytest.mark.parametrize("who", ["BCĐ:approver", "CA:drafter", "MX:admin"])
def test_the_coordinator_alone_changes_it(cast, report, head, who):
    with pytest.raises(PermissionDenied):
        sending.change_signer(report, by=cast[who], signatory=head, reason=WHY)


@pytest.mark.parametrize("who", ["BCĐ:approver", "VHXH:coordinator", "CA:unit_head"])
def test_nobody_signs_who_could_not(cast, report, who):
    with pytest.raises(NotPossible):
        sending.change_signer(report, by=cast.coordinator, signatory=cast[who], reason=WHY)
    assert reread(report).signatory == cast.approver


def test_the_page_offers_the_others_and_asks_why(cast, client, report, head):
    client.force_login(cast.coordinator)
    address = reverse("ward_report_change_signer", args=[report.pk])
    page = client.get(address).content.decode()
    assert head.printed_name in page
    assert cast.approver.printed_name not in page
    assert client.post(address, {"signatory": head.pk, "reason": ""}).status_code == 422
    assert client.post(address, {"signatory": head.pk, "reason": WHY}).status_code == 302
    assert reread(report).signatory == head
