from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.clock import now
from tests import factories
from tests.workflows import arrange
from tests.workflows.items import raised
from units.models import Person
from workflows.boards.desk import desk_of
from workflows.boards.lines import UnitsByRight, unit_reports_asked, ward_reports_asked
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

TODAY = "2026-11-03 09:00"
CONSOLIDATED = pytest.mark.starts_from(factories.consolidated, on=TODAY)
AWAITING = pytest.mark.starts_from(factories.awaiting, on=TODAY)
APPROVED = pytest.mark.starts_from(factories.approved, on=TODAY)
ISSUED = pytest.mark.starts_from(factories.issued, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


def page(client, person):
    client.force_login(person)
    response = client.get(reverse("desk"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_drafter_is_asked_to_write_the_units_own_report_alone(cast):
    report = factories.unit_report(cast, "CA")
    tasks = desk_of(cast["CA:drafter"]).tasks
    assert [(task.report, task.url) for task in tasks] == [(report, reverse("unit_report_write", args=[report.pk]))]


def test_a_unit_head_is_led_to_the_check_page(client, cast):
    report = factories.unit_report(cast, "CA")
    assert f'href="{reverse("unit_report_check", args=[report.pk])}"' in page(client, cast["CA:unit_head"])


def test_the_head_is_asked_to_submit_once_no_reason_is_missing(client, cast):
    head, report = cast["CA:unit_head"], factories.unit_report(cast, "CA")
    assert "Báo cáo của đơn vị chưa được soạn" in page(client, head)
    report = factories.fill(report, cast)
    entry = report.indicator_entries.order_by("indicator__number").first()
    blank = arrange.CONTENT | {"indicators": {entry.pk: {"value": None, "numerator": None, "denominator": None}}}
    report = entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **blank)
    being_written = page(client, head)
    assert "Báo cáo của đơn vị đang được soạn: số mục chưa có số liệu hoặc lý do: 1" in being_written
    assert "Kiểm tra và nộp" not in being_written
    factories.explain(report, cast)
    assert "Kiểm tra báo cáo của đơn vị và nộp" in page(client, head)


def test_what_is_due_with_no_working_day_left_stands_under_at_once(cast, on_day):
    factories.unit_report(cast, "CA")
    assert not desk_of(cast["CA:drafter"]).at_once
    on_day("2026-11-04 09:00")
    assert len(desk_of(cast["CA:drafter"]).at_once) == 1


def test_a_late_report_says_how_late(client, cast, on_day):
    factories.unit_report(cast, "CA")
    on_day("2026-11-06 09:00")
    assert "quá hạn 1 ngày làm việc" in page(client, cast["CA:drafter"])


def test_a_returned_report_shows_its_reason(client, cast):
    report = factories.in_review(cast)
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Chỉ tiêu 4 thiếu mẫu số")
    html = page(client, cast["CA:drafter"])
    assert "Chỉ tiêu 4 thiếu mẫu số" in html
    assert "Sửa báo cáo" in html


def test_the_head_reads_that_the_report_was_returned(client, cast):
    report = factories.in_review(cast)
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Chỉ tiêu 4 thiếu mẫu số")
    html = page(client, cast["CA:unit_head"])
    assert "Báo cáo của đơn vị bị trả lại: kiểm tra phần đã sửa rồi nộp lại" in html
    assert f'href="{reverse("unit_report_check", args=[report.pk])}"' in html


def test_a_reopened_report_shows_its_reason(client, cast):
    ward_reports.reopen(factories.consolidated(cast), by=cast.coordinator, reason="Chỉ tiêu 10 tính sai")
    assert "Chỉ tiêu 10 tính sai" in page(client, cast.coordinator)


def test_a_submitted_report_waits_for_others_with_its_holder(cast):
    report = factories.submitted(cast)
    desk = desk_of(cast["CA:unit_head"])
    assert not desk.anything_asked
    assert [(task.report, task.holder) for task in desk.waiting] == [
        (report, report.period.plan.coordinating_unit.short_name)
    ]


def test_the_coordinator_sees_how_many_units_have_reported(client, cast):
    factories.accepted(cast, "CA")
    html = page(client, cast.coordinator)
    expected = UnitReport.objects.count()
    assert f"<strong>1/{expected}</strong>" in html
    assert (
        f'href="{reverse("period", args=[factories.MONTH])}?kind={cast.monthly.code}&amp;ward={cast.ward.pk}"' in html
    )


def test_the_coordinator_is_asked_to_take_and_to_review(cast):
    taken, waiting = factories.in_review(cast, "CA"), factories.submitted(cast, "MTTQ")
    reports = [task.report for task in desk_of(cast.coordinator).tasks if isinstance(task.report, UnitReport)]
    assert {taken, waiting} <= set(reports)


@CONSOLIDATED
def test_a_consolidated_report_is_asked_to_be_sent(client, cast):
    assert "Xem và trình ký" in page(client, cast.coordinator)


@CONSOLIDATED
def test_consolidating_counts_as_one_deed(cast, report):
    events = [deed.event for deed in desk_of(cast.coordinator).recent]
    assert [(event.subject_kind, event.subject_id) for event in events if event.action == "consolidate"] == [
        ("wardreport", report.pk)
    ]


@AWAITING
def test_the_approver_sees_the_report_to_sign_large(client, cast, report):
    html = page(client, cast.approver)
    assert "1 văn bản trình ký" in html
    assert f'class="btn btn-primary" href="{reverse("ward_report_approval", args=[report.pk])}"' in html


@AWAITING
def test_the_coordinator_may_not_be_asked_to_approve(cast):
    assert not ward_reports_asked(cast.coordinator).exists()


@APPROVED
def test_once_signed_it_waits_for_the_clerk(cast):
    desk = desk_of(cast.approver)
    assert not desk.to_approve
    assert [task.holder for task in desk.waiting] == ["Văn thư"]


@pytest.mark.parametrize(
    "button", [pytest.param("Xem và ban hành", marks=APPROVED), pytest.param("Xem và gửi tỉnh", marks=ISSUED)]
)
def test_the_clerk_is_asked_for_the_next_step(client, cast, button):
    assert button in page(client, cast.clerk)


@ISSUED
def test_a_dispatched_report_waits_for_the_province_and_is_not_late(cast, report, on_day):
    province.dispatch(report, by=cast.clerk)
    on_day("2026-12-01 09:00")
    desk = desk_of(cast.clerk)
    assert [str(task.ask.button) for task in desk.waiting] == ["Ghi nhận phản hồi"]
    assert not desk.at_once


def test_what_was_recorded_last_of_an_earlier_time_stands_where_its_time_is(cast, on_day):
    """As where the past months of a demo are played one unit after the other."""
    on_day("2026-11-04 09:00")
    late = factories.submitted(cast)
    on_day("2026-11-03 09:00")
    factories.submitted(cast, "MTTQ")
    coordinator = cast.coordinator
    unit_reports.take(factories.reread(factories.unit_report(cast, "MTTQ")), by=coordinator)
    on_day("2026-11-02 09:00")
    unit_reports.take(factories.reread(late), by=coordinator)
    times = [deed.event.at for deed in desk_of(coordinator).recent]
    assert times == sorted(times, reverse=True)
    assert len(times) == 2


def test_what_one_did_lately_is_shown_newest_first(cast):
    report = factories.submitted(cast)
    recent = desk_of(cast["CA:unit_head"]).recent
    assert (recent[0].event.action, recent[0].url) == ("submit", reverse("unit_report", args=[report.pk]))


def test_the_administrator_is_led_to_the_units(client, cast):
    factories.open_month(cast)
    html = page(client, cast.admin)
    assert f'<a class="btn btn-quiet" href="{reverse("units")}">Mở trang Đơn vị</a>' in html


def test_who_was_never_asked_has_not_done_all_that_was_asked(client, cast):
    assert "Đến nay chưa có việc nào được giao cho bạn" in page(client, cast.auditor)


def test_nothing_to_do_is_said_kindly(client, cast):
    assert "Không có việc nào chờ bạn" in page(client, cast["CA:drafter"])


def show(monkeypatch, number):
    for module in ("desk", "lines"):
        monkeypatch.setattr(f"workflows.boards.{module}.SHOWN", number)


def test_the_desk_shows_a_bounded_number_and_says_that_there_is_more(cast, monkeypatch):
    show(monkeypatch, 3)
    factories.open_month(cast)
    UnitReport.objects.filter(state="draft").update(state="submitted")
    desk = desk_of(cast.coordinator)
    assert desk.more
    assert len([task for task in desk.tasks if isinstance(task.report, UnitReport)]) == 3


def test_the_desk_says_that_there_are_more_difficulties(cast, monkeypatch):
    show(monkeypatch, 1)
    raised(cast)
    assert not desk_of(cast.approver).more
    raised(cast, "VP", cast["VP:drafter"])
    assert desk_of(cast.approver).more


def three_months(cast):
    factories.awaiting(cast)
    factories.submitted(cast, "CA", "2026-11")
    factories.open_month(cast, "2026-09")


@pytest.mark.starts_from(three_months, on=TODAY)
@pytest.mark.parametrize("who", ["CA:drafter", "CA:unit_head", "coordinator", "approver", "clerk"])
def test_the_desk_needs_ten_statements_whatever_waits(client, cast, who, django_assert_max_num_queries):
    client.force_login(cast[who] if ":" in who else getattr(cast, who))
    with django_assert_max_num_queries(10):
        client.get(reverse("desk"))


@pytest.mark.starts_from(three_months, on=TODAY)
@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "in_review"])
def test_what_the_desk_asks_of_unit_reports_is_what_the_person_can_do_next(cast, state):
    UnitReport.objects.update(state=state)
    for person in Person.objects.all():
        units = UnitsByRight.of(person)
        every = UnitReport.objects.with_authored(person)
        assert {report.pk for report in every if units.asks(report)} == {
            *unit_reports_asked(person).values_list("pk", flat=True)
        }


