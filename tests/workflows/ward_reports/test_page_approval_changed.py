"""What changed since the signer looked: beside the pages, and where they decide on what is no longer there."""

import shutil

import pytest
from django.urls import reverse

from approvals.files import store as files
from approvals.models import Decision, Sighting
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.reading import address, awaiting, look, printed, seen, sent_anew
from workflows.pure.period_words import period_words
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(awaiting, on=TODAY)
WORDS = "Do mưa lũ kéo dài."


@pytest.fixture(autouse=True)
def early_november(quick_printer, on_day, settings):
    settings.DEMO = True
    on_day(TODAY)


@pytest.fixture
def report(start, cast, client):
    client.force_login(cast.approver)
    return start


def beside(client, report):
    return client.get(address(report)).context["compared"]


def new_words(differences):
    return {run.text for part in differences.prose for words in part.paragraphs for run in words if run.kind == "new"}


def test_at_the_first_look_there_is_nothing_to_compare(client, report):
    assert beside(client, report).since_look is None
    look(client, report)
    assert beside(client, report).since_look is None


def test_whoever_is_asked_and_sees_a_page_has_seen_this_rendering(client, cast, report):
    look(client, report)
    sighting = Sighting.objects.get()
    assert (sighting.person, sighting.sha256, sighting.scope) == (cast.approver, seen(report), cast.ward.pk)


def test_reading_the_pdf_is_looking_too(client, report):
    client.get(reverse("ward_report_pdf", args=[report.pk]))
    assert Sighting.objects.get().sha256 == seen(report)


def test_others_look_without_a_note(client, cast, report):
    client.force_login(cast.coordinator)
    look(client, report)
    assert not Sighting.objects.exists()


def test_what_changed_since_the_last_look_stands_beside_the_pages(client, cast, report):
    look(client, report)
    printed(sent_anew(report, cast, difficulties=WORDS))
    assert new_words(beside(client, report).since_look) == {WORDS}
    page = client.get(address(report)).content.decode()
    assert "<ins>" in page
    assert WORDS in page


def test_what_changed_stays_there_after_it_was_looked_at(client, cast, report):
    look(client, report)
    printed(sent_anew(report, cast, difficulties=WORDS))
    look(client, report)
    assert new_words(beside(client, report).since_look) == {WORDS}


def test_the_last_period_is_compared_with_this_one(client, cast, report):
    before = printed(arrange.awaiting(cast, "2026-09"))
    compared = beside(client, report)
    assert compared.before == period_words(before.period.code)
    assert compared.since_before.form


def test_without_a_period_before_nothing_is_compared(client, report):
    compared = beside(client, report)
    assert (compared.before, compared.since_before) == ("", None)


def test_a_pdf_whose_content_was_not_kept_is_compared_with_nothing(client, cast, report, settings, tmp_path):
    settings.DOCUMENTS_DIR = shutil.copytree(settings.DOCUMENTS_DIR, tmp_path / "documents")
    look(client, report)
    files.content_path(seen(report)).unlink()
    printed(sent_anew(report, cast, difficulties=WORDS))
    compared = beside(client, report)
    assert compared.content is not None
    assert compared.since_look is None


def test_red_indicators_are_those_of_the_document(client, report):
    answer = client.get(address(report))
    rows = answer.context["compared"].content["indicators"]
    red = [row["name"] for row in rows if row["rating"] == "red"]
    (told,) = (matter for matter in answer.context["matters"] if "mức đỏ" in matter.title)
    assert red
    assert [fact.words.startswith(name) for fact, name in zip(told.facts, red, strict=True)] == [True] * len(red)


@pytest.mark.parametrize("name", ["ward_report_approve", "ward_report_send_back"])
def test_deciding_on_what_is_no_longer_there_shows_what_changed(client, cast, report, name):
    was = seen(report)
    printed(sent_anew(report, cast, difficulties=WORDS))
    response = client.post(address(report, name), {"seen": was, "reason": "Bổ sung nguyên nhân"})
    assert response.status_code == 409
    assert new_words(response.context["differences"]) == {WORDS}
    assert reread(report).state == "awaiting_approval"
    assert not Decision.objects.filter(subject_kind="wardreport").exists()


@pytest.mark.parametrize("name", ["ward_report_approve", "ward_report_send_back"])
def test_before_it_asks_the_page_says_that_the_report_has_changed(client, cast, report, name):
    was = seen(report)
    printed(sent_anew(report, cast, difficulties=WORDS))
    assert client.get(address(report, name), {"seen": was}).status_code == 409


def test_the_reason_that_was_typed_is_kept(client, cast, report):
    was = seen(report)
    printed(sent_anew(report, cast, difficulties=WORDS))
    typed = {"seen": was, "reason": "Bổ sung nguyên nhân"}
    response = client.post(address(report, "ward_report_send_back"), typed)
    assert "readonly>Bổ sung nguyên nhân</textarea>" in response.content.decode()


def test_the_reason_is_kept_where_the_report_has_been_taken_back(client, cast, report):
    was = seen(report)
    ward_reports.reopen(reread(report), by=cast.coordinator, reason="Sửa số liệu")
    typed = {"seen": was, "reason": "Bổ sung nguyên nhân"}
    response = client.post(address(report, "ward_report_send_back"), typed)
    assert response.status_code == 409
    assert "readonly>Bổ sung nguyên nhân</textarea>" in response.content.decode()


def test_while_the_new_pages_are_made_nothing_is_decided(client, cast, report):
    was = seen(report)
    sent_anew(report, cast)
    response = client.post(address(report, "ward_report_approve"), {"seen": was})
    assert (response.status_code, response.context["being_made"]) == (409, True)


def test_only_this_reports_own_renderings_are_compared(client, cast, report):
    other = printed(arrange.awaiting(cast, "2026-09"))
    response = client.post(address(report, "ward_report_approve"), {"seen": seen(other)})
    assert (response.status_code, response.context["differences"]) == (409, None)


def test_a_picture_of_a_rendering_that_is_gone_is_not_another_ones(client, cast, report):
    was = seen(report)
    printed(sent_anew(report, cast, difficulties=WORDS))
    assert client.get(reverse("ward_report_page", args=[report.pk, 1]), {"v": was}).status_code == 404


def test_the_page_of_what_changed_takes_few_queries(client, cast, report, django_assert_max_num_queries):
    was = seen(report)
    printed(sent_anew(report, cast, difficulties=WORDS))
    with django_assert_max_num_queries(11):  # one of them asks for the right, before anything is said of the state
        client.post(address(report, "ward_report_approve"), {"seen": was})
