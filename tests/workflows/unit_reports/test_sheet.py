"""Many units' figures on one sheet, told by telephone: all or nothing, with the source once."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import newest
from workflows.boards.asks import UNCONFIRMED_ALL
from workflows.boards.desk import desk_of
from workflows.models import AssignmentEntry, IndicatorEntry, UnitReport

SOURCE = {"name": "Bà Hoa, cán bộ văn hóa", "contact": "0912 000 005", "told_at": "2026-11-03T08:30"}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def period(cast):
    return factories.open_month(cast)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def figures(period, most=3) -> list[IndicatorEntry]:
    """One plain figure of each of some units, all in the column of its own indicator."""
    plain = IndicatorEntry.objects.filter(report__period=period).exclude(indicator__aggregation__in=["ratio", "mean"])
    entries = plain.select_related("report__unit", "indicator").order_by("report_id", "indicator__number")
    return list({entry.report_id: entry for entry in entries}.values())[:most]


def sheet(period, entries) -> str:
    columns = "&".join(sorted({f"column={entry.indicator.number}" for entry in entries}))
    return f"{reverse('telephone_sheet', args=[period.pk])}?{columns}"


def typed(entries, **changes) -> dict[str, str]:
    told = {f"i{entry.pk}_value": str(60 + place) for place, entry in enumerate(entries)}
    return told | {f"seen-{entry.report_id}": str(entry.report.version) for entry in entries} | SOURCE | changes


def test_the_figures_of_many_units_are_saved_at_once_with_their_source(cast, period):
    entries = figures(period)
    answer = signed_in(cast.coordinator).post(sheet(period, entries), typed(entries))
    assert answer.status_code == 302, answer.text[answer.text.find("error-summary") :][:1500]
    for place, entry in enumerate(entries):
        entry.refresh_from_db()
        assert (entry.value, entry.informant) == (60 + place, "Bà Hoa, cán bộ văn hóa, 03/11/2026")
        assert newest(reread(entry.report))["action"] == "save_on_behalf"


def test_one_report_that_somebody_saved_meanwhile_keeps_all_from_being_saved_and_nothing_typed_is_lost(cast, period):
    entries = figures(period)
    UnitReport.objects.filter(pk=entries[1].report_id).update(version=7, saved_by=cast["CA:drafter"])
    answer = signed_in(cast.coordinator).post(sheet(period, entries), typed(entries))
    assert answer.status_code == 409
    assert all(f'value="{60 + place}"' in answer.text for place in range(3))
    assert not IndicatorEntry.objects.filter(pk__in=[entry.pk for entry in entries], value__gte=60).exists()


def test_what_was_typed_for_a_unit_that_submitted_meanwhile_is_told(cast, period):
    report = factories.submitted(cast, "CA")
    entries = [entry for entry in figures(period, 99) if entry.report_id == report.pk]
    answer = signed_in(cast.coordinator).post(sheet(period, entries), typed(entries))
    assert answer.status_code == 409
    assert "60" in answer.text
    assert "Đã nộp" in answer.text


def test_what_cannot_be_read_is_told_with_its_unit(cast, period):
    entries = figures(period)
    told = typed(entries) | {f"i{entries[0].pk}_value": "sáu mươi"}
    answer = signed_in(cast.coordinator).post(sheet(period, entries), told)
    assert answer.status_code == 422
    assert "sáu mươi" in answer.text
    assert f"{entries[0].report.unit.short_name}, " in answer.text


def test_reports_with_nothing_left_to_explain_are_submitted_with_it_and_the_others_named(cast, period):
    ready = arrange.draft(cast, "CA")
    entries = [entry for entry in figures(period, 99) if entry.report_id == ready.pk]
    entries += [entry for entry in figures(period, 99) if entry.report_id != ready.pk][:1]
    for entry in entries:
        entry.report = reread(entry.report)
    answer = signed_in(cast.coordinator).post(sheet(period, entries), typed(entries, submits="on"), follow=True)
    assert reread(ready).state == "submitted"
    assert reread(entries[1].report).state == "draft"
    assert f"Chưa nộp: {entries[1].report.unit.short_name}" in answer.text
    assert "/on-behalf/" in answer.text, "the links by which the units confirm"


def test_how_assignments_stand_is_typed_on_the_sheet_too(cast, period):
    due = AssignmentEntry.objects.filter(report__period=period, report__unit__code="TDP").exclude(
        assignment__recurring__in=["", "quarterly", "annual"]
    )
    task = due.select_related("report", "assignment")[0]
    address = f"{reverse('telephone_sheet', args=[period.pk])}?column=T{task.assignment.number}"
    page = signed_in(cast.coordinator)
    assert f'name="a{task.pk}_status"' in page.get(address).text
    told = {f"a{task.pk}_status": "in_progress", f"seen-{task.report_id}": str(task.report.version)}
    assert page.post(address, told | SOURCE).status_code == 302
    task.refresh_from_db()
    assert (task.status, task.informant) == ("in_progress", "Bà Hoa, cán bộ văn hóa, 03/11/2026")


def test_nobody_but_who_coordinates_has_the_sheet(cast, period):
    entries = figures(period)
    for who in ("CA:drafter", "MX:admin", "BCĐ:approver", "MX:auditor"):
        assert signed_in(cast[who]).post(sheet(period, entries), typed(entries)).status_code == 403
    assert not UnitReport.objects.filter(period=period).exclude(informants=[]).exists()


def test_the_sheet_takes_ten_statements_at_most(cast, period, django_assert_max_num_queries):
    client = signed_in(cast.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(sheet(period, figures(period)))
    assert page.status_code == 200


def test_what_many_units_have_not_confirmed_is_one_line_of_the_desk(cast, period):
    entries = figures(period)
    signed_in(cast.coordinator).post(sheet(period, entries), typed(entries))
    (line,) = [task for task in desk_of(cast.coordinator).waiting if task.ask is UNCONFIRMED_ALL]
    assert (line.report, line.missing, line.url) == (period, 3, reverse("telephone_sheet_links", args=[period.pk]))
    page = signed_in(cast.coordinator).get("/").content.decode()
    assert "Đã nhập thay, các đơn vị chưa xác nhận: 3 đơn vị" in " ".join(page.split())
