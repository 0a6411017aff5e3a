"""The PDF as a file for the archive: PDF/A-3a by an independent checker, with its figures attached."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from tests.workflows.documents_sample import assignment_groups, long_ward_report, printed, ward_report
from workflows.documents.data import figures_csv, figures_json
from workflows.documents.pdf import render
from workflows.documents.pdf.render import render_pdf

MISREAD = "PDFA3A-STREAM-LENGTH-001"  # it takes the last byte of a stream, where that is a \\r, for a line end
UNCLAIMED = {"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"}  # we do not claim PDF/UA, we only keep its rules


def odd_ward_report():
    """One row a table, letters that the font lacks, a note of several lines, a row that breaks between pages."""
    content, (group, *_) = ward_report(), assignment_groups(1)
    indicator = replace(content.indicators[0], note="Đạt 👍\nxong")
    assignment = replace(group.rows[0], progress="Dài. " * 700)
    return replace(content, indicators=(indicator,), assignments=(replace(group, rows=(assignment,)),))


@pytest.fixture(
    params=[ward_report(), ward_report(number=5, issued_on=date(2026, 2, 5)), odd_ward_report(), long_ward_report()],
    ids=["draft", "issued", "odd", "long"],
    scope="module",
)
def pdf(request):
    return printed(request.param).pdf


def streams_of_another_length(pdf):
    """Where /Length is not the number of bytes between `stream` and the line end before `endstream`."""
    begins = re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\r?\n", pdf)
    ends = [each.end() + int(each.group(1)) for each in begins]
    return [end for end in ends if not pdf.startswith((b"\nendstream", b"\r\nendstream"), end)]


def test_it_conforms_to_pdf_a_3a(pdf):
    report = page.validate_pdf_bytes(pdf, profile="3a")
    assert [(each.rule_id, each.message) for each in report.failures if each.rule_id != MISREAD] == []
    assert report.rules.total > 150
    assert streams_of_another_length(pdf) == []


def test_it_keeps_the_rules_of_pdf_ua(pdf):
    assert {failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile="ua1").failures} <= UNCLAIMED


def test_the_checker_finds_what_is_left_undone(monkeypatch):
    monkeypatch.setattr(render, "_finish", lambda document, pdf, **_given: None)
    report = page.validate_pdf_bytes(render_pdf(ward_report()).pdf, profile="3a")
    assert {failure.rule_id for failure in report.failures} - {MISREAD} == {"PDFA3A-METADATA-FILTER-001"}


def test_the_figures_are_attached_as_its_data():
    content = ward_report()
    root = PdfReader(BytesIO(printed(content).pdf)).trailer["/Root"]
    files = [file.get_object() for file in root["/AF"]]
    assert [(file["/UF"], file["/AFRelationship"]) for file in files] == [
        ("so-lieu.csv", "/Data"),
        ("so-lieu.json", "/Data"),
    ]
    assert [file["/EF"]["/F"].get_object()["/Subtype"] for file in files] == ["/text/csv", "/application/json"]
    assert [file["/EF"]["/F"].get_data() for file in files] == [figures_csv(content), figures_json(content)]


def test_attachments_are_dated_as_the_document_and_not_by_the_clock():
    reader = PdfReader(BytesIO(printed(ward_report()).pdf))
    for file in reader.trailer["/Root"]["/AF"]:
        assert file.get_object()["/EF"]["/F"]["/Params"]["/CreationDate"] == "D:20261109023000Z"


def test_it_holds_no_script_and_no_lock():
    reader = PdfReader(BytesIO(printed(ward_report()).pdf))
    assert not reader.is_encrypted
    assert {"/OpenAction", "/AA"}.isdisjoint(reader.trailer["/Root"])
    assert "/JavaScript" not in reader.trailer["/Root"]["/Names"]
