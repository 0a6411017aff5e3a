"""A month between a ward and the province above it in one installation."""

import pytest

from approvals.models import Dispatch, TrailEvent
from approvals.receiving import actions as receiving
from tests.factories import reread, shown
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, issued_anew, newest, report_of, work_off
from workflows.documents.pages.layout import lay_out
from workflows.documents.source import content_of, with_source
from workflows.models import IndicatorFigure, WardReport
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-08 09:00"
pytestmark = [pytest.mark.twice, pytest.mark.starts_from(ward_arrange.issued, on=TODAY)]


def of_province(province) -> WardReport:
    return WardReport.objects.with_names().get(ward=province.unit)


def laid(report):
    return lay_out(content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False))


def test_a_month_is_refused_replaced_received_and_consolidated(cast, start, province):
    first = delivered(cast, start)
    report = report_of(province)
    assert (report.state, report.arrival_id, report.submitted_at) == ("submitted", first.pk, first.arrived_at)
    assert first.verdict
    receiving.refuse(first, by=province.clerk, reason="Thiếu biểu số 2")
    work_off()
    assert (report_of(province).state, report_of(province).reason[-15:]) == ("returned", "Thiếu biểu số 2")
    assert (newest(cast).version, Dispatch.objects.get().answer_reason) == (2, "Thiếu biểu số 2")
    second = delivered(cast, issued_anew(cast))
    receiving.receive(second, by=province.coordinator, reference="512")
    work_off()
    assert (newest(cast).state, Dispatch.objects.order_by("-pk")[0].answer_reference) == ("received", "512")
    taken = TrailEvent.objects.filter(action="deliver").latest("pk")
    assert taken.changes["arrival"] == [first.code, second.code]
    assert report_of(province).state == "accepted"
    made = ward_reports.consolidate(of_province(province), by=province.coordinator)
    figures = {row.indicator.number: row for row in IndicatorFigure.objects.filter(report=newest(cast))}
    taken = {row.indicator.number: row for row in IndicatorFigure.objects.filter(report=made)}
    assert len(taken) == 20
    assert all(taken[number].value == row.value for number, row in figures.items() if row.numerator is None)
    drafted = laid(made)
    assert drafted.place == "Tuyên Quang"
    assert drafted.bases[0].endswith("tỉnh Tuyên Quang.")
    row = reread(ward_reports.send_for_approval(reread(made), by=province.coordinator))
    # The same before and after it is sent: nobody signs for the province under a name, or under an office twice.
    for paper in (drafted, laid(row)):
        assert paper.signature_lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
        assert (paper.post, paper.signer) == ("", "")
    row = reread(approval.approve(row, by=province.people["approver"], seen=shown(row)))
    assert issuing.issue(row, by=province.clerk).state == "issued"
