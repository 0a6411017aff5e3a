"""Báo cáo đột xuất: what the office asks units to report by itself."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import Document, OutboxMessage, TrailEvent
from tests import factories
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange as reports
from tests.workflows.periods.arrange import ASKED, QUARTERLY, asked, made
from tests.workflows.traces import undone
from workflows.boards.desk import desk_of
from workflows.documents.source import content_of, with_source
from workflows.figures.actions import override_figure
from workflows.models import AssignmentEntry, IndicatorEntry, ReportingPeriod, ReportKind, WardReport
from workflows.periods import kinds, requests
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.findings import entries_of
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-06 09:00"
TOLD_OF_A_YEAR = ("Lũy kế", "đầu năm", "vượt tiến độ", "chỉ tiêu chậm", "nhiệm vụ của Kế hoạch (")


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def taken_in(cast, period):
    for code in period.unit_reports.values_list("unit__code", flat=True):
        report = factories.fill(reread(period.unit_reports.get(unit__code=code)), cast)
        report = reread(unit_reports.submit(report, by=cast[f"{code}:unit_head"], seen=report.version))
        report = reread(unit_reports.take(report, by=cast.coordinator))
        unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    return WardReport.objects.with_names().get(period=period)


def test_the_units_named_are_asked_in_words_under_a_title_and_until_days_of_their_own(cast):
    period = asked(cast)
    assert set(period.unit_reports.values_list("unit__code", flat=True)) == {"CA", "TDP"}
    assert not IndicatorEntry.objects.filter(report__period=period).exists()
    assert not AssignmentEntry.objects.filter(report__period=period).exists()
    assert (str(period), period.words) == (f"Báo cáo đột xuất: {ASKED['title']}", ASKED["title"])
    assert (period.unit_due_at, period.ward_due_at) == (ASKED["unit_due_at"], ASKED["ward_due_at"])
    assert (period.code, period.ends.isoformat(), period.plan.year) == ("yc-ra-soat-ha-tang-so-ta", "2026-11-09", 2026)


def test_it_stands_on_the_desk_of_the_unit_with_its_due_day(cast):
    asked(cast)
    task = next(task for task in desk_of(cast["CA:drafter"]).tasks if ASKED["title"] in str(task.report))
    assert task.due.at == ASKED["unit_due_at"]
    assert not [task for task in desk_of(cast["VP:drafter"]).tasks if ASKED["title"] in str(task.report)]


def test_the_units_are_told_by_mail_what_is_asked(cast):
    asked(cast)
    told = OutboxMessage.objects.filter(topic="mail", payload__event="asked_for")
    assert {row.payload["unit"] for row in told} == {cast.units["CA"].pk, cast.units["TDP"].pk}
    assert {row.payload["reason"] for row in told} == {ASKED["brief"]}


def test_it_stands_on_the_trail_with_all_that_was_asked(cast):
    period = asked(cast)
    event = TrailEvent.objects.get(action="ask_for_report")
    assert (event.actor, event.subject_id) == (cast.coordinator, period.ward_reports.get().pk)
    assert event.changes["title"] == [None, ASKED["title"]]
    assert event.changes["reporting_units"] == [None, "CA, TDP"]
    assert event.changes["unit_due_at"] == [None, "2026-11-10T00:00:00+07:00"]


def test_it_goes_the_way_of_every_report_to_its_issue(cast):
    report = reread(ward_reports.consolidate(taken_in(cast, asked(cast)), by=cast.coordinator))
    report = reread(ward_reports.send_for_approval(report, by=cast.coordinator))
    report = reread(approval.approve(report, by=cast.approver, seen=shown(report)))
    assert reread(issuing.issue(report, by=cast.clerk)).state == "issued"


def test_its_document_bears_its_title_and_no_annex(cast):
    report = ward_reports.consolidate(taken_in(cast, asked(cast)), by=cast.coordinator)
    document = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    assert (document.subject, document.plan) == (ASKED["title"], None)
    assert "báo cáo về rà soát hạ tầng số tại các tổ dân phố như sau" in document.opening
    assert document.sections[-1].paragraphs
    assert "Cả 02 đơn vị đã gửi báo cáo" in document.sections[0].paragraphs[0]
    directions = [section.title for section in document.sections if section.key == "directions"]
    assert directions in ([], ["Phương hướng, nhiệm vụ trọng tâm thời gian tới"])


def test_a_second_request_of_the_same_title_has_a_code_of_its_own(cast):
    first, second = asked(cast), asked(cast, "VP")
    assert first.code != second.code
    assert first.kind == second.kind


def test_nothing_is_carried_over_from_one_request_to_the_next(cast):
    taken_in(cast, asked(cast, "CA", on_plan=True))
    report = reread(asked(cast, "CA", title="Việc khác", on_plan=True).unit_reports.get())
    assert not report.indicator_entries.exclude(value=None).exists()
    assert all(row.last is None for row in entries_of(report).indicators)


def test_it_may_ask_for_the_plans_figures_too(cast):
    period = asked(cast, "CA", on_plan=True)
    numbers = period.unit_reports.get().indicator_entries.values_list("indicator__number", flat=True)
    assert list(numbers) == [8, 9, 10, 20]


def test_figures_of_a_request_stand_alone(cast):
    reports.consolidated(cast)
    ward_reports.consolidate(taken_in(cast, asked(cast, "CA", on_plan=True)), by=cast.coordinator)
    second = asked(cast, "CA", title="Việc khác", on_plan=True)
    report = ward_reports.consolidate(taken_in(cast, second), by=cast.coordinator)
    figure = report.figures.get(indicator__number=9)
    assert (figure.value, figure.year_value, figure.light, figure.before) == (50, None, "", None)


def test_its_document_tells_of_its_own_days_and_of_what_was_asked_alone(cast):
    cast.ward.plans.get().indicators.filter(number=9).update(goal=100, aggregation="sum", stock=False, direction="up")
    period = asked(cast, "CA", on_plan=True)
    asked_for = set(period.unit_reports.get().indicator_entries.values_list("indicator__number", flat=True))
    tasks = set(period.unit_reports.get().assignment_entries.values_list("assignment__number", flat=True))
    report = ward_reports.consolidate(taken_in(cast, period), by=cast.coordinator)
    document = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    assert {row.number for row in document.indicators} == asked_for
    assert {row.number for group in document.assignments for row in group.rows} == tasks
    assert {(row.year_to_date, row.rating) for row in document.indicators} == {(None, None)}
    told = "\n".join(line for section in document.sections for line in section.paragraphs)
    assert not [word for word in TOLD_OF_A_YEAR if word in told]
    assert not [row for row in period.plan.indicators.exclude(number__in=asked_for) if row.name in told]
    name = document.indicators[1].name
    assert f"- {name}: 50" in told


def test_an_adjusted_figure_of_a_request_is_none_of_the_year_either(cast):
    report = ward_reports.consolidate(taken_in(cast, asked(cast, "CA", on_plan=True)), by=cast.coordinator)
    given = {"value": Decimal(7)}
    figure = override_figure(reread(report), by=cast.coordinator, number=9, given=given, reason="Đếm lại")
    assert (figure.value, figure.year_value, figure.computed_year, figure.light) == (7, None, None, "")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"unit_due_at": instant("2026-11-06 00:00")}, "đã qua"),
        ({"ward_due_at": instant("2026-11-10 00:00")}, "sau các đơn vị"),
    ],
)
def test_due_times_that_cannot_be_kept_are_refused(cast, settings, says):
    with pytest.raises(NotPossible, match=says):
        asked(cast, **settings)
    assert not ReportingPeriod.objects.exists()


def test_units_that_report_no_more_and_no_units_are_refused(cast):
    cast.ward.members.filter(code="TDP").update(retired_at=instant("2026-11-05 00:00"))
    with pytest.raises(NotPossible, match="không còn báo cáo"):
        asked(cast)
    with pytest.raises(NotPossible, match="ít nhất một đơn vị"):
        requests.ask_for_report(cast.ward, by=cast.coordinator, units=[], **ASKED)


def test_only_who_coordinates_the_ward_asks(cast):
    for person in (cast.admin, cast["CA:unit_head"], cast.approver):
        with pytest.raises(PermissionDenied):
            requests.ask_for_report(cast.ward, by=person, units=[cast.units["CA"]], **ASKED)
    assert not OutboxMessage.objects.filter(payload__event="asked_for").exists()


def test_what_is_asked_for_once_is_not_asked_for_twice(cast):
    kind = made(cast, **(QUARTERLY | {"name": "Tổng kết nhiệm kỳ", "frequency": "once"}))
    asked(cast, kind=kind)
    with pytest.raises(NotPossible, match="chỉ yêu cầu một lần"):
        asked(cast, kind=kind, title="Lần nữa")


def test_a_ward_of_an_earlier_release_gets_its_kind_with_its_first_request(cast):
    own = ReportKind.objects.get(ward=cast.ward, code=kinds.ASKED)
    own.rungs.all().delete()
    own.route.versions.all().delete()
    own.route.delete()
    own.delete()
    period = asked(cast)
    assert (period.kind.code, period.kind.symbol, period.kind.form) == ("dot-xuat", "BC-BCĐ", "committee")
    assert period.kind.route.steps.count() == 1


def test_a_request_that_was_rolled_back_leaves_nothing(cast):
    with undone():
        asked(cast)
    assert not ReportingPeriod.objects.exists()
    assert not OutboxMessage.objects.filter(payload__event="asked_for").exists()


def test_its_cost_does_not_grow_with_the_units(cast, statements):
    asked(cast, "CA")
    with statements() as of_one:
        asked(cast, "CA")
    with statements() as of_four:
        asked(cast, "CA", "TDP", "VP", "VHXH")
    assert len(of_four) <= len(of_one), of_four.sql


def test_the_register_keeps_the_longest_title(cast):
    """SQLite keeps what is too long for its column, and PostgreSQL refuses it when the report is issued."""
    period = asked(cast, title="T" * ReportingPeriod._meta.get_field("title").max_length)
    report = WardReport.objects.with_names().get(period=period)
    assert len(report.covers) <= Document._meta.get_field("period").max_length
