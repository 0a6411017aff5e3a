"""A month between two installations on this machine, each a process of its own: the ward's is the one of the tests."""

import pytest

from approvals.channels import actions as channels
from approvals.channels import delivery
from approvals.channels.seam import NotTaken
from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Channel, Dispatch, OutboxMessage, Recipient
from approvals.receiving import keys, sending
from approvals.verification.checks import of_trail
from tests.dispatching import hand_over
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from workflows.models import ReportingPeriod, WardReport
from workflows.periods import superior
from workflows.signoff.approval import actions as approval
from workflows.signoff.dispatching.actions import follow_dispatch
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports.deliveries.figures import NAME
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

TODAY, OWN = "2026-11-08 09:00", "H60.99"
pytestmark = [pytest.mark.twice, pytest.mark.starts_from(arrange.issued, on=TODAY)]


@pytest.fixture
def paired(cast, start, other, on_day) -> Channel:
    """The ward's channel to the province, by a code that was handed over."""
    on_day(TODAY)
    name = start.period.plan.province_recipient
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=name, leads=True)
    told = other.asked("invite", organ_id=OWN)
    return sending.pair_with(row, by=cast.admin, url=other.url, code=told["code"], organ=OWN)


def newest() -> Dispatch:
    return Dispatch.objects.order_by("-pk")[0]


def heard(cast) -> WardReport:
    """The ward asks what came back, and its case follows. Returns the newest version of its report."""
    delivery.ask_channels()
    delivery.ask(OutboxMessage.objects.get(topic="answers"))
    OutboxMessage.objects.filter(topic="answers").update(done_at=now())
    for message in OutboxMessage.objects.filter(topic="followed"):
        follow_dispatch(message)
    return WardReport.objects.with_names().order_by("-version")[0]


def issued_anew(cast, report: WardReport) -> WardReport:
    """The version that replaces a refused one, brought to its number."""
    arrange.open_next_version(report)
    row = ward_reports.consolidate(reread(report.replaced_by), by=cast.coordinator)
    row = reread(ward_reports.send_for_approval(reread(row), by=cast.coordinator))
    row = reread(approval.approve(row, by=cast.approver, seen=shown(row)))
    return reread(issuing.issue(row, by=cast.clerk))


def test_a_month_goes_there_is_refused_replaced_and_received(cast, start, other, paired):
    report = reread(province.dispatch(reread(start), by=cast.clerk))
    other.kill()
    with pytest.raises(NotTaken):
        hand_over(newest())
    other.start()
    first = hand_over(newest(), number=2)
    Dispatch.objects.filter(pk=first.pk).update(sent_at=None)  # as where the ward died before it noted that
    OutboxMessage.objects.filter(topic="followed").delete()
    assert hand_over(newest(), number=3).standing == "sent"
    (came,) = other.asked("arrivals")
    assert (came["code"], came["period"], came["identity"]) == ("01/BC-BCĐ", "tháng 10 năm 2026", str(first.identity))
    assert came["verdict"]
    other.kill()
    other.start()
    other.asked("answer", pk=came["pk"], reason="Thiếu biểu số 2")
    assert (heard(cast).state, newest().answer_reason) == ("refused", "Thiếu biểu số 2")
    province.dispatch(issued_anew(cast, reread(report)), by=cast.clerk)
    hand_over(newest())
    second = other.asked("arrivals")[1]
    assert second["replaces"] == came["pk"]
    other.asked("answer", pk=second["pk"], reference="Số đến 512")
    assert (heard(cast).state, newest().answer_reference) == ("received", "Số đến 512")
    assert len(other.asked("arrivals")) == 2


def test_each_side_shows_the_fingerprint_of_the_other(other, paired):
    (there,) = other.asked("senders")
    assert there["peer"] == keys.fingerprint(paired.address["certificate"])
    assert keys.fingerprint(paired.address["peer"]) != there["peer"]


def test_a_code_works_once_and_for_the_organ_that_it_was_given_to(cast, other, paired):
    told = other.asked("invite", organ_id="H60.77")
    with pytest.raises(NotPossible) as refused:
        sending.pair_with(paired.recipient, by=cast.admin, url=other.url, code=told["code"], organ=OWN)
    assert "H60.77" in refused.value.message
    sending.pair_with(paired.recipient, by=cast.admin, url=other.url, code=told["code"], organ="H60.77")
    with pytest.raises(NotPossible):
        sending.pair_with(paired.recipient, by=cast.admin, url=other.url, code=told["code"], organ="H60.77")


