import pytest
from django.urls import reverse

from approvals.clock import ZONE
from approvals.models import Decision
from tests import factories
from tests.workflows import arrange, corrections
from tests.workflows.reading import address, awaiting, look_at_all, printed, seen
from tests.workflows.submissions import arrange as submissions
from units.models import Unit
from workflows.figures.origins.twins import counted_twice
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction

TODAY = "2026-11-06 09:00"
AWAITING = pytest.mark.starts_from(awaiting, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(quick_printer, on_day, settings):
    """In demo mode, where nobody has a password."""
    settings.DEMO = True
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


@pytest.fixture
def approver(client, cast):
    client.force_login(cast.approver)
    return cast.approver


@AWAITING
def test_the_page_says_who_asks_and_shows_the_pages(client, cast, report, approver):
    page = client.get(address(report)).content.decode()
    assert str(cast.coordinator) in page
    assert report.steps.get().title in page
    assert reverse("ward_report_page", args=[report.pk, 1]) in page


@AWAITING
def test_the_signers_own_deadline_stands_above_the_pages(client, report, approver, on_day):
    due_at = report.steps.get().due_at.astimezone(ZONE)
    page = client.get(address(report)).content.decode()
    deadline = page.index("Hạn của bạn: trước")
    assert f'datetime="{due_at.isoformat()}"' in page[deadline - 80 : deadline]
    assert deadline < page.index('class="viewer')
    on_day("2026-11-20 09:00")
    assert "đã quá hạn" in client.get(address(report)).content.decode()


@AWAITING
def test_both_decisions_carry_the_content_that_was_read(client, report, approver):
    page = client.get(address(report)).content.decode()
    for name in ("ward_report_approve", "ward_report_send_back"):
        assert f'href="{address(report, name)}?seen={seen(report)}"' in page


@AWAITING
def test_what_changed_since_it_was_sent_back_is_told(client, cast, report, approver):
    approval.send_back(report, by=cast.approver, seen=seen(report), reason="Bổ sung nguyên nhân")
    again = ward_reports.reopen(factories.reread(report), by=cast.coordinator, reason="Bổ sung theo ý kiến")
    again = ward_reports.consolidate(factories.reread(again), by=cast.coordinator)
    prose_actions.edit_narrative(
        factories.reread(again), by=cast.coordinator, seen=0, narrative={"difficulties": "Do mưa lũ."}
    )
    ward_reports.send_for_approval(factories.reread(again), by=cast.coordinator)
    changes = client.get(address(report)).context["changes"]
    assert any("Bổ sung nguyên nhân" in change for change in changes)
    assert any("Khó khăn" in change for change in changes)
    assert not any("Đề xuất" in change for change in changes)


@AWAITING
def test_the_first_time_nothing_has_changed(client, report, approver):
    assert client.get(address(report)).context["changes"] == []


@AWAITING
def test_the_confirmation_says_what_is_signed(client, report, approver):
    page = client.get(address(report, "ward_report_approve"), {"seen": seen(report)}).content.decode()
    assert seen(report) in page
    assert factories.reread(report).state == "awaiting_approval"


@AWAITING
def test_whoever_has_read_nothing_is_sent_to_read(client, report, approver):
    for name in ("ward_report_approve", "ward_report_send_back"):
        assert client.get(address(report, name)).url == address(report)


@AWAITING
def test_approving_leads_to_a_receipt_and_says_that_nothing_waits(client, report, approver):
    response = client.post(address(report, "ward_report_approve"), {"seen": seen(report)}, follow=True)
    assert factories.reread(report).state == "approved"
    assert response.context["decision"].seen == seen(report)
    assert response.context["waiting"] is None
    assert seen(report) in response.content.decode()


@AWAITING
def test_the_receipt_names_the_next_report_that_waits(client, cast, report, approver):
    other = printed(arrange.awaiting(cast, "2026-09"))
    response = client.post(address(report, "ward_report_approve"), {"seen": seen(report)}, follow=True)
    assert response.context["waiting"] == other


@AWAITING
def test_pages_that_were_not_read_are_not_approved(client, report, approver):
    response = client.post(address(report, "ward_report_approve"), {"seen": "0" * 64})
    assert response.status_code == 409
    assert not Decision.objects.filter(verdict=Decision.Verdict.APPROVE, subject_kind="wardreport").exists()


@AWAITING
def test_a_page_that_does_not_say_what_was_read_approves_nothing(client, report, approver):
    assert client.post(address(report, "ward_report_approve")).status_code == 422
    assert factories.reread(report).state == "awaiting_approval"


@AWAITING
def test_whoever_sent_the_report_is_not_asked_to_approve_it(client, cast, report):
    client.force_login(cast.coordinator)
    assert client.get(address(report)).status_code == 302
    assert client.get(address(report, "ward_report_approve")).status_code == 403


@AWAITING
def test_a_unit_sees_no_approval(client, cast, report):
    client.force_login(cast["CA:unit_head"])
    assert client.get(address(report)).status_code == 404


@AWAITING
def test_deciding_twice_reads_ones_own_success(client, report, approver):
    for _click in range(2):
        response = client.post(address(report, "ward_report_approve"), {"seen": seen(report)})
        assert response.status_code == 302
    assert Decision.objects.filter(subject_kind="wardreport", subject_id=report.pk).count() == 1


@AWAITING
def test_the_page_takes_few_queries(client, report, approver, django_assert_max_num_queries):
    """One of them reads the figures with their sources: which are red, adjusted, or perhaps counted twice; another
    notes that the approver has opened it.
    """
    with django_assert_max_num_queries(12):
        client.get(address(report))


@AWAITING
def test_the_receipt_takes_few_queries(client, report, approver, django_assert_max_num_queries):
    client.post(address(report, "ward_report_approve"), {"seen": seen(report)})
    with django_assert_max_num_queries(10):
        client.get(address(report))


def test_nobody_signs_before_the_pages_are_made(client, cast, approver):
    report = arrange.awaiting(cast)
    page = client.get(address(report)).content.decode()
    assert address(report, "ward_report_progress") in page
    assert address(report, "ward_report_approve") not in page


def test_what_may_be_counted_twice_and_what_is_adjusted_and_red_is_told_before_the_pages_are_made(
    client, cast, approver
):
    corrections.override(cast, factories.consolidated(cast), reason="Theo báo cáo của tỉnh")
    report = factories.ward_report(cast)
    doubts = counted_twice(
        prose.figures_of(report, with_sources=True), dict(Unit.objects.values_list("pk", "short_name"))
    )
    report = ward_reports.send_for_approval(look_at_all(cast, report), by=cast.coordinator)
    page = " ".join(client.get(address(report)).content.decode().split())
    assert doubts
    assert f"Có thể bị tính hai lần: {len(doubts)}" in page
    assert "Số điều chỉnh: 1" in page
    assert "Theo báo cáo của tỉnh" in page
    assert "Chỉ tiêu ở mức đỏ: " in page
    assert "Danh sách này chưa đủ" in page
    printed(report)
    assert "Danh sách này chưa đủ" not in client.get(address(report)).content.decode()


def test_units_that_did_not_report_are_named_to_the_approver(client, cast, approver):
    unit_reports.waive(factories.unit_report(cast, "CA"), by=cast.coordinator, reason="Đang kiện toàn")
    for unit in list(
        factories.open_month(cast).unit_reports.exclude(unit__code="CA").values_list("unit__code", flat=True)
    ):
        factories.accepted(cast, unit)
    report = ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    report = ward_reports.send_for_approval(report, by=cast.coordinator)
    assert "Đang kiện toàn" in client.get(address(report)).content.decode()


@AWAITING
def test_the_clerk_s_reason_is_told_when_it_comes_back(client, cast, report, approver):
    approval.approve(report, by=cast.approver, seen=seen(report))
    issuing.return_before_issue(factories.reread(report), by=cast.clerk, reason="Sai tên đơn vị ở mục II")
    again = ward_reports.reopen(factories.reread(report), by=cast.coordinator, reason="Sửa")
    again = ward_reports.consolidate(factories.reread(again), by=cast.coordinator)
    ward_reports.send_for_approval(factories.reread(again), by=cast.coordinator)
    changes = client.get(address(report)).context["changes"]
    assert f"{cast.clerk} đã trả lại: Sai tên đơn vị ở mục II" in changes


@AWAITING
def test_why_it_was_called_back_is_told_when_it_comes_back(client, cast, report, approver):
    corrections.correct(cast, report, "60")
    again = correction.refresh_figures(factories.reread(report), by=cast.coordinator)
    look_at_all(cast, again)
    ward_reports.send_for_approval(factories.reread(report), by=cast.coordinator)
    changes = client.get(address(report)).context["changes"]
    assert f"{cast.coordinator} đã gọi lại: {corrections.REASON}" in changes


@AWAITING
def test_the_receipt_names_a_document_of_another_type_that_waits(client, cast, report, approver):
    waiting = submissions.awaiting(cast)
    response = client.post(address(report, "ward_report_approve"), {"seen": seen(report)}, follow=True)
    assert response.context["waiting"] == waiting
    assert reverse("submission_approval", args=[waiting.pk]) in response.content.decode()