def test_the_desk_asks_for_a_sign_in(client, cast):
    assert client.get(reverse("desk")).status_code == 302


def test_since_is_when_the_state_was_reached(cast):
    factories.submitted(cast)
    since = desk_of(cast["CA:unit_head"]).waiting[0].since
    assert now() - since < timedelta(minutes=1)


def test_saves_of_one_report_in_a_row_are_one_line(client, cast):
    report = arrange.draft(cast)
    for words in ("một", "hai", "ba"):
        content = arrange.CONTENT | {"narrative": {"results": words}}
        report = entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content)
    recent = desk_of(cast["CA:drafter"]).recent
    assert [(deed.event.action, deed.times) for deed in recent] == [("save_draft", 4)]
    assert "(4 lần)" in page(client, cast["CA:drafter"])


def test_no_ward_report_is_a_task_while_units_are_missing(client, cast):
    report = factories.ward_report(cast)
    desk = desk_of(cast.coordinator)
    assert report not in [task.report for task in desk.at_once + desk.this_period]
    assert report in [task.report for task in desk.waiting]
    missing = UnitReport.objects.exclude(state="waived").count()
    assert f"số đơn vị còn thiếu: {missing}" in page(client, cast.coordinator)


def test_once_all_units_are_in_it_is_a_task(cast):
    report = factories.all_accepted(cast)
    desk = desk_of(cast.coordinator)
    assert report in [task.report for task in desk.at_once + desk.this_period]


