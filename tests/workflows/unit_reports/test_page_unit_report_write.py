import pytest

from tests import factories
from tests.workflows.writing import address, entry_of, typed
from units.models import Aggregation
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports


@pytest.fixture
def report(client, cast) -> UnitReport:
    """A draft of Công an phường, its drafter signed in."""
    client.force_login(cast["CA:drafter"])
    return factories.unit_report(cast)


def test_number_is_typed_the_vietnamese_way(client, report):
    entry = entry_of(report, Aggregation.SUM)
    response = client.post(address(report), typed(client, report, **{f"i{entry.pk}_value": "1.234,5"}))
    entry.refresh_from_db()
    assert response.status_code == 302
    assert str(entry.value) == "1234.5000"


def test_saved_page_shows_when_and_by_whom(client, report, on_day):
    on_day("2026-11-03 16:42")
    client.post(address(report), typed(client, report, results="Đã thực hiện"))
    assert "Đã lưu 03/11/2026 16:42 bởi Công an, người soạn" in client.get(address(report)).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mười", "“mười” is not a number"),
        ("-1", "must not be below 0"),
        ("123456789012345", "too large"),
        ("1,23456", "at most 4 decimals"),
    ],
)
def test_number_out_of_range_is_explained_beside_its_field_with_what_was_typed(client, report, text, sentence):
    entry = entry_of(report, Aggregation.SUM)
    posted = typed(client, report, results="Còn đây", **{f"i{entry.pk}_value": text})
    response = client.post(address(report), posted, headers={"accept-language": "en"})
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[f"i{entry.pk}_value"])
    page = response.content.decode()
    assert f'name="i{entry.pk}_value" value="{text}"' in page
    assert "Còn đây" in page


@pytest.mark.parametrize(
    ("numerator", "denominator", "part", "sentence"),
    [
        ("1", "0", "denominator", "must be above 0"),
        ("0", "0", "denominator", "must be above 0"),
        ("1", "", "denominator", "or leave both blank"),
        ("", "1", "numerator", "or leave both blank"),
    ],
)
def test_faulty_ratio_is_explained_beside_its_field(client, report, numerator, denominator, part, sentence):
    entry = entry_of(report, Aggregation.RATIO)
    parts = {f"i{entry.pk}_numerator": numerator, f"i{entry.pk}_denominator": denominator}
    response = client.post(address(report), typed(client, report, **parts), headers={"accept-language": "en"})
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[f"i{entry.pk}_{part}"])


def test_text_is_kept_in_nfc(client, report):
    client.post(address(report), typed(client, report, results="Ph\u01b0\u01a1\u0300ng"))
    report.refresh_from_db()
    assert report.results == "Ph\u01b0\u1eddng"


def test_blank_stays_apart_from_zero(client, report):
    entry = entry_of(report, Aggregation.SUM)
    client.post(address(report), typed(client, report, **{f"i{entry.pk}_value": "0"}))
    entry.refresh_from_db()
    assert entry.value == 0
    client.post(address(report), typed(client, factories.reread(report), **{f"i{entry.pk}_value": ""}))
    entry.refresh_from_db()
    assert entry.value is None


def test_ticking_unchanged_takes_over_the_last_period(client, cast):
    factories.submitted(cast, code="2026-09")
    report = factories.unit_report(cast)
    client.force_login(cast["CA:drafter"])
    entry = entry_of(report, Aggregation.RATIO)
    client.post(address(report), typed(client, report, same=f"i{entry.pk}"))
    entry.refresh_from_db()
    assert (entry.numerator, entry.denominator, entry.value) == (50, 100, 50)


def test_what_is_not_sent_stays_as_it_is(client, cast, report):
    report = factories.fill(report, cast)
    client.post(address(report), {"seen": report.version, "results": "Mới"})
    report = factories.reread(report)
    assert report.results == "Mới"
    assert not report.indicator_entries.filter(value=None).exists()


