"""A field that is a table: rows are added, each cell of its column's type, and consolidated with their units."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows.excel import cell_of, confirm, downloaded, upload
from tests.workflows.outlines import arrange
from workflows.documents.data import figures_csv, figures_json
from workflows.documents.pages.layout import lay_out
from workflows.documents.source import content_of, with_source
from workflows.models import WardReport
from workflows.outlines import actions as outlines

ROWS = [["Bà Hoa", "1.500.000", "05/10/2026"], ["Ông Ba", "2", ""]]


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def report(cast, client):
    arrange.with_fields(cast, arrange.TABLE)
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    return factories.unit_report(cast)


def typed(client, report, text):
    (value,) = arrange.values(report)
    sent = {"seen": report.version, f"f{value.pk}_rows": text}
    return client.post(reverse("unit_report_write", args=[report.pk]), sent)


@pytest.mark.parametrize(
    "text",
    [
        "Bà Hoa | 1.500.000 | 5/10/2026\n\nÔng Ba | 2",
        "Bà Hoa\t1.500.000\t05-10-2026\nÔng Ba\t2\t",
    ],
)
def test_rows_are_typed_or_pasted_from_a_sheet(client, report, text):
    typed(client, report, text)
    assert arrange.values(report)[0].rows == ROWS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bà Hoa | nhiều | 5/10/2026", "Dòng 1, “Số tiền”"),
        ("Bà Hoa | 1\nÔng Ba | 2 | 31/02/2026", "Dòng 2, “Ngày”"),
        ("Bà Hoa | 1 | 5/10/2026 | nữa", "Dòng 1 có 4 ô"),
        ("\n".join(["Bà Hoa"] * 201), "200 dòng"),
        ("x" * 501, "500"),
    ],
)
def test_what_is_no_row_is_said_and_nothing_is_lost(client, report, text, said):
    answer = typed(client, report, text)
    words = answer.content.decode()
    assert (answer.status_code, said in words, text[:300] in words) == (422, True, True)


def test_its_rows_stand_in_an_annex_with_their_units(cast, report):
    made = consolidated(cast)
    (table,) = lay_out(made).tables
    assert (table.numeral, table.title, table.columns) == (
        "Phụ lục III",
        "HỘ ĐƯỢC HỖ TRỢ",
        ("STT", "Đơn vị", "Tên hộ", "Số tiền", "Ngày"),
    )
    assert table.rows == (
        ("1", "Công an phường", "Bà Hoa", "1.500.000", "05/10/2026"),
        ("2", "Công an phường", "Ông Ba", "2", "–"),
    )


def test_machines_read_its_rows(cast, report):
    made = consolidated(cast)
    (section,) = json.loads(figures_json(made))["noi_dung_khac"]
    assert section["bang"][0]["dong"][0] == ["Công an phường", *ROWS[0]]
    assert "Tên hộ: Ông Ba; Số tiền: 2" in figures_csv(made).decode("utf-8-sig")


def test_it_goes_to_excel_and_back(client, cast, report):
    report = arrange.fill(report, cast, {"rows": ROWS})
    untouched = upload(client, report, downloaded(client, report))
    assert (untouched.context["changes"], untouched.context["faults"]) == ([], [])
    workbook = downloaded(client, report)
    cell_of(workbook, f"f{arrange.values(report)[0].pk}_rows").value = "Bà Tư | 3 | 06/10/2026"
    assert confirm(client, report, upload(client, report, workbook)).status_code == 302
    assert arrange.values(report)[0].rows == [["Bà Tư", "3", "06/10/2026"]]


def test_an_administrator_says_which_columns_it_has(client, cast):
    section = outlines.add_section(cast.monthly, by=cast.admin, seen=arrange.seen(cast), title="Khác")
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    told = {"label": "Hộ", "type": "table", "decimals": "0", "longest": "100", "summing": "list"}
    told |= {"seen": arrange.seen(cast)}
    address = reverse("field_add", args=[cast.monthly.pk, section.number])
    assert client.post(address, told).status_code == 422
    client.post(address, told | {"column_0": "Tên hộ", "column_1": "Số tiền", "column_type_1": "number"})
    (field,) = outlines.fields_of(outlines.current(cast.monthly))
    assert field.columns == [{"title": "Tên hộ", "type": "text"}, {"title": "Số tiền", "type": "number"}]


def consolidated(cast):
    report = arrange.consolidated(cast, CA=({"rows": ROWS},))
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def test_a_number_beside_it_stands_in_an_annex_of_its_own(cast):
    arrange.with_fields(cast, arrange.NUMBER, arrange.TABLE)
    report = arrange.consolidated(cast, CA=({"value": Decimal(3)}, {"rows": ROWS}))
    made = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    assert [table.numeral for table in lay_out(made).tables] == ["Phụ lục III", "Phụ lục IV"]


def test_a_blank_first_cell_keeps_its_place(client, report):
    typed(client, report, "\t1.500.000\t05/10/2026\nÔng Ba\t2\t")
    assert arrange.values(report)[0].rows == [["", *ROWS[0][1:]], ROWS[1]]


def test_a_cell_of_several_lines_from_excel_is_one_cell(client, report):
    typed(client, report, '"Bà Hoa,\nkhu A"\t1.500.000\t05/10/2026\nÔng Ba\t2\t')
    assert arrange.values(report)[0].rows == [["Bà Hoa, khu A", *ROWS[0][1:]], ROWS[1]]


def test_a_bar_within_a_cell_is_refused_with_what_was_typed(client, report):
    answer = typed(client, report, "Bà Hoa|khu A\t2\t05/10/2026")
    assert answer.status_code == 422
    assert "không có dấu gạch đứng" in answer.content.decode()
    assert "Bà Hoa|khu A" in answer.content.decode()


@pytest.mark.parametrize("day", ["05/10/1026", "31/12/9999", "05/10/2206"])
def test_a_day_of_another_age_is_refused(client, report, day):
    assert typed(client, report, f"Bà Hoa\t2\t{day}").status_code == 422
    assert arrange.values(report)[0].rows == []