def test_a_draft_that_others_write_is_waited_for_by_the_head(cast):
    report = factories.unit_report(cast, "CA")
    desk = desk_of(cast["CA:unit_head"])
    assert not desk.anything_asked
    assert [(task.report, task.holder) for task in desk.waiting] == [(report, report.unit.short_name)]


def test_a_period_is_a_line_of_time_with_a_dot_for_each_unit(client, cast):
    accepted = factories.accepted(cast, "CA")
    (line,) = desk_of(cast.coordinator).strips
    assert len(line.dots) == UnitReport.objects.count()
    assert [dot.unit for dot in line.dots if dot.is_in] == [accepted.unit.short_name]
    shown = {(dot.x, dot.y) for dot in line.dots}
    assert line.picture.count("<circle") == len(shown) < len(line.dots)  # the last on a place names those it hides
    assert all(f"{dot.unit}: " in line.picture for dot in line.dots)
    places = {name: place for name, _words, place, _y, _side in line.marks}
    assert 0 < places["mark-today"] < places["mark-unit"] < places["mark-ward"] < 100
    html = page(client, cast.coordinator)
    assert "hạn đơn vị 05/11" in html
    assert f"<dt>Đã tiếp nhận (1)</dt><dd>{accepted.unit.short_name}</dd>" in html
