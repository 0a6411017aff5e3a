"""Under the bell: what a person was told, read and unread, on every page; and one mail a day where they want it."""

import pytest
from django.core import mail
from django.urls import reverse

from approvals.outbox import queue as outbox
from units.models import Notice
from units.notices import actions as notices

TODAY = "2026-11-06 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def tell(person, *keys: str) -> None:
    told = [
        notices.notice(person, key, scope=1, text=f"Việc {key} đến hạn", path="/reports/", mail=True) for key in keys
    ]
    notices.put_all(told)


def bell(client, address: str = "/reports/") -> str:
    page = client.get(address).content.decode()
    return page.split('class="icon-button bell"')[1].split("</a>")[0]


def test_the_bell_counts_what_is_not_read_on_every_page(client, cast):
    tell(cast.coordinator, "1", "2")
    tell(cast.clerk, "3")
    client.force_login(cast.coordinator)
    assert ">2<" in bell(client, "/")
    assert "2 thông báo bạn chưa đọc" in bell(client)


def test_the_bell_counts_nothing_where_all_is_read(client, cast):
    client.force_login(cast.coordinator)
    assert "bell-count" not in bell(client)


def test_the_count_costs_no_statement(client, cast, statements):
    client.force_login(cast.coordinator)
    client.get("/reports/")
    with statements() as before:
        client.get("/reports/")
    tell(cast.coordinator, *map(str, range(30)))
    with statements() as after:
        client.get("/reports/")
    assert len(after) == len(before)
    assert not [sql for sql in after.sql if sql.startswith('SELECT COUNT(*) AS "__count" FROM "units_notice"')]


def test_opening_a_notice_leads_to_what_it_is_about_and_it_is_read(client, cast):
    tell(cast.coordinator, "1", "2")
    client.force_login(cast.coordinator)
    notice = Notice.objects.get(key="1")
    assert client.post(reverse("notice_open", args=[notice.pk]))["Location"] == "/reports/"
    assert ">1<" in bell(client)


def test_nobody_opens_anothers(client, cast):
    tell(cast.coordinator, "1")
    client.force_login(cast.clerk)
    assert client.post(reverse("notice_open", args=[Notice.objects.get().pk])).status_code == 404
    assert Notice.objects.get().read_at is None


def test_all_that_stood_on_the_page_is_read_at_once_and_nothing_later(client, cast, on_day):
    tell(cast.coordinator, "1", "2")
    client.force_login(cast.coordinator)
    shown = client.get(reverse("notices")).content.decode()
    until = shown.split('name="until" value="')[1].split('"')[0]
    on_day("2026-11-06 10:00")
    tell(cast.coordinator, "3")
    client.post(reverse("notices_read"), {"until": until})
    assert list(Notice.objects.filter(read_at=None).values_list("key", flat=True)) == ["3"]


def test_who_wants_one_mail_a_day_gets_one_in_the_morning(client, cast, on_day):
    client.force_login(cast.coordinator)
    client.post(reverse("notices_by_mail"), {"one_a_day": "1"})
    person = type(cast.coordinator).objects.get(pk=cast.coordinator.pk)
    tell(person, "1", "2", "3")
    notices.read(Notice.objects.get(key="3"))
    for moment in ("2026-11-07 06:59", "2026-11-07 07:00", "2026-11-07 07:01", "2026-11-07 15:00"):
        on_day(moment)
        notices.mail_the_day()
        outbox.drain()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([person.email], "2 thông báo ngày 07/11/2026")
    assert "Việc 1 đến hạn" in sent.body
    assert "Việc 3" not in sent.body


def test_what_comes_after_the_days_mail_waits_for_the_next(cast, on_day):
    person = notices.choose_mails(cast.coordinator, one_a_day=True)
    for day, key in (("06", "1"), ("07", "2")):
        on_day(f"2026-11-{day} 09:00")
        tell(person, key)
        notices.mail_the_day()
        outbox.drain()
        notices.mail_the_day()
    tell(person, "3")
    assert notices.mail_the_day() == 0
    assert len(mail.outbox) == 2
    on_day("2026-11-08 07:30")
    assert notices.mail_the_day() == 1


@pytest.mark.parametrize("until", ["", "xyz", "2026-13-45T09:00", "9999-12-31T23:59:59-07:00", "2026-11-06T09:00"])
def test_a_moment_that_is_none_is_no_fault(client, cast, until):
    tell(cast.coordinator, "1")
    client.force_login(cast.coordinator)
    assert client.post(reverse("notices_read"), {"until": until}).status_code == 302
