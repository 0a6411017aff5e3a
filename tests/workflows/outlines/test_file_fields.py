"""A field of files: attached as evidence is, asked for, locked, consolidated by unit, and named with its hash."""

import json

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import attachments, factories
from tests.factories import reread
from tests.workflows import arrange as others
from tests.workflows.attaching import attach as attached_to
from tests.workflows.excel import downloaded, upload
from tests.workflows.outlines import arrange
from workflows.cases.attached import actions as attached
from workflows.documents.data import figures_csv, figures_json
from workflows.documents.pages.layout import lay_out
from workflows.documents.source import content_of, with_source
from workflows.models import Evidence, FieldFigure, WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.evidence import actions as evidence
from workflows.ward_reports import actions as ward_reports

FILES = {"label": "Biên bản họp", "type": "file", "summing": "list"}


pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def report(cast, client):
    arrange.with_fields(cast, FILES)
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    return factories.fill(factories.unit_report(cast), cast)


def part(report):
    return f"F{arrange.values(report)[0].field.number}"


def attach(cast, report, content=None):
    return attached_to(cast, report, content, part=part(report))


def submitted(cast, report):
    report = reread(report)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    return reread(unit_reports.take(reread(report), by=cast.coordinator))


def consolidated(cast, report):
    report = submitted(cast, report)
    unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    others.waive_others(cast, "CA")
    return reread(ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator))


def content(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def test_it_is_attached_and_the_page_names_it_with_its_hash(client, cast, report):
    piece = attach(cast, report)
    assert arrange.values(report)[0].rows == [["bien-ban.pdf", piece.sha256]]
    words = client.get(reverse("unit_report_write", args=[report.pk])).content.decode()
    assert f"bien-ban.pdf (SHA-256: {piece.sha256})" in words
    assert reverse("entry_evidence", args=[report.pk, part(report)]) in words


def test_the_page_of_the_field_takes_a_file_and_offers_no_link(client, cast, report):
    address = reverse("entry_evidence", args=[report.pk, part(report)])
    assert 'name="link"' not in client.get(address).content.decode()
    assert client.post(address, {"file": attachments.upload()}).status_code == 302
    assert len(arrange.values(report)[0].rows) == 1
    with pytest.raises(NotPossible):
        evidence.attach_link(report, by=cast["CA:drafter"], part=part(report), link="https://a.vn", name="")


def test_while_it_is_blank_a_required_field_asks_for_a_reason(cast, report):
    with pytest.raises(NotPossible, match="Biên bản họp"):
        submitted(cast, report)
    attach(cast, report)
    assert submitted(cast, report).state == "in_review"


def test_a_file_that_is_removed_leaves_the_field_blank_again(cast, report):
    attach(cast, report)
    evidence.remove_evidence(Evidence.objects.get(), by=cast["CA:drafter"])
    assert arrange.values(report)[0].rows == []
    assert reread(report).unanswered == 1


def test_who_opened_the_report_before_does_not_submit_what_was_attached_since(cast, report):
    before = reread(report).version
    attach(cast, report)
    with pytest.raises(NotPossible):
        unit_reports.submit(reread(report), by=cast["CA:unit_head"], seen=before)


def test_a_file_with_malware_leaves_the_field_while_the_unit_writes(cast, report):
    piece = attach(cast, report)
    attached._condemn(piece.sha256, "Eicar")
    assert arrange.values(report)[0].rows == []
    event = TrailEvent.objects.filter(action="drop_evidence").get()
    assert event.changes[f"{part(report)}.sha256"] == [None, piece.sha256]


def test_a_field_takes_so_many_files(cast, report, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_IN_A_FIELD", 1)
    attach(cast, report)
    with pytest.raises(NotPossible, match="1 tệp"):
        attach(cast, report, attachments.pdf("khác"))


def test_after_a_partial_return_of_another_part_it_is_locked(client, cast, report):
    attach(cast, report)
    report = submitted(cast, report)
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Sai", parts={"results": "Viết lại"})
    with pytest.raises(NotPossible):
        evidence.remove_evidence(Evidence.objects.get(), by=cast["CA:drafter"])
    words = client.get(reverse("unit_report_write", args=[report.pk])).content.decode()
    assert reverse("entry_evidence", args=[report.pk, part(report)]) not in words


def test_returned_alone_it_shows_what_changed(cast, report):
    piece = attach(cast, report)
    report = submitted(cast, report)
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Sai", parts={part(report): "Sai tệp"})
    evidence.remove_evidence(Evidence.objects.get(), by=cast["CA:drafter"])
    assert reread(report).was == {f"{part(report)}.rows": [["bien-ban.pdf", piece.sha256]]}


def test_the_document_lists_the_files_by_unit_with_their_hashes(cast, report):
    piece = attach(cast, report)
    made = content(consolidated(cast, report))
    (table,) = lay_out(made).tables
    assert (table.title, table.columns) == ("BIÊN BẢN HỌP", ("STT", "Đơn vị", "Tệp đính kèm", "SHA-256"))
    assert table.rows == (("1", "Công an phường", "bien-ban.pdf", piece.sha256),)
    (section,) = json.loads(figures_json(made))["noi_dung_khac"]
    assert section["bang"][0]["dong"] == [["Công an phường", "bien-ban.pdf", piece.sha256]]
    assert piece.sha256 in figures_csv(made).decode("utf-8-sig")


def test_the_digest_follows_the_hash(cast, report):
    attach(cast, report)
    ward_report = consolidated(cast, report)
    before = ward_reports.digest_of(ward_report)
    FieldFigure.objects.update(told=[["Công an phường", ["bien-ban.pdf", "0" * 64]]])
    assert ward_reports.digest_of(ward_report) != before


def test_the_workbook_leaves_it_alone_and_says_so(client, cast, report):
    attach(cast, report)
    workbook = downloaded(client, reread(report))
    words = [str(cell.value) for row in workbook["Nội dung khác"].iter_rows() for cell in row if cell.value]
    assert any("không đính kèm được trong Excel" in each for each in words)
    answer = upload(client, reread(report), workbook)
    assert (answer.context["changes"], answer.context["faults"]) == ([], [])
