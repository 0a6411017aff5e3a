"""Kênh gửi: the administrator sets recipients and channels up and tries them; secrets never come back."""

import pytest
from django.urls import reverse

from approvals.channels import actions as channels
from approvals.channels import delivery, secrets
from approvals.models import Channel, OutboxMessage, Recipient, TrailEvent

NAME = "Sở Khoa học và Công nghệ"
SECRET = "mat-khau-rat-dai"
SFTP = {"host": "127.0.0.1", "port": "1", "user": "phuong", "password": SECRET, "directory": "."}


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return cast.admin


@pytest.fixture
def recipient(cast) -> Recipient:
    return channels.add_recipient(cast.ward.pk, by=cast.admin, name=NAME)


def added(client, recipient, kind, **values) -> Channel:
    address = reverse("channel_new", args=[recipient.pk])
    response = client.post(f"{address}?kind={kind}", values)
    assert response.status_code == 302, response.content.decode()
    return recipient.channels.latest("pk")


def test_a_recipient_and_its_channels_are_set_up_in_order(client, cast, admin):
    response = client.post(reverse("recipient_new", args=[cast.ward.pk]), {"name": NAME, "organ_id": "H60.05"})
    row = Recipient.objects.get()
    assert response["Location"] == reverse("channel_new", args=[row.pk])
    assert "Trục liên thông văn bản" in client.get(response["Location"]).content.decode()
    first, second = added(client, row, "mail", to="vt@skhcn.vn"), added(client, row, "by_hand", how="Qua bưu điện")
    client.post(reverse("channel_prefer", args=[second.pk]))
    assert list(row.channels.values_list("pk", flat=True)) == [second.pk, first.pk]
    page = client.get(reverse("channels")).content.decode()
    assert page.index("Chuyển tay") < page.index("vt@skhcn.vn")
    actions = [event.action for event in TrailEvent.objects.filter(subject_kind="recipient").order_by("seq")]
    assert actions == ["add_recipient", "add_channel", "add_channel", "prefer_channel"]


def test_a_secret_is_encrypted_and_never_shown_again(client, admin, recipient):
    row = added(client, recipient, "sftp", **SFTP)
    assert SECRET.encode() not in bytes(row.sealed)
    pages = [reverse("channels"), reverse("channel", args=[row.pk])]
    assert not any(SECRET in client.get(page).content.decode() for page in pages)
    assert SECRET not in str(list(TrailEvent.objects.values("changes")))
    client.post(pages[1], SFTP | {"password": "", "user": "khac"})
    row.refresh_from_db()
    assert (row.address["user"], secrets.opened(row.sealed)) == ("khac", {"password": SECRET})
    client.post(reverse("channel_end", args=[row.pk]))
    row.refresh_from_db()
    assert (bytes(row.sealed), bool(row.ended_at)) == (b"", True)
    assert [event.changes for event in TrailEvent.objects.filter(action__in=["change_channel", "end_channel"])] == [
        {"channel": [None, "SFTP: 127.0.0.1, 1, khac, ."]}
    ] * 2


def test_a_recipient_is_changed_and_the_trail_tells_what(client, cast, admin, recipient):
    client.post(reverse("recipient", args=[recipient.pk]), {"name": NAME, "organ_id": "H60.05", "leads": "on"})
    event = TrailEvent.objects.get(action="change_recipient")
    assert (event.actor, event.changes) == (
        cast.admin,
        {"organ_id": ["", "H60.05"], "leads": [False, True], "where": ["", "province"]},
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"organ_id": "G09.01"}, "Ngoài tỉnh"),
        ({"organ_id": "000.00.15.H60"}, "Trong tỉnh"),
        ({"organ_id": "G09.01", "where": "ward"}, "Trong phường (xã, đặc khu)"),
        ({"organ_id": ""}, ""),
    ],
)
def test_where_a_recipient_is_follows_from_its_identifier_or_is_said(client, cast, admin, recipient, typed, shown):
    channels.add_recipient(cast.ward.pk, by=admin, name="UBND tỉnh", organ_id="H60", leads=True)
    client.post(reverse("recipient", args=[recipient.pk]), {"name": NAME, **typed})
    recipient.refresh_from_db()
    assert recipient.get_where_display() == shown
    assert f"· {shown}</p>" in client.get(reverse("channels")).content.decode() or not shown


def test_what_came_of_a_try_stands_on_the_page(client, admin, recipient):
    row = added(client, recipient, "sftp", **SFTP)
    client.post(reverse("channel_try", args=[row.pk]))
    delivery.attempt(OutboxMessage.objects.get(topic="try_channel"))
    page = client.get(reverse("channels")).content.decode()
    assert "Gửi thử không được" in page
    assert "Không có máy chủ SFTP trả lời tại 127.0.0.1" in page


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("sftp", {"port": "70000"}),
        ("sftp", {"host": "a b"}),
        ("sftp", {"directory": "a/../../etc"}),
        ("folder", {"directory": "/etc"}),
        ("mail", {"to": "không phải thư"}),
        ("vxp", {"url": "ftp://a", "organ": "H60", "token": "a"}),
        ("vxp", {"url": "https://a", "organ": "h60", "token": "a"}),
    ],
)
def test_what_cannot_be_an_address_is_told_at_its_field(client, admin, recipient, kind, wrong):
    values = (SFTP if kind == "sftp" else {}) | wrong
    response = client.post(f"{reverse('channel_new', args=[recipient.pk])}?kind={kind}", values)
    assert response.status_code == 422
    assert not Channel.objects.exists()


def test_a_name_that_is_set_up_already_is_refused_and_what_was_typed_stays(client, cast, admin, recipient):
    response = client.post(reverse("recipient_new", args=[cast.ward.pk]), {"name": f"- {NAME.upper()};"})
    assert response.status_code == 409
    assert NAME.upper() in response.content.decode()


@pytest.mark.parametrize("who", ["VP:clerk", "VHXH:coordinator", "MX:auditor"])
def test_nobody_but_the_administrator_keeps_channels(client, cast, recipient, who):
    row = channels.add_channel(recipient, "mail", by=cast.admin, values={"to": "a@b.vn"})
    client.force_login(cast[who])
    assert client.get(reverse("channels")).status_code == 403
    for name, pk in (("recipient_new", cast.ward.pk), ("recipient", recipient.pk), ("channel", row.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    assert client.post(reverse("channel_end", args=[row.pk])).status_code == 404


def test_the_page_takes_few_statements_however_many_recipients(client, cast, admin, django_assert_max_num_queries):
    for number in range(12):
        row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=f"Nơi {number}")
        channels.add_channel(row, "mail", by=cast.admin, values={"to": "a@b.vn"})
    with django_assert_max_num_queries(10):
        assert client.get(reverse("channels")).status_code == 200
