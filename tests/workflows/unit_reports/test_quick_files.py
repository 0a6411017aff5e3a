"""A photograph or a voice note with the answer to a quick form, and the form that comes back on paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from approvals.files import scanning
from approvals.files import store as files
from tests.approvals.files.test_cleaned import photograph
from tests.factories import reread, submitted
from tests.workflows import arrange
from tests.workflows.traces import events
from tests.workflows.unit_reports.test_quick_forms import ANSWERED, ask, figure_of, link, signed_in, typed
from workflows.models import Evidence, QuickAnswer, QuickFile
from workflows.unit_reports.quick import paper


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def report(cast):
    return arrange.draft(cast, "TDP")


def part_of(report) -> str:
    return str(figure_of(report).indicator.number)


def sent(report, content: bytes, name="anh.jpg", **changes):
    file = {f"file-{part_of(report)}": SimpleUploadedFile(name, content)}
    return typed(report) | file | changes


def take(cast, report):
    page = signed_in(cast["VHXH:coordinator"])
    address = reverse("quick_answer_take", args=[report.pk, QuickAnswer.objects.get().pk])
    return page.post(address, {"seen": reread(report).version})


def test_a_photograph_becomes_evidence_when_the_answer_is_taken_in_without_its_place(cast, report):
    answer = Client().post(link(ask(cast, report)), sent(report, photograph().getvalue()))
    assert answer.status_code == 200
    kept = QuickFile.objects.get()
    content = files.content(files.stored_path(kept.sha256), kept.sha256)
    assert (kept.part, kept.kind, b"Nokia" in content) == (part_of(report), "jpg", False)
    assert not Evidence.objects.exists()
    shown = signed_in(cast["VHXH:coordinator"]).get(reverse("quick_file", args=[report.pk, kept.pk]))
    assert b"".join(shown.streaming_content) == content
    assert take(cast, report).status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.part, evidence.sha256, evidence.by) == (kept.part, kept.sha256, cast.coordinator)
    assert [event.action for event in events(reread(report))][-3:] == [
        "save_on_behalf",
        "attach_evidence",
        "take_quick_answer",
    ]


def test_the_same_sent_again_is_kept_once(cast, report):
    form = ask(cast, report)
    for _time in range(2):
        Client().post(link(form), sent(report, photograph().getvalue()))
    assert QuickFile.objects.count() == 1


def test_a_photograph_alone_is_an_answer(cast, report):
    blank = sent(report, photograph().getvalue()) | {f"i{figure_of(report).pk}_value": "", "results": ""}
    assert Client().post(link(ask(cast, report)), blank).status_code == 200
    assert QuickFile.objects.exists()


def test_what_is_neither_picture_nor_recording_is_refused_and_what_was_typed_stays(cast, report):
    page = Client().post(link(ask(cast, report)), sent(report, b"%PDF-1.4 %%EOF", name="anh.jpg"))
    assert page.status_code == 422
    assert "Đã lắp wifi" in page.text
    assert not QuickAnswer.objects.exists()


def test_malware_is_refused_and_the_answer_stays(cast, report, monkeypatch):
    monkeypatch.setattr(scanning, "is_set", lambda: True)
    monkeypatch.setattr(scanning, "scan", lambda file: "Eicar")
    page = Client().post(link(ask(cast, report)), sent(report, photograph().getvalue()))
    assert "Eicar" in page.text
    assert QuickAnswer.objects.count() == 1
    assert not QuickFile.objects.exists()


def test_a_file_of_an_answer_is_read_by_whoever_writes_the_report_alone(cast, report):
    Client().post(link(ask(cast, report)), sent(report, photograph().getvalue()))
    address = reverse("quick_file", args=[report.pk, QuickFile.objects.get().pk])
    assert signed_in(cast["CA:drafter"]).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_code_on_the_paper_leads_to_where_it_is_typed_in_and_taken_like_an_answer(cast, report):
    form = ask(cast, report)
    page = signed_in(cast["VHXH:coordinator"])
    code = paper.code_of(form)
    assert code in page.get(reverse("quick_form", args=[report.pk, form.pk])).text
    found = page.get(reverse("quick_form_by_code"), {"paper": code.lower().replace("-", " ")})
    assert found.status_code == 302
    assert page.post(found["Location"], typed(report)).status_code == 302
    assert events(reread(report))[-1].action == "type_quick_form"
    assert take(cast, report).status_code == 302
    assert figure_of(report).value == 61
    assert figure_of(report).informant.startswith(ANSWERED["name"])


def test_a_mistyped_code_and_that_of_another_units_form_find_nothing(cast, report):
    code = paper.code_of(ask(cast, report, who="TDP:drafter"))
    for who, asked in (("TDP:drafter", code[:-1]), ("TDP:drafter", f"PN-9{code[3:]}"), ("CA:drafter", code)):
        answer = signed_in(cast[who]).get(reverse("quick_form_by_code"), {"paper": asked})
        assert answer.status_code == 422
        assert "so từng chữ" in answer.text


def test_paper_that_comes_after_the_report_was_submitted_is_not_typed_in(cast, report):
    form = ask(cast, report)
    submitted(cast, "TDP")
    address = reverse("quick_form_type", args=[report.pk, form.pk])
    late = signed_in(cast["VHXH:coordinator"]).post(address, typed(report))
    assert late.status_code == 409
    assert not QuickAnswer.objects.exists()
