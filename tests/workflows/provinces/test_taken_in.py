"""What of a ward's document is taken into the report, and by whose receipt that is accepted."""

from typing import Any

import pytest

from approvals.clock import now
from approvals.edxml.messages import Attached, Letter, Organ, Signer
from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Arrival, Dispatch, MessageKey, Recipient
from approvals.receiving import actions as receiving
from tests.dispatching import hand_over
from tests.factories import reread
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, province_above, report_of, work_off
from units.models import Indicator, Unit
from workflows.models import IndicatorEntry, ReportKind, WardReport
from workflows.periods import actions as periods
from workflows.pure.informants import Informant
from workflows.routes import actions as routes
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.confirming import actions as confirming
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province_actions
from workflows.ward_reports.province import sharing

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(ward_arrange.issued, on=TODAY)


def telling(monkeypatch, aggregation: str, told: dict[str, Any]) -> None:
    """The ward tells this of its first indicator with that way of summing up."""
    as_it_is = sharing.facts_of

    def facts_of(report, *, makings):
        found = as_it_is(report, makings=makings)
        next(row for row in found["chi_tieu"] if row["cach_tinh"] == aggregation).update(told)
        return found

    monkeypatch.setattr(sharing, "facts_of", facts_of)


def typed(province) -> IndicatorEntry:
    """What the office typed for the ward, who told it by telephone."""
    report = report_of(province)
    entry = report.indicator_entries.select_related("indicator").filter(indicator__aggregation="sum")[0]
    entries.save_draft(
        report,
        by=province.coordinator,
        seen=report.version,
        indicators={entry.pk: {"value": 5}},
        assignments={},
        narrative={"results": "Theo điện thoại"},
        informant=Informant("Cán bộ xã", "0912345678", now()),
    )
    return entry


def test_a_clerk_receives_the_document_and_the_report_waits_for_the_office(cast, start, province):
    arrival = delivered(cast, start)
    receiving.receive(arrival, by=province.clerk)
    work_off()
    assert report_of(province).state == "submitted"
    row = unit_reports.take(report_of(province), by=province.coordinator)
    assert unit_reports.accept(reread(row), by=province.coordinator, seen=row.version).state == "accepted"


def test_whoever_receives_the_document_does_not_accept_alone_what_two_accept(cast, start, on_day):
    on_day(TODAY)
    province = province_above(cast)
    office = Unit.objects.get(ward=province.unit, code="SKHCN")
    ward_arrange.newcomer(cast, "tinh-second", office, "coordinator")
    step = {"need": "any", "quorum": 1, "allowance": 8, "title": "Soát lại", "verb": "confirm"}
    routes.add_step(province.monthly.route, by=province.admin, unit=office, office="coordinator", **step)
    periods.open_period(province.monthly, "2026-10")
    arrival = delivered(cast, start)
    row = unit_reports.take(report_of(province), by=province.coordinator)
    confirming.propose_acceptance(reread(row), by=province.coordinator, seen=row.version)
    receiving.receive(arrival, by=province.coordinator)
    work_off()
    assert (report_of(province).state, report_of(province).proposed_by) == ("in_review", province.coordinator)


def test_whoever_typed_figures_for_the_ward_does_not_accept_them_with_the_document(cast, start, province):
    Recipient.objects.update(shares="")
    typed(province)
    receiving.receive(delivered(cast, start), by=province.coordinator)
    work_off()
    assert report_of(province).state == "submitted"


def test_a_report_of_another_kind_is_told_on_the_document(cast, start, province):
    ReportKind.objects.filter(pk=start.period.kind_id).update(code="cai-cach-hanh-chinh")
    arrival = delivered(cast, start)
    arrival.refresh_from_db()
    assert report_of(province).state == "draft"
    assert "cai-cach-hanh-chinh" in arrival.faults[0]


def test_what_the_office_typed_stays_where_the_document_tells_nothing(cast, start, province):
    Recipient.objects.update(shares="")
    entry = typed(province)
    delivered(cast, start)
    entry.refresh_from_db()
    assert (entry.value, report_of(province).results) == (5, "Theo điện thoại")
    assert report_of(province).state == "submitted"


def test_what_the_document_tells_replaces_what_was_typed(cast, start, province):
    entry = typed(province)
    delivered(cast, start)
    told = start.figures.get(indicator__number=entry.indicator.number).value
    entry.refresh_from_db()
    assert (entry.value, entry.informant) == (told, "")


@pytest.mark.parametrize(
    ("aggregation", "told", "fault"),
    [
        ("sum", {"cach_tinh": "maximum"}, "cách tính"),
        ("ratio", {"gia_tri": "99", "tu_so": "1", "mau_so": "2"}, "không khớp"),
    ],
)
def test_figures_that_do_not_fit_are_told_on_the_document(cast, start, province, monkeypatch, aggregation, told, fault):
    telling(monkeypatch, aggregation, told)
    arrival = delivered(cast, start)
    arrival.refresh_from_db()
    assert fault in arrival.faults[0]
    assert report_of(province).state == "draft"


def test_a_document_is_not_received_before_its_figures_were_compared(cast, start, province):
    Indicator.objects.filter(plan__ward=province.unit, aggregation="sum", stock=False).update(measure="lượt")
    province_actions.dispatch(reread(start), by=cast.clerk)
    hand_over(Dispatch.objects.get())
    with pytest.raises(NotPossible, match="đối chiếu"):
        receiving.receive(Arrival.objects.get(), by=province.clerk)


def test_a_level_that_the_ward_carried_over_is_carried_over_in_the_province_too(cast, start, province):
    figure = start.figures.filter(indicator__stock=True, value__isnull=False)[0]
    figure.sources = [[*source[:7], "2026-09"] for source in figure.sources]
    figure.reported, figure.carried = 0, "Công an (tháng 9 năm 2026)"
    figure.save()
    receiving.receive(delivered(cast, start), by=province.coordinator)
    work_off()
    made = ward_reports.consolidate(WardReport.objects.get(ward=province.unit), by=province.coordinator)
    taken = made.figures.get(indicator__number=figure.indicator.number)
    assert taken.reported == 0
    assert "tháng 9 năm 2026" in taken.carried


def test_a_document_that_was_overtaken_by_the_one_in_its_place_is_not_taken_in(cast, start, province):
    arrival = delivered(cast, start)
    Arrival.objects.filter(pk=arrival.pk).update(in_place_of=["overtaken"])
    attached = [
        Attached(each["name"], "", files.content(files.stored_path(each["sha256"]), each["sha256"]))
        for each in arrival.files
    ]
    organs = {"sender": Organ("H60.1", "Phường"), "receivers": [Organ(MessageKey.objects.get().organ_id, "Sở")]}
    told = {"number": "1", "notation": "BC-BCĐ", "place": "", "issued_on": arrival.issued_on, "subject": "Kết quả"}
    late = Letter("overtaken", **organs, **told, kind=("1", "", ""), signer=Signer(), attached=attached)
    receiving.take_in(arrival.sender, late)
    work_off()
    second = Arrival.objects.get(identity="overtaken")
    assert (report_of(province).arrival_id, second.faults) == (arrival.pk, [f"Đã có {arrival.code} gửi đến thay thế."])
    receiving.refuse(arrival, by=province.coordinator, reason="Nhầm")
    work_off()
    assert report_of(province).arrival_id == second.pk
