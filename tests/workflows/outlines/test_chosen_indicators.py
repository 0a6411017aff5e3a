"""An outline names which of the plan's indicators are asked for: pages, files, figures and documents draw these."""

import html
import json
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from tests.factories import reread
from tests.remembered import remembered
from tests.workflows import arrange as others
from tests.workflows.excel import downloaded
from tests.workflows.outlines import arrange
from workflows.documents.data import figures_csv, figures_json
from workflows.documents.pdf.render import render_html
from workflows.documents.source import content_of, with_source
from workflows.documents.word.writer import render_docx
from workflows.models import IndicatorEntry, WardReport
from workflows.outlines import actions as outlines
from workflows.outlines.shapes import differences, shape_of
from workflows.outlines.transfer import files
from workflows.outlines.transfer.actions import completed, import_outline
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@remembered
def chosen(cast) -> list[int]:
    """The outline asks for two indicators of the police alone."""
    numbers = [row.number for row in outlines.chosen_from(cast.monthly) if row.lead_id == cast.units["CA"].pk][:2]
    outlines.choose_indicators(cast.monthly, by=cast.admin, seen=arrange.seen(cast), numbers=numbers)
    return numbers


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def numbers_of(rows):
    return sorted(set(rows.values_list("indicator__number", flat=True)))


def test_an_outline_that_names_none_asks_for_all_as_it_always_did(cast):
    period = factories.open_month(cast)
    assert (period.chosen, period.indicators.count()) == ([], period.plan.indicators.count())
    assert all("numbers" not in section for section in json.loads(files.written(cast.monthly))["sections"])


def test_units_have_entries_of_the_chosen_ones_alone(cast):
    before = factories.open_month(cast, "2026-09")
    numbers = chosen(cast)
    period = factories.open_month(cast)
    asked = IndicatorEntry.objects.filter(report__period=period)
    assert (numbers_of(asked), sorted(period.indicators.values_list("number", flat=True))) == (numbers, numbers)
    assert before.indicators.count() == before.plan.indicators.count()


def shown_in(names, text):
    """The numbers of those indicators of the plan whose names stand in a text."""
    return sorted(number for number, name in names.items() if name in text)


def test_the_page_the_workbook_and_the_review_show_them_alone(client, cast):
    numbers = sorted(chosen(cast))
    report = factories.in_review(cast)
    names = {row.number: row.name for row in report.period.plan.indicators.all()}
    asked_of_unit = {row.number for row in outlines.chosen_from(cast.monthly) if row.lead_id == report.unit_id}
    assert asked_of_unit > set(numbers), "the unit answers for others, which are not asked for"
    sign_in(client, cast.coordinator)
    review = html.unescape(client.get(reverse("unit_report", args=[report.pk])).content.decode())
    assert shown_in(names, review) == numbers
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Xem lại")
    sign_in(client, cast["CA:drafter"])
    page = html.unescape(client.get(reverse("unit_report_write", args=[report.pk])).content.decode())
    assert shown_in(names, page) == numbers
    rows = downloaded(client, report)["Chỉ tiêu"].iter_rows()
    cells = {str(cell.value).partition("\n")[0] for row in rows for cell in row}  # what is counted stands below a name
    assert sorted(number for number, name in names.items() if name in cells) == numbers


def test_one_of_them_is_returned_and_the_other_stays_locked(cast):
    first, second = chosen(cast)
    report = factories.in_review(cast)
    asked = {"by": cast.coordinator, "reason": "Xem lại"}
    with pytest.raises(NotPossible):
        unit_reports.return_for_revision(report, **asked, parts={"1": "không có trong đề cương"})
    report = reread(unit_reports.return_for_revision(report, **asked, parts={str(first): "Số chưa khớp"}))
    locked = report.indicator_entries.get(indicator__number=second)
    with pytest.raises(NotPossible, match=f"Chỉ tiêu {second}"):
        entries.save_draft(
            report,
            by=cast["CA:drafter"],
            seen=report.version,
            **others.CONTENT | {"indicators": {locked.pk: {"value": Decimal(7)}}},
        )


