"""An issued document goes to whom it addresses, with its attached files, and says how it stands."""

import pytest
from django.urls import reverse

from approvals.channels import actions as channels
from approvals.files import store as files
from approvals.models import Channel, Dispatch, OutboxMessage
from approvals.outbox import queue as outbox
from tests import attachments
from tests.factories import reread, shown
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.submissions import actions as submissions
from workflows.submissions.attachments import actions as attaching

from . import arrange

pytestmark = pytest.mark.usefixtures("kept", "empty_folders")
TO = "Ủy ban nhân dân tỉnh Tuyên Quang"


@pytest.fixture(autouse=True)
def november(on_day, settings, tmp_path):
    on_day("2026-11-06 09:00")
    settings.OUTGOING_DIR = tmp_path / "outgoing"


def issued(cast, attach=True, **written):
    case = arrange.draft(cast, **written)
    if attach:
        attaching.attach(reread(case), by=cast["CA:drafter"], file=attachments.upload(None, "dự toán.pdf"))
    case = submissions.send_for_approval(reread(case), by=cast["CA:unit_head"])
    case = approval.approve(reread(case), by=cast.approver, seen=shown(reread(case)))
    return reread(issuing.issue(reread(case), by=cast.clerk))


def set_up(cast, name, kind=Channel.Kind.FOLDER, **values):
    recipient = channels.add_recipient(cast.ward.pk, by=cast.admin, name=name)
    return channels.add_channel(recipient, kind, by=cast.admin, values=values)


def worked_off() -> None:
    for message in OutboxMessage.objects.filter(topic__in=["dispatch", "followed"], done_at=None).order_by("topic"):
        outbox.work(message)
    for message in OutboxMessage.objects.filter(topic="followed", done_at=None):
        outbox.work(message)


def test_its_attached_files_go_with_it(cast, settings):
    case = submissions.send_out(issued(cast), by=cast.clerk)
    worked_off()
    (kept,) = settings.OUTGOING_DIR.glob("*/01-dự toán.pdf")
    assert files.digest(kept.open("rb")) == case.attached[0].sha256


def test_whoever_is_addressed_twice_or_gets_a_copy_too_gets_it_once(cast):
    set_up(cast, "Công an tỉnh")
    doubled = f"{TO}\n- ủy ban nhân dân tỉnh  Tuyên Quang;\nCông an tỉnh"
    submissions.send_out(issued(cast, False, addressed_to=doubled, recipients="Công an tỉnh\nLưu: VT"), by=cast.clerk)
    assert sorted(Dispatch.objects.values_list("recipient", flat=True)) == ["Công an tỉnh", TO]


def test_of_those_who_get_a_copy_whoever_has_a_channel_gets_it(cast):
    set_up(cast, "Công an tỉnh")
    submissions.send_out(issued(cast, False, recipients="- Công an tỉnh;\n- Đảng ủy phường;"), by=cast.clerk)
    assert list(Dispatch.objects.order_by("pk").values_list("recipient", "leads")) == [
        (TO, True), ("Công an tỉnh", False)
    ]  # fmt: skip


def test_the_page_that_asks_names_number_recipients_channels_and_files(client, cast):
    set_up(cast, TO, Channel.Kind.MAIL, to="vanthu@tuyenquang.vn")
    case = issued(cast)
    client.force_login(cast.clerk)
    page = client.get(reverse("submission_send_out", args=[case.pk])).content.decode()
    assert all(word in page for word in ("01/TTr", TO, "Thư điện tử", "dự toán.pdf"))
    assert not Dispatch.objects.exists()


def test_it_counts_as_sent_once_its_channel_says_so(client, cast):
    case = issued(cast)
    client.force_login(cast.clerk)
    page = client.post(reverse("submission_send_out", args=[case.pk]), follow=True).content.decode()
    assert "Chờ gửi" in page
    assert reread(case).get_state_display() == "Chờ gửi"
    worked_off()
    assert reread(case).get_state_display() == "Đã gửi"
