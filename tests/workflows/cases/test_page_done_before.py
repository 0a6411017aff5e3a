"""Whoever clicks again what they did themselves reads their success; after another, who was first."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from approvals.models import TrailEvent
from approvals.pages.once import FIELD
from approvals.register import actions as register
from tests import factories
from tests.workflows import arrange, items
from workflows.unit_reports import actions as unit_reports


def receipt(cast):
    report = arrange.dispatched(cast)
    typed = {"answer": "received", "reference": "123/SKHCN", "reason": ""}
    return "VP:clerk", reverse("ward_report_receipt", args=[report.pk]), typed, reverse("ward_report", args=[report.pk])


def submitting(cast):
    report = arrange.draft(cast)
    page = reverse("unit_report", args=[report.pk])
    return "CA:unit_head", reverse("unit_report_submit", args=[report.pk]), {"seen": report.version}, page


def accepting(cast):
    report = factories.in_review(cast)
    page = reverse("unit_report", args=[report.pk])
    return "VHXH:coordinator", reverse("unit_report_accept", args=[report.pk]), {"seen": report.version}, page


def returning(cast):
    report = factories.in_review(cast)
    page = reverse("unit_report", args=[report.pk])
    return "VHXH:coordinator", reverse("unit_report_return", args=[report.pk]), {"reason": "Thiếu số liệu"}, page


def dispatching(cast):
    report = arrange.issued(cast)
    return "VP:clerk", reverse("ward_report_dispatch", args=[report.pk]), {}, reverse("ward_report", args=[report.pk])


def answering(cast):
    item = items.raised(cast)
    page = reverse("difficulty", args=[item.pk])
    return "BCĐ:approver", reverse("difficulty_answer", args=[item.pk]), {"text": "Đã giao VP mua."}, page


def recalling(cast):
    line = register.document_of(arrange.issued(cast))
    page = reverse("document", args=[line.pk])
    return "VP:clerk", reverse("document_recall", args=[line.pk]), {"reason": "Sai số liệu"}, page


def once_in(client, address):
    """What makes the form of the page answer once; nothing where a button alone is pressed."""
    found = re.search(rf'name="{FIELD}" value="([^"]+)"', client.get(address).content.decode())
    return {FIELD: found.group(1)} if found else {}


OWN = [receipt, submitting, accepting, returning, dispatching, answering, recalling]


@pytest.mark.parametrize("arranged", OWN)
def test_a_second_click_of_ones_own_reads_success_and_writes_nothing(cast, client, arranged):
    who, address, typed, page = arranged(cast)
    client.force_login(cast[who])
    typed = typed | once_in(client, address)
    assert client.post(address, typed).status_code == 302
    before = TrailEvent.objects.count()
    second = client.post(address, typed)
    assert (second.status_code, second["Location"], TrailEvent.objects.count()) == (302, page, before)
    assert [str(message) for message in get_messages(second.wsgi_request)]


@pytest.mark.parametrize("arranged", [receipt, returning, answering, recalling])
def test_other_words_of_ones_own_that_come_too_late_are_not_lost(cast, client, arranged):
    who, address, typed, _page = arranged(cast)
    client.force_login(cast[who])
    client.post(address, typed)
    late = client.post(address, typed | {"reason": "Lời khác", "text": "Lời khác", "reference": "Lời khác"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Bạn đã thực hiện việc này" in page
    assert "Lời khác" in page
    assert "Hiện chưa thực hiện được" not in page
    assert "Chưa có gì thay đổi" not in page


@pytest.mark.parametrize("arranged", [receipt, returning, answering, recalling])
def test_the_same_words_under_another_token_read_success(cast, client, arranged):
    who, address, typed, page = arranged(cast)
    client.force_login(cast[who])
    client.post(address, typed | once_in(client, address))
    before = TrailEvent.objects.count()
    second = client.post(address, typed | {FIELD: "another-token"})
    assert (second.status_code, second["Location"], TrailEvent.objects.count()) == (302, page, before)
    assert any("Bạn đã thực hiện việc này" in str(message) for message in get_messages(second.wsgi_request))


def test_the_same_words_of_a_colleague_are_no_success_of_ones_own(cast, client):
    _who, address, typed, _page = returning(cast)
    colleague = arrange.newcomer(cast, "coordinator-2", cast.units["VHXH"], "coordinator")
    client.force_login(colleague)
    client.post(address, typed | {FIELD: "a-token"})
    client.force_login(cast["VHXH:coordinator"])
    assert client.post(address, typed | {FIELD: "a-token"}).status_code == 409


def test_whoever_comes_after_another_reads_who_was_first(cast, client):
    report = factories.in_review(cast)
    colleague = arrange.newcomer(cast, "coordinator-2", cast.units["VHXH"], "coordinator")
    unit_reports.accept(report, by=colleague, seen=report.version)
    client.force_login(cast["VHXH:coordinator"])
    refused = client.post(reverse("unit_report_accept", args=[report.pk]), {"seen": report.version})
    assert refused.status_code == 409
    assert colleague.name in refused.content.decode()


def test_what_moved_on_since_is_not_told_as_ones_own_success(cast, client):
    report = factories.submitted(cast)
    client.force_login(cast["CA:unit_head"])
    unit_reports.take(report, by=cast["VHXH:coordinator"])
    address = reverse("unit_report_submit", args=[report.pk])
    assert client.post(address, {"seen": report.version}).status_code == 409