def test_check_and_submit_saves_first_and_leads_to_the_check(client, report):
    response = client.post(address(report), typed(client, report, results="Xong", next="check"))
    assert response.url == f"/reports/unit/{report.pk}/check/"
    assert factories.reread(report).results == "Xong"


def test_head_without_the_drafters_office_may_not_write(client, cast, report):
    client.force_login(cast["CA:unit_head"])
    assert client.get(address(report)).status_code == 403
    assert client.post(address(report), {"seen": 1, "results": "Tôi"}).status_code == 403
    assert factories.reread(report).results == ""


def test_drafter_of_another_unit_finds_nothing(client, cast, report):
    client.force_login(cast["VP:drafter"])
    assert client.get(address(report)).status_code == 404


def test_writing_what_is_submitted_answers_who_handled_it_and_keeps_what_was_typed(client, cast, report):
    report = factories.explain(report, cast)
    posted = typed(client, report, results="Gõ muộn")
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    response = client.post(address(report), posted)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Công an, thủ trưởng đơn vị" in page
    assert "Gõ muộn" in page


def test_page_costs_at_most_ten_queries(client, cast, report, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        client.get(address(report))


def test_saving_costs_the_same_however_many_rows_changed(client, report, statements):
    numbers = [name for name in typed(client, report) if name.endswith(("_value", "_numerator", "_denominator"))]
    everything = {name: "1" for name in numbers if not name.startswith("initial-")}
    first = dict.fromkeys([f"i{entry_of(report, Aggregation.SUM).pk}_value"], "2")
    posted = typed(client, report, **everything)
    with statements() as for_all:
        client.post(address(report), posted)
    posted = typed(client, factories.reread(report), **first)
    with statements() as for_one:
        client.post(address(report), posted)
    assert len(for_all) == len(for_one)


def test_what_is_due_in_the_period_comes_first(client, cast):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:drafter"])
    form = client.get(address(report)).context["form"]
    due = [form_row.row.entry.assignment for form_row in form.due_rows]
    later = [form_row.row.entry.assignment for form_row in form.later_rows]
    ends = report.period.ends
    assert due
    assert later
    assert all(each.recurring == "monthly" or (each.due_on and each.due_on <= ends) for each in due)
    assert all(each.recurring == "quarterly" or each.due_on > ends for each in later)


def test_what_was_finished_before_is_not_due_again(client, cast):
    before = factories.unit_report(cast, code="2026-09")
    before.assignment_entries.update(status="done", result="Xong")
    before = factories.fill(before, cast)
    before.assignment_entries.update(status="done", result="Xong")
    unit_reports.submit(before, by=cast["CA:unit_head"], seen=before.version)
    report = factories.unit_report(cast)
    client.force_login(cast["CA:drafter"])
    due = client.get(address(report)).context["entries"].due
    assert [row.entry.assignment.recurring for row in due] == ["monthly"] * len(due)


def test_what_is_missing_is_counted_at_the_top_and_linked(client, report):
    page = client.get(address(report)).content.decode()
    blank = [entry.pk for entry in report.indicator_entries.filter(value=None)]
    assert f"Còn thiếu: {len(blank) + report.assignment_entries.filter(status='').count()}" in page
    assert f'href="#i{blank[0]}"' in page


def test_a_reason_is_typed_without_a_script(client, report):
    entry = entry_of(report, Aggregation.SUM)
    client.post(address(report), typed(client, report, **{f"i{entry.pk}_explanation": "Chưa phát sinh"}))
    entry.refresh_from_db()
    assert entry.explanation == "Chưa phát sinh"


def test_a_part_above_its_whole_is_saved_and_asked_about(client, report):
    entry = entry_of(report, Aggregation.RATIO)
    parts = {f"i{entry.pk}_numerator": "3", f"i{entry.pk}_denominator": "2"}
    assert client.post(address(report), typed(client, report, **parts)).status_code == 302
    assert "Tử số 3 lớn hơn mẫu số 2" in client.get(address(report)).content.decode()
