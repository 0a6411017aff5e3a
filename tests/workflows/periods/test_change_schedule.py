"""Another schedule of a kind: for periods that open from then on, or for those too that are open."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from approvals.trail.chain import verify_subject
from tests import factories
from tests.people import instant
from workflows import tasks
from workflows.models import ReportingPeriod, ReportKind
from workflows.periods import kinds
from workflows.periods.schedules import actions as schedules

TODAY = "2026-11-03 09:00"
WHY = "Tỉnh đổi ngày báo cáo"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def change(cast, by=None, **settings):
    kind = ReportKind.objects.get(pk=cast.monthly.pk)
    return schedules.change_schedule(kind, by=by or cast.admin, seen=kinds.edits_of(kind), **settings)


def test_an_open_period_keeps_its_due_times_where_nothing_else_is_asked(cast):
    period = factories.open_month(cast)
    assert change(cast, unit_day=7) == []
    assert ReportingPeriod.objects.get(pk=period.pk).unit_due_at == period.unit_due_at
    assert factories.open_month(cast, "2026-11").unit_due_at == instant("2026-12-07 00:00")


def test_an_open_period_moves_with_a_reason_its_trail_and_its_units_read(cast):
    period = factories.open_month(cast)
    assert change(cast, unit_day=7, ward_day=12, move_open=True, reason=WHY) == [period]
    moved = ReportingPeriod.objects.get(pk=period.pk)
    assert (moved.unit_due_at, moved.ward_due_at) == (instant("2026-11-07 00:00"), instant("2026-11-12 00:00"))
    event = TrailEvent.objects.get(action="change_due")
    assert (event.subject_kind, event.actor, event.reason) == ("wardreport", cast.admin, WHY)
    assert event.changes["unit_due_at"] == ["2026-11-05T00:00:00+07:00", "2026-11-07T00:00:00+07:00"]
    assert not verify_subject("wardreport", event.subject_id).fault
    mails = OutboxMessage.objects.filter(topic="mail", payload__event="due_changed")
    assert mails.count() == period.unit_reports.count()
    assert WHY in mails.first().payload["reason"]


def test_no_reason_moves_no_open_period_and_changes_nothing(cast):
    factories.open_month(cast)
    with pytest.raises(NotPossible, match="rõ lý do"):
        change(cast, unit_day=7, move_open=True, reason=" ")
    assert ReportKind.objects.get(pk=cast.monthly.pk).unit_day == 5


def test_days_that_make_the_units_of_an_open_period_late_at_once_are_refused_for_it(cast, on_day):
    on_day("2026-10-25 09:00")
    factories.open_month(cast)
    on_day(TODAY)
    with pytest.raises(NotPossible, match="quá hạn ngay"):
        change(cast, unit_day=2, move_open=True, reason=WHY)
    assert ReportKind.objects.get(pk=cast.monthly.pk).unit_day == 5


def test_a_period_that_would_be_late_by_the_new_days_does_not_open_by_itself(cast):
    change(cast, unit_day=2)
    tasks.open_periods()
    assert not ReportingPeriod.objects.filter(kind=cast.monthly, code="2026-10").exists()
    assert ReportKind.objects.get(pk=cast.monthly.pk).opens_from == date(2026, 11, 1)


def test_another_name_leaves_alone_with_which_period_a_kind_begins(cast, on_day):
    on_day("2026-11-08 09:00")
    change(cast, name="Báo cáo hằng tháng")
    assert ReportKind.objects.get(pk=cast.monthly.pk).opens_from == cast.monthly.opens_from


def test_whoever_does_not_administer_the_ward_changes_no_schedule(cast):
    with pytest.raises(PermissionDenied):
        change(cast, by=cast.coordinator, unit_day=7)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"unit_day": 31, "ward_day": 32}, "từ 1 đến 28"),
        ({"unit_day": 10, "ward_day": 10}, "trước ngày"),
        ({"green": "0.7", "amber": "0.8"}, "Ngưỡng vàng"),
    ],
)
def test_settings_that_do_not_hold_are_refused(cast, settings, says):
    with pytest.raises(NotPossible, match=says):
        change(cast, **settings)


def test_the_first_period_that_is_there_follows_whether_it_tells_the_year_so_far(cast):
    period = factories.open_month(cast)
    for covers, starts in ((True, "2026-01-01"), (False, "2026-10-01")):
        change(cast, first_covers_year=covers)
        assert ReportingPeriod.objects.get(pk=period.pk).starts.isoformat() == starts
    event = TrailEvent.objects.filter(action="change_kind").latest("seq")
    assert event.changes == {"first_covers_year": [True, False]}
