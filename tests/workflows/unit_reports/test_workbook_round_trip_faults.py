"""What is wrong with a filled workbook is named by its cell; what is no workbook of the report is refused."""

import zipfile
from io import BytesIO

import pytest

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.excel import cell_of, confirm, content_of, downloaded, send, upload
from tests.workflows.writing import entry_of
from units.models import Aggregation
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries

TODAY = "2026-11-03 09:00"
pytestmark = pytest.mark.starts_from(arrange.draft, on=TODAY)


@pytest.fixture
def report(start, client, cast, on_day) -> UnitReport:
    on_day(TODAY)
    client.force_login(cast["CA:drafter"])
    return start


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    file = BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return file.getvalue()


def refused(answer) -> str:
    """The sentence with which the file is refused as a whole."""
    assert answer.status_code == 422
    assert "changes" not in answer.context
    return " ".join(fault.message for fault in answer.context["faults"])


@pytest.mark.parametrize(
    ("value", "words"),
    [("nhiều", "không phải là số"), (-3, "không được nhỏ hơn 0"), ("=1/0", "công thức"), (1.23456, "quá nhiều chữ số")],
)
def test_a_cell_at_fault_is_named_by_its_place(client, report, value, words):
    entry = entry_of(report, Aggregation.SUM)
    workbook = downloaded(client, report)
    cell = cell_of(workbook, f"i{entry.pk}_value")
    cell.value = value
    answer = upload(client, report, workbook)
    (fault,) = answer.context["faults"]
    assert (fault.sheet, fault.row, fault.column) == ("Chỉ tiêu", cell.row, cell.column_letter)
    assert words in fault.message.casefold()
    assert answer.status_code == 422
    assert reread(report).version == report.version


def test_the_parts_of_a_ratio_come_together(client, report):
    entry = entry_of(report, Aggregation.RATIO)
    workbook = downloaded(client, report)
    cell = cell_of(workbook, f"i{entry.pk}_denominator")
    cell.value = None
    (fault,) = upload(client, report, workbook).context["faults"]
    assert (fault.row, fault.column) == (cell.row, cell.column_letter)


def test_a_progress_that_is_not_known_names_those_that_are(client, report):
    task = report.assignment_entries.first()
    workbook = downloaded(client, report)
    cell_of(workbook, f"a{task.pk}_status").value = "gần xong"
    (fault,) = upload(client, report, workbook).context["faults"]
    assert (fault.sheet, "“Hoàn thành”" in fault.message) == ("Nhiệm vụ", True)


def test_what_holds_is_shown_beside_the_faults_and_cannot_be_confirmed(client, report):
    entry = entry_of(report, Aggregation.SUM)
    workbook = downloaded(client, report)
    cell_of(workbook, f"i{entry.pk}_value").value = "nhiều"
    cell_of(workbook, "results").value = "Bản mới"
    answer = upload(client, report, workbook)
    assert [change.name for _cell, change in answer.context["changes"]] == ["results"]
    assert 'id="confirm"' not in answer.content.decode()


def test_what_others_saved_meanwhile_is_shown_beside_as_on_the_page(client, cast, report):
    entry = entry_of(report, Aggregation.SUM)
    workbook = downloaded(client, report)
    cell_of(workbook, "results").value = "Bản của tôi"
    content = {"indicators": {entry.pk: {"value": 7}}, "assignments": {}, "narrative": {"results": "Bản của người kia"}}
    newer = reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content))
    answer = upload(client, report, workbook)
    assert answer.status_code == 409
    differences = {each.name: each.mine for each in answer.context["differences"]}
    assert differences == {"results": True, f"i{entry.pk}_value": False}
    chosen = dict(answer.context["carried"]) | {
        "seen": str(newer.version),
        "pick-results": "mine",
        f"pick-i{entry.pk}_value": "theirs",
    }
    assert client.post(answer.context["save_url"], chosen).status_code == 302
    entry.refresh_from_db()
    assert (reread(report).results, entry.value) == ("Bản của tôi", 7)


def test_what_others_save_between_the_page_and_the_confirmation_is_shown_too(client, cast, report):
    workbook = downloaded(client, report)
    cell_of(workbook, "results").value = "Bản của tôi"
    answer = upload(client, report, workbook)
    content = arrange.CONTENT | {"narrative": {"results": "Bản của người kia"}}
    entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content)
    late = confirm(client, report, answer)
    assert late.status_code == 409
    assert [each.name for each in late.context["differences"]] == ["results"]
    assert reread(report).results == "Bản của người kia"