def test_a_message_by_another_key_is_refused(cast, start, other, paired):
    stranger = keys.made(OWN)
    token = delivery.ways.way_of(paired, "", "").secrets["token"]
    values = {"url": other.url, "organ": OWN, "certificate": stranger.certificate, "peer": paired.address["peer"]}
    channels.change_channel(paired, by=cast.admin, values=values | {"signing_secret": stranger.key, "token": token})
    province.dispatch(reread(start), by=cast.clerk)
    with pytest.raises(NotTaken):
        hand_over(newest())
    assert other.asked("arrivals") == []


def test_the_figures_that_are_shared_travel_with_the_document(cast, start, other, paired):
    Recipient.objects.update(shares=Recipient.Shares.MAKINGS)
    province.dispatch(reread(start), by=cast.clerk)
    hand_over(newest())
    (came,) = other.asked("arrivals")
    assert [file["name"] for file in came["files"]][1:] == [NAME, of_trail.NAME]


def test_what_the_province_asks_for_opens_at_the_ward_once(cast, start, other, paired):
    other.asked("ask", title="Rà soát hạ tầng số", due_at="2026-11-20T00:00:00+07:00")
    delivery.ask_channels()
    delivery.ask(OutboxMessage.objects.get(topic="answers"))
    superior.open_asked(OutboxMessage.objects.get(topic="asked"))
    period = ReportingPeriod.objects.get(ward=cast.ward, title="Rà soát hạ tầng số")
    assert (period.brief, period.ward_due_at) == ("Báo cáo hiện trạng", instant("2026-11-20 00:00"))
    assert other.asked("requested") == [True]
    OutboxMessage.objects.filter(topic="answers").update(done_at=now())
    delivery.ask_channels()
    delivery.ask(OutboxMessage.objects.get(topic="answers"))
    assert OutboxMessage.objects.filter(topic="asked").count() == 1


def asked_since() -> None:
    """The ward fetches what its superior has to say, and works it off."""
    OutboxMessage.objects.filter(topic="answers").update(done_at=now())
    delivery.ask_channels()
    delivery.ask(OutboxMessage.objects.get(topic="answers"))
    for message in OutboxMessage.objects.filter(topic="asked", done_at=None).order_by("pk"):
        superior.open_asked(message)
        OutboxMessage.objects.filter(pk=message.pk).update(done_at=now())


def told_to_the_office(cast) -> list[str]:
    sent = OutboxMessage.objects.filter(topic="mail", scope=cast.ward.pk, payload__event__startswith="superior_")
    return [row.payload["reason"] for row in sent.order_by("pk")]


def test_a_request_that_the_ward_has_is_moved_and_withdrawn_there(cast, start, other, paired):
    other.asked("ask", title="Rà soát hạ tầng số", due_at="2026-11-20T00:00:00+07:00")
    asked_since()
    other.asked("change", reason="Thêm thời gian", due_at="2026-11-25T00:00:00+07:00")
    asked_since()
    assert told_to_the_office(cast)[0].startswith("Cấp trên đổi hạn, chậm nhất ngày 24/11/2026: Thêm thời gian.")
    other.asked("change", reason="Nhầm")
    asked_since()
    asked_since()
    assert told_to_the_office(cast)[1].startswith("Cấp trên đã rút yêu cầu này: Nhầm.")
    assert (len(told_to_the_office(cast)), other.asked("requested")) == (2, [True])


def test_what_is_withdrawn_before_the_ward_opened_it_is_not_opened(cast, start, other, paired):
    other.asked("ask", title="Rà soát", due_at="2026-11-20T00:00:00+07:00")
    delivery.ask_channels()
    delivery.ask(OutboxMessage.objects.get(topic="answers"))
    other.asked("change", reason="Nhầm")
    asked_since()
    assert not ReportingPeriod.objects.filter(ward=cast.ward, title="Rà soát").exists()


def test_who_is_not_the_superior_asks_for_nothing(cast, start, other, paired):
    other.asked("ask", title="Rà soát", due_at="2026-11-20T00:00:00+07:00")
    delivery.ask_channels()
    Recipient.objects.update(leads=False)
    delivery.ask(OutboxMessage.objects.get(topic="answers"))
    assert not OutboxMessage.objects.filter(topic="asked").exists()
    assert OutboxMessage.objects.get(topic="answer").parked