def test_the_ward_consolidates_and_every_form_of_the_document_tells_them_alone(cast):
    numbers = chosen(cast)
    report = factories.consolidated(cast)
    assert sorted(report.figures.values_list("indicator__number", flat=True)) == numbers
    made = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    assert [line.number for line in made.indicators] == numbers
    names = dict(report.period.plan.indicators.values_list("number", "name"))
    left_out = next(name for number, name in names.items() if number not in numbers)
    for form in (render_html(made), figures_csv(made).decode("utf-8-sig"), figures_json(made).decode()):
        assert (names[numbers[0]] in form, left_out in form) == (True, False)
    assert render_docx(made)


def test_an_open_period_keeps_what_it_was_opened_with(cast):
    numbers = chosen(cast)
    period = factories.open_month(cast)
    outlines.choose_indicators(cast.monthly, by=cast.admin, seen=arrange.seen(cast), numbers=[])
    assert (type(period).objects.get(pk=period.pk).chosen, outlines.current(cast.monthly).chosen) == (numbers, [])
    assert outlines.current(cast.monthly).number == 2


def test_the_administrator_chooses_on_the_page_and_the_trail_tells_it(client, cast):
    sign_in(client, cast.admin)
    address = reverse("indicators_choose", args=[cast.monthly.pk])
    assert 'type="checkbox"' in client.get(address).content.decode()
    seen = arrange.seen(cast)
    assert client.post(address, {"seen": seen, "numbers": ["3", "1"]}).status_code == 302
    assert outlines.current(cast.monthly).chosen == [1, 3]
    event = TrailEvent.objects.get(action="choose_indicators")
    assert event.changes == {"Chỉ tiêu": ["mọi chỉ tiêu của kế hoạch", "chỉ tiêu 1, 3"]}
    stale = client.post(address, {"seen": seen, "numbers": ["2"]})
    assert (stale.status_code, outlines.current(cast.monthly).chosen) == (409, [1, 3])
    lost = client.post(address, {"seen": arrange.seen(cast), "numbers": ["999"]})
    assert (lost.status_code, "999" in lost.content.decode()) == (422, True)
    page = client.get(reverse("outline", args=[cast.monthly.pk])).content.decode()
    assert "Chỉ báo cáo 2 chỉ tiêu của kế hoạch" in page


def test_a_number_that_no_plan_has_is_refused(cast):
    with pytest.raises(NotPossible, match="999"):
        outlines.choose_indicators(cast.monthly, by=cast.admin, seen=arrange.seen(cast), numbers=[1, 999])


def test_only_an_administrator_chooses(client, cast):
    sign_in(client, cast.coordinator)
    assert client.get(reverse("indicators_choose", args=[cast.monthly.pk])).status_code == 403


def test_a_file_keeps_them_and_is_shown_and_read_back(cast):
    numbers = chosen(cast)
    content = files.written(cast.monthly).encode()
    assert json.loads(content)["sections"][0] == {"content": "indicators", "numbers": numbers}
    shape = completed(files.read(content), cast.monthly)
    (told,) = differences(shape_of(outlines.current(cast.annual)), shape)
    assert f"chỉ tiêu {', '.join(map(str, numbers))}" in told
    import_outline(cast.annual, shape, by=cast.admin, seen=outlines.current(cast.annual).edits)
    assert outlines.current(cast.annual).chosen == numbers


def test_a_file_with_an_indicator_that_the_plan_lacks_is_refused_by_its_number(cast):
    found = {"format": 1, "sections": [{"content": "indicators", "numbers": [999]}]}
    shape, seen = files.read(json.dumps(found).encode()), arrange.seen(cast)
    with pytest.raises(NotPossible, match="999"):
        import_outline(cast.monthly, shape, by=cast.admin, seen=seen)
    assert outlines.current(cast.monthly).chosen == []
