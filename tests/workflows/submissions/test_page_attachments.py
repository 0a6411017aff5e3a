"""The pages of a document's files: attach, read, download, remove; and what is said of state secrets."""

import re

import pytest
from django.urls import reverse

from approvals.files import store as files
from approvals.models import Incident, OutboxMessage
from tests import attachments
from tests.factories import reread, shown
from tests.workflows.cases.test_page_once import FIELD, TOKEN, said
from workflows import tasks
from workflows.documents import handlers
from workflows.models import Attachment, Submission
from workflows.routes.underway import opinions
from workflows.submissions import actions as submissions
from workflows.submissions.attachments import actions

from . import arrange

pytestmark = pytest.mark.usefixtures("kept")

SECRETS = "Không đưa bí mật nhà nước vào hệ thống này"


@pytest.fixture
def case(client, cast):
    client.force_login(cast["CA:drafter"])
    return arrange.draft(cast)


def page_of(case, name="submission", **others):
    return reverse(name, kwargs={"pk": case.pk, **others})


def attach(cast, case, content=None, name="du-toan.pdf"):
    return actions.attach(reread(case), by=cast["CA:drafter"], file=attachments.upload(content, name))


def post(client, case, content=None, name="du-toan.pdf", **typed):
    upload = {} if content == b"" else {"file": attachments.upload(content, name)}
    return client.post(page_of(case, "submission_attachments"), upload | typed)


def removal(row):
    return reverse("submission_attachment_remove", args=[row.report_id, row.pk])


def sent(cast, case):
    """Its pages lie before the head of the office for an opinion, then before the approver."""
    arrange.ask_for_opinions(cast, "VP")
    submissions.send_for_approval(reread(case), by=cast["CA:unit_head"])
    handlers.render(OutboxMessage.objects.get(topic="render"))
    return reread(case)


def test_a_file_is_attached_without_a_script(client, case):
    page = client.get(page_of(case, "submission_attachments")).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert SECRETS in page
    answer = post(client, case)
    assert (answer.status_code, answer["Location"]) == (302, page_of(case) + "#attachments")
    row = Attachment.objects.get()
    shown = client.get(page_of(case)).content.decode()
    assert row.sha256 in shown
    assert reverse("attachment_file", args=[row.pk]) in shown


def test_a_second_click_attaches_nothing_more(client, case):
    first, second = post(client, case), post(client, case)
    assert (second.status_code, second["Location"], set(said(second))) == (302, first["Location"], set(said(first)))
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [(b"", 422, "Hãy chọn một tệp."), (b"<html></html>", 409, "Đây không phải tệp PDF")],
)
def test_what_is_refused_is_told_on_the_form(client, case, content, status, words):
    answer = post(client, case, content)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_file_too_large_is_refused_on_its_way(client, case, settings):
    settings.LARGEST_FILE = 100_000
    answer = post(client, case, attachments.pdf() + b" " * 200_000)
    assert answer.status_code == 422
    (told,) = answer.context["form"].errors["file"]
    assert "lớn hơn" in told


def test_infected_files_are_named_plainly(client, case, settings):
    with attachments.scanner() as settings.SCANNER_URL:
        page = post(client, case, attachments.infected()).content.decode()
    assert "Tệp có mã độc (Eicar-Test-Signature)" in page


