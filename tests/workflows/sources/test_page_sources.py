"""The page of the systems that send figures, and the way to it."""

import pytest
from django.urls import reverse

from tests.workflows import arrange

pytestmark = [pytest.mark.starts_from(arrange.draft, on="2026-11-28 09:00")]


def shown(client, person, name="own_sources"):
    client.force_login(person, backend="units.backends.GrantBackend")
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


def test_ones_own_page_leads_whoever_writes_reports_there(client, cast):
    link = f'href="{reverse("own_sources")}"'
    assert link in shown(client, cast["CA:drafter"], "own_page")
    assert link not in shown(client, cast.auditor, "own_page")


def test_a_drafter_reads_no_path_of_the_server(client, cast, source, settings):
    page = shown(client, cast["CA:drafter"])
    assert str(settings.FIGURES_DIR) not in page
    assert "thư mục do quản trị viên cho biết" in page


@pytest.mark.parametrize("mailbox", ["", "imaps://x@mail.example"])
def test_senders_are_asked_for_only_where_a_mailbox_is_read(client, cast, settings, mailbox):
    settings.FIGURES_MAILBOX = mailbox
    assert ('name="senders"' in shown(client, cast["CA:drafter"])) == bool(mailbox)