def test_an_old_periods_workbook_is_refused_by_name(client, cast, report):
    old = arrange.draft(cast, code="2026-09")
    sentence = refused(upload(client, report, downloaded(client, old)))
    assert str(old) in sentence
    assert str(report) in sentence


def test_another_units_workbook_is_refused(client, cast, report):
    other = factories.unit_report(cast, "TDP")
    client.force_login(cast["TDP:drafter"])
    workbook = downloaded(client, other)
    client.force_login(cast["CA:drafter"])
    assert str(other) in refused(upload(client, report, workbook))


def test_a_file_without_the_hidden_sheet_is_refused(client, report):
    workbook = downloaded(client, report)
    del workbook["trinh-duyet"]
    assert "không được tải xuống từ báo cáo này" in refused(upload(client, report, workbook))


@pytest.mark.parametrize("cell", ["A1", "B1", "C1", "D1", "C3", "E6"])
def test_a_hidden_sheet_that_was_touched_is_refused(client, report, cell):
    workbook = downloaded(client, report)
    workbook["trinh-duyet"][cell].value = "x"
    assert refused(upload(client, report, workbook))


def test_rows_that_were_moved_are_refused(client, report):
    workbook = downloaded(client, report)
    sheet = workbook["Chỉ tiêu"]
    sheet["B5"].value, sheet["B6"].value = sheet["B6"].value, sheet["B5"].value
    assert "Các ô đã khóa của trang tính “Chỉ tiêu”" in refused(upload(client, report, workbook))


def test_a_sheet_that_is_gone_is_refused(client, report):
    workbook = downloaded(client, report)
    del workbook["Nhiệm vụ"]
    assert "“Nhiệm vụ”" in refused(upload(client, report, workbook))


def test_a_note_beside_the_table_is_no_matter(client, report):
    workbook = downloaded(client, report)
    workbook["Chỉ tiêu"]["Z40"] = "ghi nhớ của tôi"
    assert upload(client, report, workbook).status_code == 200


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        ("xl/macrosheets/sheet1.xml", b"<macrosheet/>"),
    ],
)
def test_macros_are_refused_whatever_the_file_is_called(client, report, name, part):
    assert "macro" in refused(send(client, report, with_part(content_of(downloaded(client, report)), name, part)))


def test_a_type_with_macros_is_refused(client, report):
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content_of(downloaded(client, report)))) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            swapped = (b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
            new.writestr(part, old.read(part).replace(*swapped))
    assert "macro" in refused(send(client, report, file.getvalue()))


def test_a_zip_bomb_is_refused(client, report):
    bomb = with_part(content_of(downloaded(client, report)), "xl/media/bomb.xml", b"<a>" + bytes(50 * 1024 * 1024))
    assert "quá lớn" in refused(send(client, report, bomb))


def test_fifty_megabytes_are_refused_with_a_sentence(client, report):
    answer = send(client, report, b"PK\x03\x04" + bytes(50 * 1024 * 1024))
    assert answer.status_code == 422
    assert "10 MB" in answer.content.decode()


def test_what_is_no_workbook_is_refused(client, report):
    assert "không phải tệp Excel" in refused(send(client, report, b"%PDF-1.7"))


def test_after_a_partial_return_only_what_it_names_is_open(client, cast, report):
    entry = entry_of(report, Aggregation.SUM)
    early = downloaded(client, report)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    unit_reports.take(reread(report), by=cast.coordinator)
    parts = {str(entry.indicator.number): ""}
    unit_reports.return_for_revision(reread(report), by=cast.coordinator, reason="Xem lại", parts=parts)
    report = reread(report)
    workbook = downloaded(client, report)
    with pytest.raises(LookupError):
        cell_of(workbook, "results")
    cell_of(early, f"i{entry.pk}_value").value = 8
    assert upload(client, report, early).status_code == 200
    cell_of(early, "results").value = "Bản mới"
    (fault,) = upload(client, report, early).context["faults"]
    assert (fault.sheet, "đã tiếp nhận" in fault.message) == ("Nội dung", True)
