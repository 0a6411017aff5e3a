"""Other due times for a period or for one unit, and how lateness is judged by them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from tests import factories
from tests.factories import reread
from tests.people import instant
from workflows.models import ReportingPeriod
from workflows.periods.steering import actions as steering
from workflows.unit_reports import actions as unit_reports

WHY = "Mất điện hai ngày"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def change(cast, period, unit="2026-11-09 00:00", ward="2026-11-12 00:00", by=None, reason=WHY):
    told = {"unit_due_at": instant(unit), "ward_due_at": instant(ward), "reason": reason}
    return steering.change_due(period, by=by or cast.coordinator, **told)


def extend(cast, report, until="2026-11-08 00:00", by=None):
    return steering.extend(reread(report), by=by or cast.coordinator, due_at=instant(until), reason=WHY)


def submit(cast, report):
    return reread(unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version))


def test_all_units_get_another_due_time_and_read_why(cast):
    period = factories.open_month(cast)
    assert change(cast, period)
    assert ReportingPeriod.objects.get().unit_due_at == instant("2026-11-09 00:00")
    event = TrailEvent.objects.get(action="change_due")
    assert (event.actor, event.reason, sorted(event.changes)) == (cast.coordinator, WHY, ["unit_due_at", "ward_due_at"])
    assert OutboxMessage.objects.filter(payload__event="due_changed").count() == period.unit_reports.count()


def test_a_second_change_tells_the_units_again(cast):
    period = factories.open_month(cast)
    change(cast, period)
    change(cast, period, unit="2026-11-10 00:00")
    assert OutboxMessage.objects.filter(payload__event="due_changed").count() == 2 * period.unit_reports.count()


def test_the_same_due_times_are_no_event(cast):
    period = factories.open_month(cast)
    assert not change(cast, period, unit="2026-11-05 00:00", ward="2026-11-10 00:00")
    assert not TrailEvent.objects.filter(action="change_due").exists()


@pytest.mark.parametrize(
    ("unit", "ward", "says"),
    [
        ("2026-11-12 00:00", "2026-11-12 00:00", "phải đến hạn sau"),
        ("2026-10-01 00:00", "2026-11-12 00:00", "đứng trước lúc mở kỳ"),
        ("2026-11-03 00:00", "2026-11-12 00:00", "quá hạn ngay"),
    ],
)
def test_due_times_that_nobody_can_keep_are_refused(cast, unit, ward, says, on_day):
    on_day("2026-10-25 09:00")
    period = factories.open_month(cast)
    on_day("2026-11-03 09:00")
    with pytest.raises(NotPossible, match=says):
        change(cast, period, unit=unit, ward=ward)


def test_only_who_coordinates_changes_and_extends(cast):
    report = factories.unit_report(cast)
    for act in (lambda: change(cast, report.period, by=cast.approver), lambda: extend(cast, report, by=cast.approver)):
        with pytest.raises(PermissionDenied):
            act()


def test_one_unit_is_given_more_time_and_the_others_are_not(cast, on_day):
    extend(cast, factories.unit_report(cast))
    on_day("2026-11-06 09:00")
    assert reread(factories.unit_report(cast)).due_at == instant("2026-11-08 00:00")
    assert reread(factories.unit_report(cast, "TDP")).due_at == instant("2026-11-05 00:00")
    event = TrailEvent.objects.get(action="extend")
    assert event.changes == {"due_at": ["2026-11-05T00:00:00+07:00", "2026-11-08T00:00:00+07:00"]}
    assert (event.reason, event.scope) == (WHY, cast.units["CA"].pk)


def test_a_unit_with_more_time_is_not_counted_as_overdue(cast, client, on_day):
    extend(cast, factories.unit_report(cast))
    on_day("2026-11-06 09:00")
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    grid = client.get(reverse("period", args=[factories.MONTH])).context["grid"]
    rows = {row.report.unit.code: row.overdue for row in grid.rows}
    assert (rows.pop("CA"), set(rows.values())) == (False, {True})
    strip = client.get(reverse("periods")).context["rows"][0]
    assert strip.overdue == len(rows)


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("2026-11-05 00:00", "Hạn của đơn vị vốn đã là trước ngày 05/11/2026"),
        ("2026-11-20 00:00", "Hạn của báo cáo tổng hợp là trước"),
    ],
)
def test_more_time_that_is_none_or_too_much_is_refused(cast, until, says):
    with pytest.raises(NotPossible, match=says):
        extend(cast, factories.unit_report(cast), until=until)


def test_more_time_that_is_over_is_refused_for_what_is_not_submitted(cast, on_day):
    report = factories.unit_report(cast)
    on_day("2026-11-08 09:00")
    with pytest.raises(NotPossible, match="đã qua"):
        extend(cast, report, until="2026-11-07 00:00")


def test_the_ward_is_not_due_before_a_unit_that_was_given_more_time(cast):
    report = factories.unit_report(cast)
    extend(cast, report, until="2026-11-10 00:00")
    with pytest.raises(NotPossible, match="đã được thêm thời gian"):
        change(cast, report.period, unit="2026-11-06 00:00", ward="2026-11-09 00:00")


def test_late_is_judged_by_the_due_time_in_force_at_submission(cast):
    report = submit(cast, factories.fill(factories.unit_report(cast), cast))
    ReportingPeriod.objects.filter(pk=report.period_id).update(unit_due_at=instant("2026-11-02 00:00"))
    assert reread(report).on_time is True
    assert reread(report).on_time_since is False


@pytest.mark.parametrize("for_all", [True, False])
def test_an_extension_given_after_a_late_submission_counts_and_says_so(cast, client, on_day, for_all):
    report = factories.fill(factories.unit_report(cast), cast)
    on_day("2026-11-06 09:00")
    report = submit(cast, report)
    assert (report.on_time, report.on_time_since) == (False, False)
    change(cast, report.period) if for_all else extend(cast, report)
    report = reread(report)
    assert (report.on_time, report.on_time_since) == (True, True)
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    assert "hồi tố" in client.get(reverse("unit_report", args=[report.pk])).content.decode()
    assert "hồi tố" in client.get(reverse("period", args=[factories.MONTH])).content.decode()


def test_the_pages_change_and_extend(cast, client):
    report = factories.unit_report(cast)
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    days = {"unit_before": "2026-11-07", "ward_before": "2026-11-11", "reason": WHY}
    due = reverse("period_due", args=[report.period_id])
    assert due in client.get(reverse("period", args=[factories.MONTH])).content.decode()
    assert "Hiện nay: trước ngày 05/11/2026 (hết 04/11/2026 còn kịp)" in client.get(due).content.decode()
    assert 'value="05/11/2026"' in client.get(due).content.decode()  # the day that every page tells
    assert client.post(due, days).status_code == 302
    assert ReportingPeriod.objects.get().unit_due_at == instant("2026-11-07 00:00")
    more = reverse("unit_report_extend", args=[report.pk])
    assert more in client.get(reverse("unit_report", args=[report.pk])).content.decode()
    refused = client.post(more, {"unit_before": "2026-11-07", "reason": WHY})
    assert refused.status_code == 409
    assert "vốn đã là trước ngày 07/11/2026" in refused.content.decode()
    assert client.post(more, {"unit_before": "2026-11-10", "reason": WHY}).status_code == 302
    assert reread(report).extended_to == instant("2026-11-10 00:00")


def test_a_last_day_that_is_off_is_asked_about_and_the_next_working_day_offered(cast, client):
    report = factories.unit_report(cast)
    client.force_login(cast.coordinator)
    more = reverse("unit_report_extend", args=[report.pk])
    typed = {"unit_before": "09/11/2026", "reason": WHY}
    response = client.post(more, typed)
    page = response.content.decode()
    assert (response.status_code, reread(report).extended_to) == (422, None)
    assert "Chủ nhật, 08/11/2026: ngày nghỉ." in page
    assert "Ngày làm việc tiếp theo: trước ngày 10/11/2026, tức là đến hết Thứ 2, 09/11/2026" in page
    assert WHY in page
    another = client.post(more, typed | {"unit_before": "08/11/2026", "off_days": "keep:2026-11-09"})
    assert "Thứ 7, 07/11/2026: ngày nghỉ." in another.content.decode(), "the answer was for another day"
    client.post(more, typed | {"off_days": "move:2026-11-09"})
    assert reread(report).extended_to == instant("2026-11-10 00:00")


def test_a_day_off_may_stay_the_last_day(cast, client):
    period = factories.open_month(cast)
    client.force_login(cast.coordinator)
    page = reverse("period_due", args=[period.pk])
    typed = {"unit_before": "09/11/2026", "ward_before": "15/11/2026", "reason": WHY}
    told = client.post(page, typed).content.decode()
    assert "Chủ nhật, 08/11/2026; Thứ 7, 14/11/2026: ngày nghỉ." in told
    client.post(page, typed | {"off_days": "keep:2026-11-09|2026-11-15"})
    assert ReportingPeriod.objects.get().unit_due_at == instant("2026-11-09 00:00")
