"""A document for signing is saved while its author types; who else writes it is told."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories import reread
from tests.workflows.traces import events
from workflows.submissions import actions as submissions
from workflows.submissions.co_drafting import actions as co_drafting

from . import arrange

TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(arrange.draft, on=TODAY)


@pytest.fixture(autouse=True)
def november(on_day):
    cache.clear()
    on_day(TODAY)


@pytest.fixture
def case(start):
    return start


def named(cast, case):
    """A colleague of another unit who is to write it too."""
    co_drafting.name_co_drafters(case, by=cast["CA:drafter"], people=[cast["VHXH:drafter"]])
    return cast["VHXH:drafter"]


@pytest.fixture
def send(client, cast, case):
    def sent(person="CA:drafter", **fields):
        client.force_login(cast[person])
        return client.post(reverse("submission_autosave", args=[case.pk]), {"seen": case.edits} | fields)

    return sent


def test_a_field_is_saved_and_the_others_stay(case, send):
    answer = send(body="Nội dung khác").json()
    assert (answer["state"], answer["version"], answer["saved"]) == ("saved", case.edits + 1, ["body"])
    assert answer["words"] == "Đã lưu 09:00"
    saved = reread(case)
    assert (saved.body, saved.abstract, saved.amount) == ("Nội dung khác", case.abstract, case.amount)
    assert "edit" in {event.action for event in events(saved)}


def test_what_stands_already_writes_nothing(case, send):
    before = len(events(case))
    assert send(body=case.body).json()["version"] == case.edits
    assert len(events(reread(case))) == before


def test_a_faulty_field_is_told_and_the_rest_is_saved(case, send):
    answer = send(abstract="", bases="Căn cứ Luật An ninh mạng").json()
    assert answer["saved"] == ["bases"]
    assert "abstract" in answer["errors"]
    assert reread(case).abstract == case.abstract


def test_what_another_saved_since_is_a_conflict(cast, case, send):
    submissions.edit(case, by=named(cast, case), seen=case.edits, body="Của đồng nghiệp")
    answer = send(body="Của người soạn")
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert reread(case).body == "Của đồng nghiệp"


def test_nobody_becomes_an_author_by_a_slip_of_the_keyboard(cast, case, send, client):
    colleague = named(cast, case)
    answer = send("VHXH:drafter", body="Lỡ tay")
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert reread(case).body == case.body
    page = reverse("submission_edit", args=[case.pk])
    assert "data-autosave" not in client.get(page).text
    submissions.edit(case, by=colleague, seen=case.edits, body="Đã bấm Lưu")
    assert "data-autosave" in client.get(page).text


def test_the_page_gives_each_field_what_it_was(cast, case, client):
    client.force_login(cast["CA:drafter"])
    page = client.get(reverse("submission_edit", args=[case.pk])).text
    assert 'name="initial-body"' in page
    assert 'name="initial-seen"' not in page
    assert reverse("submission_autosave", args=[case.pk]) in page


def test_a_stranger_saves_nothing(case, send):
    assert send("VP:drafter", body="Không phải của tôi").status_code == 404


def test_what_waits_for_a_signature_is_not_saved(cast, case, send):
    submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert send(body="Muộn").status_code == 409


def test_who_else_has_it_open_is_told(cast, case, client):
    named(cast, case)
    for person in ("CA:drafter", "VHXH:drafter"):
        client.force_login(cast[person])
        told = client.post(reverse("submission_writers", args=[case.pk])).json()["others"]
    assert str(cast["CA:drafter"]) in told
