"""A unit corrects an earlier period's figure: the year follows, what was approved stays, the next report tells it."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, mails, newest
from units.models import Indicator
from workflows.documents.source import content_of, with_source
from workflows.figures.origins.provenance import provenance
from workflows.figures.plan_progress import progress
from workflows.models import IndicatorFigure, Restatement, WardReport
from workflows.unit_reports.indicator_rows import doubts_of
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.actions import digest_of
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.readiness import standing_of
from workflows.ward_reports.restatements import actions as restatements

NUMBER, REASON = 9, "Đếm hai lần 10 hồ sơ của tháng 8"


def september(cast):
    """September's report is issued, with 50 of the indicator."""
    return arrange.issued(cast, "2026-09")


pytestmark = pytest.mark.starts_from(september, on="2026-10-06 09:00")


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def issued(start):
    return start


@pytest.fixture
def report(cast, issued):
    return factories.unit_report(cast, "CA", "2026-09")


def restate(cast, report, who="CA:unit_head", value="40", reason=REASON):
    return restatements.restate(report, by=cast[who], number=NUMBER, given={"value": Decimal(value)}, reason=reason)


def accepted(cast, report, value="40"):
    return restatements.accept(restate(cast, report, value=value), by=cast.coordinator)


def figure(report):
    return IndicatorFigure.objects.get(report=report, indicator__number=NUMBER)


def line(report):
    content = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    return next(row for row in content.indicators if row.number == NUMBER)


def test_the_head_proposes_and_the_office_accepts_as_with_a_report(cast, report):
    made = restate(cast, report)
    assert (made.state, mails("restatement_proposed")) == ("proposed", [("review_reports", report.ward_id)])
    assert newest(reread(report)) == event_of(cast["CA:unit_head"], "propose_restatement", reason=REASON)
    restatements.accept(made, by=cast.coordinator)
    now = reread(report)
    assert newest(now) == event_of(cast.coordinator, "accept_restatement", reason=REASON)
    assert events(now)[-1].changes == {"9.value": ["50", "40"]}
    assert (now.indicator_entries.get(indicator__number=NUMBER).value, now.version) == (40, report.version + 1)
    assert mails("restatement_accepted") == [("submit_reports", report.unit_id)]


def test_what_a_drafter_writes_waits_for_the_head(cast, report):
    made = restate(cast, report, "CA:drafter")
    assert (made.state, mails("restatement_written")) == ("written", [("submit_reports", report.unit_id)])
    with pytest.raises(NotPossible):
        restatements.accept(made, by=cast.coordinator)
    assert restatements.propose(made, by=cast["CA:unit_head"]).state == "proposed"


def test_the_issued_report_stays_and_the_year_follows(cast, issued, report):
    before, digest, printed = figure(issued), digest_of(issued), line(issued)
    accepted(cast, report)
    after = figure(issued)
    assert (after.value, after.year_value) == (before.value, before.year_value) == (50, 50)
    assert (digest_of(issued), line(issued)) == (digest, printed)
    assert (after.as_it_stands.value, after.as_it_stands.year_value) == (40, 40)
    indicator = Indicator.objects.get(number=NUMBER)
    assert progress(indicator.plan, [indicator], cast.coordinator)[0].value == "40"


def test_the_next_report_counts_it_and_tells_it_in_text_and_annex(cast, issued, report):
    accepted(cast, report)
    october = arrange.consolidated(cast)
    found = figure(october)
    assert (found.value, found.year_value, found.before) == (50, 90, 40)
    short, measure = report.unit.short_name, found.indicator.measure
    told = f"tháng 9 năm 2026, {short}: từ 50 {measure} thành 40 {measure}"
    assert told in october.results
    assert f"(lý do: {REASON})" in october.results
    assert f"tháng 9 năm 2026 điều chỉnh số liệu {short} từ 50 {measure} thành 40 {measure}" in line(october).note
    assert standing_of(october, []).strays == []
    assert [each.value for each in provenance(october.pk, NUMBER, cast.coordinator).earlier] == [f"40 {measure}"]


def test_it_is_told_once(cast, report, on_day):
    accepted(cast, report)
    arrange.issued(cast)
    on_day("2026-12-03 09:00")
    november = arrange.consolidated(cast, "2026-11")
    assert (figure(november).year_value, november.restatements) == (140, [])


def test_a_later_report_that_is_put_together_takes_it_in(cast, report):
    october = arrange.consolidated(cast)
    accepted(cast, report)
    assert standing_of(reread(october), []).outdated
    assert newest(reread(october))["action"] == "note_restatement"
    with pytest.raises(NotPossible):
        ward_reports.send_for_approval(reread(october), by=cast.coordinator)
    taken = correction.refresh_figures(reread(october), by=cast.coordinator)
    assert (figure(taken).year_value, len(taken.restatements), taken.restated_since) == (90, 1, None)


