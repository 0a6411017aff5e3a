"""A plan is amended: which open periods follow the new version is chosen, and what changes in each is shown."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.units.workbook.workbooks import sample_plan
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, mails, newest
from units.models import Plan
from units.plans import actions as plan_actions
from workflows.models import AssignmentEntry, IndicatorEntry
from workflows.plans.moving import actions as moving
from workflows.plans.moving import changes
from workflows.unit_reports import actions as unit_reports

REASON = "Điều chỉnh kế hoạch theo 15/KH-BCĐ"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def amended(cast) -> Plan:
    """Version 2: the goal of the first indicator is raised, task 1 goes from VHXH to CA, task 2 is dropped."""
    content = sample_plan()
    first, *others = content.indicators
    handed, _dropped, *tasks = content.assignments
    helpers = tuple(code for code in handed.cooperating if code != "CA")
    content = replace(
        content,
        indicators=(replace(first, goal=Decimal(95)), *others),
        assignments=(replace(handed, lead="CA", cooperating=helpers), *tasks),
    )
    return plan_actions.import_plan(content, by=cast.admin).plan


def move(cast, plan, period, who="VHXH:coordinator", reason=REASON):
    return moving.move_periods(plan, [period], by=cast[who], reason=reason)


def task_of(period, number, unit):
    return AssignmentEntry.objects.filter(
        report__period=period, assignment__number=number, report__unit__code=unit
    ).first()


def test_what_is_typed_stays_and_is_measured_by_the_new_goal(cast):
    draft = arrange.draft(cast)
    kept = dict(draft.indicator_entries.values_list("indicator__number", "value"))
    plan = amended(cast)
    move(cast, plan, draft.period)
    entries = IndicatorEntry.objects.filter(report__period=draft.period).select_related("indicator")
    assert {entry.indicator.plan_id for entry in entries} == {plan.pk}
    assert dict(draft.indicator_entries.values_list("indicator__number", "value")) == kept
    assert entries.filter(indicator__number=1)[0].indicator.goal == 95


def test_the_page_names_the_goals_that_change_and_the_history_what_was_dropped(cast, client):
    was = sample_plan().indicators[0].goal
    period = factories.open_month(cast)
    plan = amended(cast)
    (change,) = changes.changes_of([period], plan)
    assert list(change.goals.values()) == [(f"{was.normalize():f}".replace(".", ","), "95")]
    client.force_login(cast.coordinator)
    assert "thành 95" in client.get(reverse("plan_move", args=[plan.pk])).text
    address = reverse("plan_history", args=[plan.pk, "assignment", 2])
    assert "Phiên bản 2 ngày 03/11/2026 đã bỏ nội dung này" in client.get(address).text


def test_a_task_goes_to_the_unit_that_leads_it_now_as_it_stood(cast):
    period = factories.open_month(cast)
    former = task_of(period, 1, "VHXH")
    AssignmentEntry.objects.filter(pk=former.pk).update(status="in_progress", result="Đã ban hành 3 văn bản")
    move(cast, amended(cast), period)
    entry = task_of(period, 1, "CA")
    assert (entry.status, entry.result) == ("in_progress", "Đã ban hành 3 văn bản")
    assert task_of(period, 1, "VHXH") is None
    told = events(reread(former.report))[-1]
    assert told.changes["T1.result"] == ["Đã ban hành 3 văn bản", None]
    assert events(reread(entry.report))[-1].changes == {"T1.asked_for": [False, True]}
    assert ("view_reports", cast.units["CA"].pk) in mails("plan_changed")


def test_a_task_that_is_dropped_is_asked_of_nobody(cast):
    period = factories.open_month(cast)
    move(cast, amended(cast), period)
    assert not AssignmentEntry.objects.filter(report__period=period, assignment__number=2).exists()


def test_the_month_after_begins_with_what_the_former_lead_told(cast, on_day):
    told = task_of(factories.all_accepted(cast).period, 1, "VHXH")
    amended(cast)
    on_day("2026-12-01 09:00")
    entry = task_of(factories.open_month(cast, "2026-11"), 1, "CA")
    assert (entry.status, entry.result) == (told.status, told.result)


def test_who_moved_it_and_why_stands_in_the_trail(cast):
    report = factories.ward_report(cast)
    move(cast, amended(cast), report.period)
    assert newest(reread(report)) == event_of(cast.coordinator, "move_to_plan", reason=REASON)
    assert events(reread(report))[-1].changes == {"version": [1, 2]}


def test_reports_that_would_change_and_are_with_the_office_are_returned_first(cast):
    report = factories.submitted(cast)
    with pytest.raises(NotPossible, match=cast.units["CA"].short_name):
        move(cast, amended(cast), report.period)
    assert reread(report).period.plan.version == 1


def test_a_submitted_report_in_which_nothing_comes_or_goes_only_follows(cast):
    report = factories.submitted(cast, "TTPVHCC")
    plan = amended(cast)
    assert "TTPVHCC" not in {each.unit.code for each in changes.changes_of([report.period], plan)[0].touched}
    move(cast, plan, report.period)
    now = reread(report)
    assert (now.version, now.state, now.period.plan_id) == (report.version, "submitted", plan.pk)


def test_the_head_reads_again_what_is_asked(cast):
    report = arrange.draft(cast)
    move(cast, amended(cast), report.period)
    with pytest.raises(NotPossible):
        unit_reports.submit(reread(report), by=cast["CA:unit_head"], seen=report.version)


def test_a_period_that_is_put_together_keeps_its_version(cast):
    report = arrange.consolidated(cast)
    with pytest.raises(NotPossible):
        move(cast, amended(cast), report.period)


@pytest.mark.parametrize("who", ["MX:admin", "CA:unit_head", "BCĐ:approver"])
def test_whoever_coordinates_chooses(cast, who):
    with pytest.raises(PermissionDenied):
        move(cast, amended(cast), factories.open_month(cast), who)


def test_the_page_shows_what_changes_before_it_is_confirmed(cast, client, statements):
    period = factories.open_month(cast)
    plan = amended(cast)
    client.force_login(cast.coordinator)
    address = reverse("plan_move", args=[plan.pk])
    assert address in client.get(reverse("plan")).text
    with statements() as counted:
        page = client.get(address).text
    assert len(counted) <= 12, counted.sql
    assert f"chuyển cho {cast.units['CA'].short_name}" in page
    assert client.post(address, {"reason": REASON}).status_code == 422
    assert client.post(address, {"periods": period.pk, "reason": ""}).status_code == 422
    assert client.post(address, {"periods": period.pk, "reason": REASON}).status_code == 302
    period.refresh_from_db()
    assert period.plan_id == plan.pk


def test_units_that_only_help_are_not_asked_and_nothing_is_counted_twice(cast, client):
    plan = Plan.objects.get()
    client.force_login(cast.coordinator)
    address = reverse("plan_helping", args=[plan.pk])
    assert address in client.get(reverse("plan")).text
    helper = cast.units["VP"]
    open_before = factories.open_month(cast, "2026-09")
    refused = client.post(address, {"i1": [helper.pk], "reason": ""})
    assert (refused.status_code, plan.indicators.get(number=1).helping.count()) == (422, 0)
    client.post(address, {"i1": [helper.pk], "reason": "Trung tâm đếm cả hồ sơ của Văn phòng"})
    assert newest(Plan.objects.get())["action"] == "set_helping"
    asked = IndicatorEntry.objects.filter(indicator__number=1, report__unit=helper)
    assert not asked.filter(report__period=factories.open_month(cast)).exists()
    assert asked.filter(report__period=open_before).exists()
    move(cast, plan, open_before)
    assert not asked.exists()
    assert set(amended(cast).indicators.get(number=1).helping.all()) == {helper}
