"""A figure is corrected and the words that state it are not: the coordinator and the approver are told."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports

STATED = "Lũy kế 402/406 công dân đã kích hoạt định danh"
TODAY = "2026-11-03 09:00"
TOLD = "Số trong lời văn không khớp số liệu nào"


def entry(report, number=8):
    return report.indicator_entries.get(indicator__number=number)


def save(cast, report, numerator, denominator, narrative):
    figures = {entry(report).pk: {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}}
    content = {"indicators": figures, "assignments": {}, "narrative": narrative}
    return reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content))


def in_review(cast, report):
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    return reread(unit_reports.take(reread(report), by=cast.coordinator))


def stated(cast):
    """The police's words state 402/406, as its figure does; the office reads it."""
    return in_review(cast, save(cast, arrange.draft(cast), 402, 406, {"results": STATED}))


def corrected(cast):
    """The figure alone was returned: the words still say 402/406."""
    report = unit_reports.return_for_revision(stated(cast), by=cast.coordinator, reason="Xem lại", parts={"8": ""})
    report = in_review(cast, save(cast, reread(report), 402, 405, {}))
    unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    arrange.waive_others(cast, "CA")
    return reread(ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator))


@pytest.mark.starts_from(corrected, on=TODAY)
def test_the_coordinator_is_told_before_sending_and_where_the_text_is_edited(client, cast, start):
    client.force_login(cast.coordinator)
    page = client.get(reverse("ward_report", args=[start.pk])).content.decode()
    assert TOLD in page
    assert "<strong>402/406</strong>" in page
    assert "<strong>402/406</strong>" in client.get(reverse("ward_report_edit", args=[start.pk])).content.decode()


@pytest.mark.starts_from(corrected, on=TODAY)
def test_it_is_no_block_and_the_approver_is_told(client, cast, start):
    ward_reports.send_for_approval(start, by=cast.coordinator)
    client.force_login(cast.approver)
    page = client.get(reverse("ward_report_approval", args=[start.pk])).content.decode()
    assert f"{TOLD}: 1" in page
    assert "402/406: " in page


@pytest.mark.starts_from(arrange.consolidated, on=TODAY)
def test_nothing_is_told_where_words_and_figures_agree(client, cast, start):
    client.force_login(cast.coordinator)
    assert TOLD not in client.get(reverse("ward_report", args=[start.pk])).content.decode()


@pytest.mark.starts_from(stated, on=TODAY)
def test_returning_a_figure_ticks_the_words_that_state_it(client, cast, start):
    client.force_login(cast.coordinator)
    address = reverse("unit_report_return", args=[start.pk])
    page = client.get(f"{address}?part=8").content.decode()
    assert 'name="tick-results"' in page
    assert "lời văn nêu các số liệu này: Kết quả thực hiện" in page
    assert 'name="tick-results"' not in client.get(f"{address}?part=9").content.decode()


@pytest.mark.starts_from(stated, on=TODAY)
def test_the_words_may_be_left_out_of_the_return(client, cast, start):
    client.force_login(cast.coordinator)
    typed = {"part": ["8", "results"], "tick-8": "on", "reason": "Xem lại"}
    client.post(reverse("unit_report_return", args=[start.pk]), typed)
    assert set(reread(start).reopened) == {"8"}