def test_it_is_not_accepted_while_a_later_report_waits_for_a_signature(cast, report):
    made = restate(cast, report)
    arrange.awaiting(cast)
    with pytest.raises(NotPossible, match="10/2026"):
        restatements.accept(made, by=cast.coordinator)
    assert figure(WardReport.objects.get(period__code="2026-09")).restated is None


def test_a_figure_adjusted_by_hand_stays_and_its_sources_follow(cast, issued, report):
    adjusted = {"overridden_at": issued.state_since, "overridden_by": cast.coordinator, "reason": "Theo tỉnh"}
    IndicatorFigure.objects.filter(pk=figure(issued).pk).update(value=77, year_value=77, **adjusted)
    made = accepted(cast, report)
    assert (figure(issued).as_it_stands.value, made.of_ward) == (77, [])


@pytest.mark.parametrize(("value", "reason"), [("50", REASON), ("40", " ")])
def test_nothing_corrected_and_no_reason_are_refused(cast, report, value, reason):
    with pytest.raises(NotPossible):
        restate(cast, report, value=value, reason=reason)
    assert not Restatement.objects.exists()


def test_another_correction_of_the_figure_waits_for_the_first(cast, report):
    made = restate(cast, report)
    with pytest.raises(NotPossible):
        restate(cast, report, value="30")
    restatements.withdraw(made, by=cast["CA:drafter"])
    assert restate(cast, report, value="30").becomes["value"] == "30"


def test_before_the_ward_report_is_approved_the_office_returns_the_units(cast):
    arrange.consolidated(cast)
    with pytest.raises(NotPossible):
        restate(cast, factories.unit_report(cast, "CA"))


@pytest.mark.parametrize("who", ["TTPVHCC:unit_head", "VHXH:coordinator", "BCĐ:approver", "MX:admin", "MX:auditor"])
def test_only_the_unit_corrects_its_figures(cast, report, who):
    with pytest.raises(PermissionDenied):
        restate(cast, report, who)


@pytest.mark.parametrize("who", ["CA:unit_head", "CA:drafter", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_only_the_office_accepts(cast, report, who):
    made = restate(cast, report)
    with pytest.raises(PermissionDenied):
        restatements.accept(made, by=cast[who])
    with pytest.raises(PermissionDenied):
        restatements.refuse(made, by=cast[who], reason="Không rõ")


def test_whoever_wrote_the_correction_does_not_accept_it(cast, report):
    arrange.join(cast["CA:unit_head"], cast.units["VHXH"], "coordinator")
    with pytest.raises(PermissionDenied):
        restatements.accept(restate(cast, report), by=cast["CA:unit_head"])


def test_a_correction_is_decided_once(cast, report):
    made = restate(cast, report)
    restatements.refuse(made, by=cast.coordinator, reason="Chưa có minh chứng")
    assert newest(reread(report)) == event_of(cast.coordinator, "refuse_restatement", reason="Chưa có minh chứng")
    for act in (restatements.accept, restatements.propose):
        with pytest.raises((NotPossible, PermissionDenied)):
            act(made, by=cast.coordinator)
    assert report.indicator_entries.get(indicator__number=NUMBER).value == 50


def test_from_the_page_of_the_report_to_the_offices_decision(cast, client, report, statements):
    client.force_login(cast["CA:unit_head"])
    assert reverse("restatements", args=[report.pk]) in client.get(reverse("unit_report", args=[report.pk])).text
    address = reverse("restatement_new", args=[report.pk, NUMBER])
    assert address in client.get(reverse("restatements", args=[report.pk])).text
    for typed in ({"value": "bốn mươi", "reason": REASON}, {"value": "40", "reason": ""}):
        refused = client.post(address, typed)
        assert (refused.status_code, Restatement.objects.count()) == (422, 0)
    client.post(address, {"value": "40", "reason": REASON})
    made = Restatement.objects.get()
    client.force_login(cast.coordinator)
    page = reverse("restatement", args=[report.pk, made.pk])
    assert page in client.get(reverse("desk")).text
    with statements() as counted:
        shown = client.get(page)
    assert "Tiếp nhận số điều chỉnh" in shown.text
    assert len(counted) <= 10, counted.sql
    client.post(reverse("restatement_accept", args=[report.pk, made.pk]))
    assert page not in client.get(reverse("desk")).text
    assert "Đã tiếp nhận" in client.get(reverse("restatements", args=[report.pk])).text


def test_whoever_decides_reads_what_stands_out_of_the_corrected_figure(cast, client, report):
    made = restate(cast, report, value="9999999")
    client.force_login(cast.coordinator)
    page = client.get(reverse("restatement", args=[report.pk, made.pk])).text
    assert "Gấp hơn mười lần" in page


def test_a_part_above_its_whole_stands_out(report):
    indicator = Indicator.objects.filter(aggregation="ratio", bounded=True, measure="%")[0]
    numbers = {"value": Decimal("105.88"), "numerator": Decimal(90), "denominator": Decimal(85)}
    with override("vi"):
        assert "Tử số 90 lớn hơn mẫu số 85" in doubts_of(indicator, numbers)
