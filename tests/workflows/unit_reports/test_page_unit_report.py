import re

import pytest

from approvals.clock import now
from tests import factories
from units.models import Office
from units.offices import actions as unit_actions
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports

BUTTON = 'btn btn-primary"'


def page(client, person, report: UnitReport):
    client.force_login(person)
    return client.get(f"/reports/unit/{report.pk}/")


def test_report_of_another_unit_is_not_found(client, cast):
    report = factories.unit_report(cast)
    assert page(client, cast["VP:drafter"], report).status_code == 404
    assert client.get(f"/reports/unit/{10**30}/").status_code == 404


def test_report_says_what_it_is_its_state_and_who_holds_it(client, cast, on_day):
    on_day("2026-11-02 09:00")
    text = page(client, cast["CA:drafter"], factories.unit_report(cast)).content.decode()
    assert "tháng 10/2026" in text
    assert "state-draft" in text
    assert "<dd><strong>Công an</strong></dd>" in text
    assert "05/11/2026" in text


@pytest.mark.parametrize(
    ("office", "primary"),
    [("CA:drafter", "Soạn báo cáo"), ("CA:unit_head", "Kiểm tra và nộp"), ("MX:auditor", ""), ("VHXH:coordinator", "")],
)
def test_draft_offers_each_office_its_one_primary_button(client, cast, office, primary):
    text = page(client, cast[office], factories.unit_report(cast)).content.decode()
    assert text.count(BUTTON) == bool(primary)
    assert primary in text


def test_person_with_both_offices_sees_both_and_first_what_is_left_to_write(client, cast):
    report = factories.unit_report(cast)
    unit_actions.start_membership(
        cast["CA:drafter"], by=None, unit=report.unit, office=Office.UNIT_HEAD, starts_at=now()
    )
    text = page(client, cast["CA:drafter"], report).content.decode()
    assert re.search(r'btn-primary"[^>]*>Soạn báo cáo<', text)
    assert re.search(r'btn-quiet"[^>]*>Kiểm tra và nộp<', text)


def test_coordinator_in_review_has_accept_as_primary_and_the_others_quiet(client, cast):
    text = page(client, cast.coordinator, factories.in_review(cast)).content.decode()
    assert text.count(BUTTON) == 1
    assert f'{BUTTON} form="primary">Tiếp nhận</button>' in text
    assert "Trả lại" in text
    assert "Trả về hàng chờ" in text


def test_head_may_withdraw_what_is_submitted_and_not_what_is_taken(client, cast):
    report = factories.submitted(cast)
    assert "Rút lại" in page(client, cast["CA:unit_head"], report).content.decode()
    unit_reports.take(report, by=cast.coordinator)
    assert "Rút lại" not in page(client, cast["CA:unit_head"], report).content.decode()


def test_auditor_sees_no_button_that_decides(client, cast):
    text = page(client, cast.auditor, factories.in_review(cast)).content.decode()
    for word in ("Tiếp nhận", "Trả lại", "Trả về hàng chờ"):
        assert f">{word}<" not in text


def test_last_period_stands_beside_this_one_with_the_change(client, cast):
    factories.submitted(cast, code="2026-09")
    report = factories.fill(factories.unit_report(cast), cast, value="60")
    text = page(client, cast["CA:drafter"], report).content.decode()
    assert '<td class="num past" data-label="Kỳ trước">50</td>' in text
    assert '<span class="up">10</span>' in text


def test_coordinator_reads_rows_with_findings_first(client, cast):
    factories.submitted(cast, code="2026-09")
    report = factories.submitted(cast)
    report = unit_reports.take(report, by=cast.coordinator)
    rows = page(client, cast.coordinator, report).context["entries"].indicators
    flags = [bool(row.findings) for row in rows]
    assert flags == sorted(flags, reverse=True)
    assert any(flags)


def test_report_costs_at_most_twelve_queries(client, cast, django_assert_max_num_queries):
    factories.submitted(cast, code="2026-09")
    report = factories.in_review(cast)
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(12):
        client.get(f"/reports/unit/{report.pk}/")


def test_draft_costs_at_most_twelve_queries(client, cast, django_assert_max_num_queries):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:drafter"])
    with django_assert_max_num_queries(12):
        client.get(f"/reports/unit/{report.pk}/")
