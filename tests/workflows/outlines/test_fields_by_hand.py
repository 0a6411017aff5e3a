"""A field of all units that the coordinator gives by hand: both values and the reason, wherever figures are told."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from tests.factories import reread, shown
from tests.workflows import arrange as others
from tests.workflows.corrections import give_back, hand_in
from tests.workflows.outlines import arrange
from tests.workflows.traces import event_of, events, newest
from workflows.documents.data import figures_csv, figures_json
from workflows.documents.source import content_of, with_source
from workflows.figures import actions as figures
from workflows.models import WardReport, WardReportAuthor
from workflows.pure.summing import Summary
from workflows.routes.when.conditions import AskedCondition, answers
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.province import actions as province

TODAY = "2026-11-03 09:00"
REASON = "Theo báo cáo tỉnh"
QUERIES = 10
VHXH = ({"value": Decimal(30)}, {}, {}, {"choice": "Tốt"}, {}, {"yes": False})


def of_every_type(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE, arrange.TABLE)
    rows = {"rows": [["Hộ ông An", "12", "05/10/2026"]]}
    return arrange.consolidated(cast, CA=(*arrange.FILLED, rows), VHXH=(*VHXH, {}))


pytestmark = pytest.mark.starts_from(of_every_type, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


def figure(report, place=0):
    return list(report.field_figures.select_related("field").order_by("field__order"))[place]


def give(cast, report, given, place=0, by=None):
    number = figure(report, place).field.number
    return figures.override_field(report, by=by or cast.coordinator, number=number, given=given, reason=REASON)


def line(report, place=0):
    (section,) = content(report).fields
    return section.lines[place]


def content(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def consolidated_anew(cast, report):
    return reread(ward_reports.consolidate(reread(report), by=cast.coordinator))


def refused_by_the_province(cast, report):
    """The version that replaces it, consolidated."""
    report = reread(ward_reports.send_for_approval(reread(report), by=cast.coordinator))
    report = reread(approval.approve(report, by=cast.approver, seen=shown(report)))
    report = reread(province.dispatch(reread(issuing.issue(report, by=cast.clerk)), by=cast.clerk))
    refusal = {"received": False, "reference": "16/TB", "reason": "Thiếu biểu số 2"}
    others.open_next_version(province.record_receipt(report, by=cast.clerk, **refusal))
    return consolidated_anew(cast, WardReport.objects.with_names().get(replaces=report))


GIVEN = [
    (0, Summary(0, Decimal(50)), "50", "số điều chỉnh, số tổng hợp: 42"),
    (1, Summary(0, numerator=Decimal(9), denominator=Decimal(12)), "75 (9/12)", "số tổng hợp: 85,5 (171/200)"),
    (2, Summary(0, words="20/10/2026"), "20/10/2026", "số tổng hợp: 15/10/2026"),
    (3, Summary(0, words="Tốt: 2"), "Tốt: 2", "số tổng hợp: Tốt: 1; Khá: 1"),
    (4, Summary(0, words="Thiếu máy"), "Thiếu máy", "nội dung điều chỉnh"),
    (5, Summary(0, Decimal(3), denominator=Decimal(4)), "03/04 đơn vị: có", "số tổng hợp: 01/02 đơn vị: có"),
]


def test_a_field_of_every_type_is_given_by_hand_and_the_document_shows_both(cast, report):
    for place, given, result, note in GIVEN:
        give(cast, report, given, place)
        told = line(report, place)
        assert (told.result, note in told.note) == (result, True), told
    made = content(report)
    assert line(report, 4).told[0].paragraphs == ("Cần thêm máy tính",)
    (section,) = json.loads(figures_json(made))["noi_dung_khac"]
    assert (section["truong"][0]["gia_tri"], section["truong"][0]["ghi_chu"]) == ("50", line(report).note)
    assert "Thiếu máy\nCác đơn vị báo cáo:\nCông an phường: Cần thêm máy tính" in figures_csv(made).decode("utf-8-sig")


def test_the_rows_of_a_table_are_given_by_hand(cast, report):
    give(cast, report, Summary(0, told=[["Công an", ["Hộ bà Bình", "5", ""]]]), 6)
    (table,) = content(report).fields[0].tables
    assert table.rows == (("Công an", "Hộ bà Bình", "5", ""),)
    assert table.title == "Hộ được hỗ trợ (số liệu điều chỉnh; các đơn vị báo cáo: 1 dòng)"
    figures.remove_field_override(report, by=cast.coordinator, number=figure(report, 6).field.number)
    assert figure(report, 6).told == [["Công an phường", ["Hộ ông An", "12", "05/10/2026"]]]


def test_it_is_taken_back_and_stands_in_the_trail(cast, report):
    digest = ward_reports.digest_of(report)
    give(cast, report, Summary(0, Decimal(50)))
    part = f"F{figure(report).field.number}"
    assert newest(reread(report)) == event_of(cast.coordinator, "override_figure", reason=REASON)
    assert events(reread(report))[-1].changes == {f"{part}.value": ["42", "50"]}
    assert ward_reports.digest_of(reread(report)) != digest
    figures.remove_field_override(report, by=cast.coordinator, number=figure(report).field.number)
    assert newest(reread(report)) == event_of(cast.coordinator, "remove_override")
    found = figure(report)
    assert (found.value, found.computed, found.reason, found.overridden_by) == (42, None, "", None)


def test_it_needs_a_value_a_reason_and_the_right(cast, report):
    number = figure(report).field.number
    asked = {"by": cast.coordinator, "number": number, "given": Summary(0, Decimal(1)), "reason": REASON}
    with pytest.raises(PermissionDenied):
        figures.override_field(report, **asked | {"by": cast["CA:unit_head"]})
    for wrong in ({"reason": " "}, {"given": Summary(0)}):
        with pytest.raises(NotPossible):
            figures.override_field(report, **asked | wrong)
    with pytest.raises(NotPossible, match="chưa được điều chỉnh"):
        figures.remove_field_override(report, by=cast.coordinator, number=number)
    with pytest.raises(NotPossible):
        give(cast, report, Summary(0, Decimal(5), denominator=Decimal(4)), 5)
    assert not figure(report).is_overridden


def test_it_stays_when_the_report_is_reopened_and_in_the_version_that_replaces_a_refused_one(cast, report):
    give(cast, report, Summary(0, Decimal(50)))
    give(cast, report, Summary(0, words="Thiếu máy"), 4)
    part = f"F{figure(report).field.number}"
    colleague = others.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    reopened = reread(ward_reports.reopen(report, by=colleague, reason="Bổ sung"))
    assert reopened.overrides[part]["value"] == "50"
    WardReportAuthor.objects.filter(report=report).delete()
    again = reread(ward_reports.consolidate(reopened, by=colleague))
    found, listed = figure(again), figure(again, 4)
    assert (found.value, found.computed["value"], found.reason) == (50, "42", REASON)
    assert (listed.words, listed.told) == ("Thiếu máy", [["Công an phường", "Cần thêm máy tính"]])
    assert events(again)[-1].changes[f"{part}.value"] == ["42", "50"]
    assert cast.coordinator in again.authors.all()
    assert figure(refused_by_the_province(cast, again)).value == 50


def test_it_stays_when_corrected_reports_are_taken_in_and_what_would_change_is_told(cast, report, client):
    give(cast, report, Summary(0, Decimal(50)))
    unit = give_back(cast, report)
    number, _percent, _day, _choice, text, *_rest = arrange.values(unit)
    changed = {number.pk: {"value": Decimal(20)}, text.pk: {"words": "Cần thêm người"}}
    entries.save_draft(unit, by=cast["CA:drafter"], seen=unit.version, fields=changed, **others.CONTENT)
    hand_in(cast, reread(unit))
    client.force_login(cast.coordinator)
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "<del>42 hộ</del> → <ins>50 hộ</ins>" in page
    assert "<ins>Công an phường: Cần thêm người</ins>" in page
    makings = client.get(reverse("ward_report_figure", args=[report.pk, f"F{number.field.number}"])).content.decode()
    assert "hiện nay: 20 hộ" in makings
    correction.refresh_figures(reread(report), by=cast.coordinator)
    found = figure(report)
    assert (found.value, found.computed["value"]) == (50, "50")


def test_a_step_may_depend_on_it(cast, report):
    asked = [AskedCondition("adjusted", None)]
    assert list(answers(reread(report), asked).values()) == [False]
    give(cast, report, Summary(0, Decimal(50)))
    assert list(answers(reread(report), asked).values()) == [True]


TYPED = [
    ({"value": "50"}, "50 hộ"),
    ({"numerator": "9", "denominator": "12"}, "75% (9/12)"),
    ({"day": "20/10/2026"}, "20/10/2026"),
    ({"count_0": "2", "count_1": "0", "count_2": ""}, "Tốt: 2"),
    ({"words": "Thiếu máy"}, "Thiếu máy"),
    ({"value": "3", "denominator": "4"}, "03/04 đơn vị: có"),
    ({"told": "Công an | Hộ bà Bình | 5"}, "Hộ bà Bình"),
]


def test_its_page_takes_each_type_and_keeps_what_was_typed(cast, report, client):
    client.force_login(cast.coordinator)
    for place, (typed, words) in enumerate(TYPED):
        address = reverse("ward_report_figure_adjust", args=[report.pk, f"F{figure(report, place).field.number}"])
        refused = client.post(address, {**typed, "reason": " "})
        assert (refused.status_code, next(iter(typed.values())) in refused.content.decode()) == (422, True)
        page = client.post(address, {**typed, "reason": REASON}, follow=True).content.decode()
        assert (words in page, REASON in page) == (True, True), (place, words)
        again = client.get(address).content.decode()
        assert next(iter(typed.values())) in again
    assert client.post(address, {"told": "Công an | Hộ | nhiều", "reason": REASON}).status_code == 422
    shown_on_report = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "Số hộ nghèo</a>: 50 hộ, số tổng hợp: 42 hộ" in " ".join(shown_on_report.split())


def test_the_approver_reads_it_before_deciding(cast, report, client):
    give(cast, report, Summary(0, Decimal(50)))
    ward_reports.send_for_approval(reread(report), by=cast.coordinator)
    client.force_login(cast.approver)
    page = client.get(reverse("ward_report_approval", args=[report.pk])).content.decode()
    assert ("Số hộ nghèo: 50 hộ" in page, REASON in page) == (True, True)
    client.force_login(cast.coordinator)
    address = reverse("ward_report_figure_restore", args=[report.pk, f"F{figure(report).field.number}"])
    assert client.post(address).status_code == 409


def test_its_makings_tell_which_unit_gave_what_and_what_it_was_in_the_period_before(cast, report, client, on_day):
    on_day("2026-12-03 09:00")
    later = arrange.consolidated(cast, code="2026-11", CA=({"value": Decimal(15)}, {}, {}, {}, {}, {}, {}))
    client.force_login(cast.coordinator)
    key = f"F{figure(later).field.number}"
    page = " ".join(client.get(reverse("ward_report_figure", args=[later.pk, key])).content.decode().split())
    assert "15 hộ" in page
    assert "Không phải báo cáo" in page
    assert "Kỳ trước</dt><dd>42 hộ" in page
    assert f"chưa so sánh được vì thiếu số liệu của {cast.units['VHXH'].short_name}" in page
    assert "áng 10/2026</a>: 42 hộ" in page
    for reader, status in ((cast["CA:drafter"], 404), (cast.auditor, 200)):
        client.force_login(reader)
        assert client.get(reverse("ward_report_figure", args=[later.pk, key])).status_code == status


def test_its_pages_take_few_queries(cast, report, client, statements):
    give(cast, report, Summary(0, Decimal(50)))
    client.force_login(cast.coordinator)
    key = f"F{figure(report).field.number}"
    spent = {}
    for address in (
        *(reverse(name, args=[report.pk]) for name in ("ward_report", "ward_report_figures")),
        *(reverse(name, args=[report.pk, key]) for name in ("ward_report_figure", "ward_report_figure_adjust")),
    ):
        with statements() as counted:
            assert client.get(address).status_code == 200
        spent[address] = len(counted)
    assert max(spent.values()) <= QUERIES, spent
