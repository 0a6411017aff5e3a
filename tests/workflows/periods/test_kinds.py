"""Kinds of report that the ward's administrator makes, copies, changes and retires."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.trail.chain import verify_subject
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange as reports
from tests.workflows.periods.arrange import QUARTERLY, WEEKLY, made, quarterly
from workflows import tasks
from workflows.models import ReportingPeriod, ReportKind, UnitReport
from workflows.periods import actions as periods
from workflows.periods import kinds
from workflows.routes.actions import standing
from workflows.routes.versions import shape_of

TODAY = "2026-11-06 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def change(kind, by, seen=None, **settings):
    kept = {name: getattr(kind, name) for name in ("name", "frequency")}
    seen = kinds.edits_of(ReportKind.objects.get(pk=kind.pk)) if seen is None else seen
    return kinds.change_kind(kind, by=by, seen=seen, **(kept | settings))


def test_the_ward_begins_with_todays_two_kinds_and_that_of_what_its_office_asks_for(cast):
    found = [(kind.code, kind.frequency, kind.on_plan) for kind in ReportKind.objects.filter(ward=cast.ward)]
    assert found == [("monthly", "monthly", True), ("annual", "annual", True), ("dot-xuat", "event", False)]
    assert cast.annual.months == cast.monthly


def test_a_new_kind_has_the_settings_given_and_the_route_of_its_model(cast):
    kind = quarterly(cast)
    assert (kind.code, kind.frequency, kind.ward_day, kind.opens_from.isoformat()) == (
        "bao-cao-quy",
        "quarterly",
        10,
        "2026-10-01",
    )
    assert shape_of(standing(kind.route)) == shape_of(standing(cast.monthly.route))
    assert kind.route.versions.get().number == 1


def test_the_step_of_the_copy_is_its_own(cast):
    kind = quarterly(cast)
    assert set(standing(kind.route)).isdisjoint(standing(cast.monthly.route))


def test_making_a_kind_stands_on_the_trail_of_its_route(cast):
    kind = made(cast, **WEEKLY, reporters="chosen", units=[cast.units["CA"], cast.units["TDP"]])
    event = TrailEvent.objects.get(subject_kind="route", subject_id=kind.route.pk)
    assert (event.action, event.actor) == ("make_kind", cast.admin)
    assert event.changes["frequency"] == ["", "weekly"]
    assert event.changes["reporting_units"] == ["", "CA, TDP"]
    assert event.changes["steps"] == [None, "Phó Trưởng Ban"]
    assert not verify_subject("route", kind.route.pk).fault


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"name": "báo cáo THÁNG"}, "mang tên này"),
        ({"unit_day": 12, "ward_day": 11}, "trước ngày"),
        ({"unit_day": 30, "ward_day": 31}, "từ 1 đến 28"),
        ({"reporters": "chosen"}, "chọn các đơn vị"),
        ({"reporters": "by_kind", "unit_kinds": ["Sở"]}, "loại đơn vị"),
        ({"frequency": "weekly"}, "từ 1 đến 7"),
    ],
)
def test_settings_that_do_not_go_together_are_refused_and_nothing_is_made(cast, settings, says):
    with pytest.raises(NotPossible, match=says):
        made(cast, **(QUARTERLY | settings))
    assert ReportKind.objects.filter(ward=cast.ward).count() == 3


def test_only_a_year_begins_with_months(cast):
    with pytest.raises(NotPossible, match="Chỉ báo cáo năm"):
        made(cast, **QUARTERLY, months=cast.monthly)


def test_only_who_administers_the_ward_makes_changes_and_retires(cast):
    kind = quarterly(cast)
    for act in (
        lambda: kinds.make_kind(cast.monthly, by=cast.coordinator, **WEEKLY),
        lambda: change(kind, cast.coordinator, lead_days=5),
        lambda: kinds.retire_kind(kind, by=cast.coordinator),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_change_is_told_with_old_and_new(cast):
    kind = change(quarterly(cast), cast.admin, lead_days=7, units=[cast.units["CA"]], reporters="chosen")
    assert kind.lead_days == 7
    event = TrailEvent.objects.get(action="change_kind")
    assert event.changes == {
        "lead_days": [20, 7],
        "reporters": ["all", "chosen"],
        "reporting_units": ["", "CA"],
    }


def test_what_stays_the_same_is_no_event(cast):
    change(quarterly(cast), cast.admin)
    assert not TrailEvent.objects.filter(action="change_kind").exists()


def test_two_administrators_do_not_overwrite_each_other(cast):
    kind = quarterly(cast)
    seen = kinds.edits_of(kind)
    change(kind, cast.admin, lead_days=7)
    with pytest.raises(NotPossible, match="Có người đã sửa"):
        change(kind, cast.admin, seen=seen, lead_days=8)
    assert ReportKind.objects.get(pk=kind.pk).lead_days == 7


def test_how_often_stays_once_a_period_is_there(cast):
    factories.open_month(cast)
    with pytest.raises(NotPossible, match="chép thành loại mới"):
        change(cast.monthly, cast.admin, frequency="quarterly")


def test_an_open_period_keeps_its_times_when_the_kind_changes(cast):
    period = factories.open_month(cast)
    due = period.unit_due_at
    change(cast.monthly, cast.admin, unit_day=3)
    period.refresh_from_db()
    assert period.unit_due_at == due


def test_a_kind_with_an_open_period_is_not_retired(cast):
    kind = quarterly(cast)
    periods.open_period(kind, "2026-Q4")
    with pytest.raises(NotPossible, match="Báo cáo quý IV/2026"):
        kinds.retire_kind(kind, by=cast.admin)
    assert ReportKind.objects.get(pk=kind.pk).retired_at is None


def test_a_kind_whose_periods_are_issued_is_retired_and_opens_no_more(cast):
    report = reports.issued(cast)
    change(cast.annual, cast.admin, months=None)
    kinds.retire_kind(cast.monthly, by=cast.admin)
    with pytest.raises(NotPossible, match="đã thôi dùng"):
        periods.open_period(cast.monthly, "2026-11")
    tasks.open_periods()
    assert not ReportingPeriod.objects.filter(code="2026-11").exists()
    assert TrailEvent.objects.get(action="retire_kind").subject_id == cast.monthly.route.pk
    assert reread(report).state == "issued"
    assert periods.open_period(cast.monthly, factories.MONTH) == report.period


def test_a_kind_on_which_a_year_rests_and_that_of_requests_stay(cast):
    with pytest.raises(NotPossible, match="Báo cáo năm"):
        kinds.retire_kind(cast.monthly, by=cast.admin)
    with pytest.raises(NotPossible, match="luôn được giữ"):
        kinds.retire_kind(ReportKind.objects.get(ward=cast.ward, code="dot-xuat"), by=cast.admin)


def test_the_kind_of_requests_is_never_one_that_the_clock_opens(cast):
    with pytest.raises(NotPossible, match="luôn được giữ"):
        change(ReportKind.objects.get(ward=cast.ward, code="dot-xuat"), cast.admin, frequency="quarterly")


def test_chosen_units_alone_report(cast):
    kind = made(cast, **QUARTERLY, reporters="chosen", units=[cast.units["CA"], cast.units["TDP"]])
    assert reporting(periods.open_period(kind, "2026-Q4")) == {"CA", "TDP"}


def test_units_of_the_chosen_kinds_alone_report(cast):
    cast.ward.members.filter(code__in=["CA", "VP"]).update(kind="Công an, văn phòng")
    kind = made(cast, **QUARTERLY, reporters="by_kind", unit_kinds=["Công an, văn phòng"])
    assert reporting(periods.open_period(kind, "2026-Q4")) == {"CA", "VP"}


def test_a_chosen_unit_that_is_retired_meanwhile_is_not_asked(cast):
    kind = made(cast, **QUARTERLY, reporters="chosen", units=[cast.units["CA"], cast.units["TDP"]])
    cast.ward.members.filter(code="TDP").update(retired_at=instant("2026-11-05 00:00"))
    assert reporting(periods.open_period(kind, "2026-Q4")) == {"CA"}


def reporting(period) -> set[str]:
    return set(UnitReport.objects.filter(period=period).values_list("unit__code", flat=True))