def test_another_site_cannot_post(client, case):
    client.handler.enforce_csrf_checks = True
    assert post(client, case).status_code == 403
    client.get(page_of(case, "submission_attachments"))
    token = client.cookies["csrftoken"].value
    assert post(client, case, csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.parametrize("who", ["CA:unit_head", "VP:unit_head", "BCĐ:approver", "MX:auditor"])
def test_whoever_sees_the_document_reads_its_files(client, cast, case, who):
    row = attach(cast, case)
    sent(cast, case)
    client.force_login(cast[who])
    answer = client.get(reverse("attachment_file", args=[row.pk]))
    assert b"".join(answer.streaming_content) == attachments.pdf()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("who", ["VP:drafter", "BCĐ:approver"])
def test_a_drafts_files_are_its_units_alone(client, cast, case, who):
    row = attach(cast, case)
    client.force_login(cast[who])
    assert client.get(reverse("attachment_file", args=[row.pk])).status_code == 404
    assert client.get(removal(row)).status_code == 404
    assert post(client, case).status_code == 404


def test_approver_and_adviser_find_each_file_beside_the_pages(client, cast, case):
    row = attach(cast, case)
    case = sent(cast, case)
    client.force_login(cast["VP:unit_head"])
    page = client.get(page_of(case, "submission_opinion")).content.decode()
    assert reverse("attachment_file", args=[row.pk]) in page
    opinions.opine(case, by=cast["VP:unit_head"], seen=shown(case), verdict="agree", text="")
    client.force_login(cast.approver)
    page = client.get(page_of(case, "submission_approval")).content.decode()
    assert reverse("attachment_file", args=[row.pk]) in page
    assert row.sha256 in page
    assert page_of(case, "submission_attachments") not in page


def test_while_it_is_with_others_nothing_is_attached_or_removed(client, cast, case):
    row = attach(cast, case)
    sent(cast, case)
    assert page_of(case, "submission_attachments") not in client.get(page_of(case)).content.decode()
    assert client.get(page_of(case, "submission_attachments")).status_code == 409
    assert post(client, case).status_code == 409
    assert (client.get(removal(row)).status_code, client.post(removal(row)).status_code) == (409, 409)


def test_removing_asks_first_and_answers_once(client, cast, case):
    row = attach(cast, case)
    page = client.get(removal(row))
    assert "du-toan.pdf" in page.content.decode()
    typed = {FIELD: TOKEN.search(page.content.decode()).group(1)}
    first, second = client.post(removal(row), typed), client.post(removal(row), typed)
    assert first["Location"] == second["Location"] == page_of(case) + "#attachments"
    assert not Attachment.objects.exists()


def test_a_file_of_another_document_is_not_found_below_this_one(client, cast, case):
    row = attach(cast, arrange.draft(cast))
    assert client.get(removal(row).replace(str(row.report_id), str(case.pk), 1)).status_code == 404


def test_what_waits_for_the_scanner_is_handed_to_nobody(client, cast, case, settings):
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    row = attach(cast, case)
    address = reverse("attachment_file", args=[row.pk])
    assert client.get(address).status_code == 409
    page = client.get(page_of(case)).content.decode()
    assert "đang chờ quét mã độc" in page
    assert f'href="{address}"' not in page


def test_what_held_malware_is_said_and_handed_to_nobody(client, cast, case, settings):
    row = attach(cast, case, attachments.infected())
    with attachments.scanner() as settings.SCANNER_URL:
        tasks.scan_kept()
    assert client.get(reverse("attachment_file", args=[row.pk])).status_code == 409
    assert "có mã độc, đã xóa" in client.get(page_of(case)).content.decode()


def test_a_file_that_was_changed_on_the_disk_becomes_an_incident(client, cast, case):
    row = attach(cast, case)
    files.stored_path(row.sha256).write_bytes(b"other")
    assert client.get(reverse("attachment_file", args=[row.pk])).status_code == 409
    assert Incident.objects.get().what == row.name


def test_nothing_is_drafted_before_it_is_said_that_it_holds_no_secrets(client, cast, case):
    address = reverse("submission_new")
    page = client.get(address).content.decode()
    assert SECRETS in page
    assert re.search(r'<input type="checkbox" name="no_secrets"[^>]*required', page)
    typed = arrange.WRITTEN | {"document_kind": arrange.kind(cast).pk, "unit": cast.units["CA"].pk}
    refused = client.post(address, typed)
    assert (refused.status_code, Submission.objects.count()) == (422, 1)
    assert "Hãy đánh dấu rằng văn bản không chứa bí mật nhà nước" in refused.content.decode()
    assert client.post(address, typed | {"no_secrets": "on"}).status_code == 302
    assert Submission.objects.count() == 2
