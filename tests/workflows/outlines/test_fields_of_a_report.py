"""A field of the outline on its way: typed, checked, submitted, returned in part, consolidated, printed."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from tests.factories import reread
from tests.workflows import arrange as others
from tests.workflows.outlines import arrange
from workflows.documents.data import figures_csv, figures_json
from workflows.documents.pages.layout import lay_out
from workflows.documents.source import content_of, with_source
from workflows.models import FieldFigure, UnitReport, WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.restatements import actions as restatements

TODAY = "2026-11-03 09:00"
EVERY = {"CA": arrange.FILLED, "VHXH": ({"value": Decimal(30)}, {}, {}, {"choice": "Tốt"}, {}, {"yes": False})}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def draft(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    return factories.unit_report(cast)


def write_page(client, cast, report):
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    return reverse("unit_report_write", args=[report.pk])


def content(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def named(report, place, column):
    return f"f{arrange.values(report)[place].pk}_{column}"


def test_the_page_asks_for_it_with_its_measure_and_limits(client, cast):
    report = draft(cast)
    words = client.get(write_page(client, cast, report)).content.decode()
    assert "An sinh xã hội" in words
    assert "hộ · từ 0 · đến 5.000" in words
    assert f'name="{named(report, 0, "value")}"' in words


def test_what_is_typed_is_saved_with_its_type(client, cast):
    report = draft(cast)
    typed = {
        named(report, 0, "value"): "1.234",
        named(report, 1, "numerator"): "171",
        named(report, 1, "denominator"): "200",
        named(report, 2, "day"): "15/10/2026",
        named(report, 3, "choice"): "Khá",
        named(report, 4, "words"): "Cần thêm máy tính",
        named(report, 5, "yes"): "no",
    }
    client.post(write_page(client, cast, report), {"seen": report.version, **typed})
    number, percent, day, choice, text, yes = arrange.values(report)
    assert (number.value, percent.numerator, percent.denominator) == (1234, 171, 200)
    assert (day.day.isoformat(), choice.choice, text.words, yes.yes) == (
        "2026-10-15",
        "Khá",
        "Cần thêm máy tính",
        False,
    )


BAD = [
    (0, "value", "nhiều", "không phải là số"),
    (0, "value", "6.000", "5.000"),
    (0, "value", "1,5", "số nguyên"),
    (1, "denominator", "0", "lớn hơn 0"),
    (2, "day", "31/02/2026", "31/02/2026"),
    (2, "day", "15/10/2025", "01/01/2026"),
    (2, "day", "ngày mai", "ngày mai"),
    (2, "day", "15/10/99999999999999999999", "ngày có trong lịch"),
    (3, "choice", "Xuất sắc", "Xuất sắc"),
    (5, "yes", "có lẽ", "có lẽ"),
]


@pytest.mark.parametrize(("place", "column", "typed", "said"), BAD)
def test_what_is_no_such_value_is_refused_at_the_field_and_nothing_is_lost(client, cast, place, column, typed, said):
    report = draft(cast)
    posted = {"seen": report.version, named(report, place, column): typed, named(report, 4, "words"): "Lời đã gõ"}
    answer = client.post(write_page(client, cast, report), posted)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{named(report, place, column)}_error"' in words
    assert said in words
    assert "Lời đã gõ" in words


def test_a_percentage_beyond_its_limit_is_refused(client, cast):
    report = draft(cast)
    typed = {named(report, 1, "numerator"): "201", named(report, 1, "denominator"): "200"}
    answer = client.post(write_page(client, cast, report), {"seen": report.version, **typed})
    assert (answer.status_code, "100%" in answer.content.decode()) == (422, True)


def test_autosave_keeps_the_field_and_tells_what_is_missing(client, cast):
    report = draft(cast)
    write_page(client, cast, report)
    name = named(report, 0, "value")
    address = reverse("unit_report_autosave", args=[report.pk])
    answer = client.post(address, {"seen": report.version, name: "12", f"initial-{name}": ""}).json()
    assert (answer["saved"], arrange.values(report)[0].value) == ([name], Decimal(12))
    refused = client.post(address, {"seen": answer["version"], name: "x", f"initial-{name}": "12"}).json()
    assert "x" in refused["errors"][name]
    assert arrange.values(report)[0].value == 12


def test_a_required_field_asks_for_a_reason_and_another_does_not(cast):
    report = arrange.fill(draft(cast), cast, *[{} for _field in arrange.OF_EVERY_TYPE])
    with pytest.raises(NotPossible, match="Số hộ nghèo") as refusal:
        unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert "Ý kiến" not in refusal.value.message
    reasons = {value.pk: {"explanation": "Chưa có số liệu"} for value in arrange.values(report)}
    report = entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, fields=reasons, **others.CONTENT)
    assert unit_reports.submit(reread(report), by=cast["CA:unit_head"], seen=report.version).state == "submitted"


def test_it_is_returned_alone_and_the_others_stay_locked(cast):
    report = arrange.fill(draft(cast), cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    report = unit_reports.take(reread(report), by=cast.coordinator)
    first, second, *_rest = arrange.values(report)
    part = f"F{first.field.number}"
    unit_reports.return_for_revision(reread(report), by=cast.coordinator, reason="Sai", parts={part: "Xem lại"})
    report = reread(report)
    changed = {second.pk: {"numerator": Decimal(1), "denominator": Decimal(2)}}
    with pytest.raises(NotPossible):
        entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, fields=changed, **others.CONTENT)
    changed = {first.pk: {"value": Decimal(14)}}
    report = entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, fields=changed, **others.CONTENT)
    assert report.was == {f"{part}.value": "12"}


def test_the_office_reads_it_ticks_it_and_sees_what_changed(client, cast):
    report = arrange.fill(draft(cast), cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    report = reread(unit_reports.take(reread(report), by=cast.coordinator))
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    part = f"F{arrange.values(report)[2].field.number}"
    words = client.get(reverse("unit_report", args=[report.pk])).content.decode()
    assert f'name="part" value="{part}"' in words
    assert "85,5% (171/200)" in words
    asked = client.post(reverse("unit_report_part", args=[report.pk, part]), {"text": "Họp ngày nào?"})
    assert asked.status_code == 302


def test_all_units_are_told_as_the_outline_says(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    report = arrange.consolidated(cast, CA=EVERY["CA"], VHXH=EVERY["VHXH"])
    (section,) = content(report).fields
    every = f"{report.period.unit_reports.count():02d}"
    assert [(line.result, [told.unit for told in line.told], line.note) for line in section.lines] == [
        ("42", [], f"02/{every} đơn vị có số liệu"),
        ("85,5 (171/200)", [], f"01/{every} đơn vị có số liệu"),
        ("15/10/2026", [], f"lớn nhất; 01/{every} đơn vị có số liệu"),
        ("Tốt: 1; Khá: 1", [], f"02/{every} đơn vị có số liệu"),
        ("", ["Công an phường"], "01/02 đơn vị có số liệu"),
        ("01/02 đơn vị: có", [], f"02/{every} đơn vị có số liệu"),
    ]


def test_the_document_has_an_annex_of_the_section_and_says_so(cast):
    arrange.with_fields(cast)
    made = content(arrange.consolidated(cast, CA=({"value": Decimal(1234)},)))
    (table,) = lay_out(made).tables
    assert (table.numeral, table.title, table.rows) == (
        "Phụ lục III",
        "AN SINH XÃ HỘI",
        (("1", "Số hộ nghèo", "hộ", "1.234", f"01/{UnitReport.objects.count():02d} đơn vị có số liệu"),),
    )
    assert any("Phụ lục III" in paragraph for section in made.sections for paragraph in section.paragraphs)


def test_machines_read_it_in_the_files_of_figures(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    made = content(arrange.consolidated(cast, CA=EVERY["CA"]))
    (section,) = json.loads(figures_json(made))["noi_dung_khac"]
    assert (section["muc"], section["truong"][0]["gia_tri"]) == ("An sinh xã hội", "12")
    lines = figures_csv(made).decode("utf-8-sig").splitlines()
    note = f"01/{UnitReport.objects.count():02d} đơn vị có số liệu"
    assert f"III;1;An sinh xã hội;Số hộ nghèo;hộ;;12;;;{note};;;;;;" in lines


def test_a_report_without_fields_says_what_it_always_said(cast):
    made = content(others.consolidated(cast))
    assert (made.fields, lay_out(made).tables) == ((), ())
    assert "noi_dung_khac" not in json.loads(figures_json(made))


def test_the_digest_follows_the_values(cast):
    arrange.with_fields(cast)
    report = arrange.consolidated(cast, CA=({"value": Decimal(7)},))
    before = ward_reports.digest_of(report)
    FieldFigure.objects.filter(report=report).update(value=8)
    assert ward_reports.digest_of(report) != before


def test_reopening_forgets_what_was_consolidated(cast):
    arrange.with_fields(cast)
    report = arrange.consolidated(cast, CA=({"value": Decimal(7)},))
    ward_reports.reopen(report, by=cast.coordinator, reason="Sai số")
    assert not FieldFigure.objects.exists()
    report = reread(ward_reports.consolidate(reread(report), by=cast.coordinator))
    assert FieldFigure.objects.get(report=report).value == 7


def test_taking_in_what_a_unit_corrected_tells_the_fields_that_changed(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    report = arrange.consolidated(cast, CA=EVERY["CA"], VHXH=EVERY["VHXH"])
    unit = report.period.unit_reports.get(unit=cast.units["CA"])
    correction.return_consolidated(reread(unit), by=cast.coordinator, reason="Sai số")
    number, _percent, day, *_rest = arrange.values(unit)
    changed = {number.pk: {"value": Decimal(20)}, day.pk: {"day": date(2026, 10, 20)}}
    unit = reread(unit)
    unit = entries.save_draft(unit, by=cast["CA:drafter"], seen=unit.version, fields=changed, **others.CONTENT)
    unit_reports.submit(reread(unit), by=cast["CA:unit_head"], seen=unit.version)
    unit = reread(unit_reports.take(reread(unit), by=cast.coordinator))
    unit_reports.accept(unit, by=cast.coordinator, seen=unit.version)
    correction.refresh_figures(reread(report), by=cast.coordinator)
    told = TrailEvent.objects.get(action="refresh_figures").changes
    assert {name: pair for name, pair in told.items() if name.startswith("F")} == {
        f"F{number.field.number}.value": ["42", "50"],
        f"F{day.field.number}.words": ["15/10/2026", "20/10/2026"],
    }


def test_consolidating_costs_fifteen_statements(cast, statements):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    for unit in ("CA", "VHXH"):
        arrange.accepted(cast, unit)
    others.waive_others(cast, "CA", "VHXH")
    report = factories.ward_report(cast)
    assert connection.features.supports_json_field  # asked of SQLite once in a process
    with statements() as counted:
        ward_reports.consolidate(report, by=cast.coordinator)
    assert len(counted) == 15, counted.sql


def test_consolidating_with_fields_and_corrected_figures_costs_sixteen_statements(cast, statements, on_day):
    """All that a month may bring at once: fields of every type, and a figure of an earlier month corrected since."""
    on_day("2026-11-08 09:00")
    october = others.issued(cast)
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    on_day("2026-11-10 09:00")  # after October's report was put together
    unit_report = factories.unit_report(cast, "CA", october.period.code)
    given = {"value": Decimal(40)}
    made = restatements.restate(unit_report, by=cast["CA:unit_head"], number=9, given=given, reason="Đếm hai lần")
    restatements.accept(made, by=cast.coordinator)
    on_day("2026-12-08 09:00")
    for unit in ("CA", "VHXH"):
        arrange.accepted(cast, unit, code="2026-11")
    others.waive_others(cast, "CA", "VHXH", code="2026-11")
    report = factories.ward_report(cast, "2026-11")
    with statements() as counted:
        row = ward_reports.consolidate(report, by=cast.coordinator)
    assert row.restatements
    assert len(counted) == 16, counted.sql


def test_a_waiver_says_that_the_draft_holds_fields(client, cast):
    report = arrange.fill(draft(cast), cast)
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    words = client.get(reverse("unit_report_waive", args=[report.pk])).content.decode()
    assert "Trường khác đã nhập: 6/6" in words
