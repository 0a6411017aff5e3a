"""An indicator's kind is corrected: what follows in reports that are not approved, and what signed documents told.

Until then indicator 8, a stock, is counted as a flow, as plans of before have it.
"""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.trail import chain as trail
from tests import factories
from tests.factories import reread
from tests.workflows.figures.test_stocks import figure, tell
from tests.workflows.traces import undone
from units.models import Indicator, Plan
from workflows.figures import actions as figures
from workflows.figures import annual
from workflows.periods import actions as periods
from workflows.plans.indicator_kinds import actions as indicator_kinds
from workflows.plans.indicator_kinds import correction as kind_correction
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports

D = Decimal
TODAY = "2026-11-06 09:00"
REASON = "Số thời điểm, không cộng dồn"
STOCKS = {8, 10, 12, 16}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture(autouse=True)
def a_plan_of_before(cast):
    Indicator.objects.filter(number=8).update(stock=False)


@pytest.fixture
def plan(cast):
    return Plan.objects.get()


def approve(cast, report):
    report = reread(ward_reports.send_for_approval(reread(report), by=cast.coordinator))
    return reread(approval.approve(report, by=cast.approver, seen=factories.shown(report)))


def correct(cast, plan, stocks=STOCKS, by=None):
    return indicator_kinds.correct_kinds(plan, by=by or cast.coordinator, stocks=stocks, reason=REASON)


def test_the_figures_of_a_report_that_is_not_approved_follow(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    assert (figure(report).year_value, figure(report).light) == (65, "red")
    correct(cast, plan)
    assert (figure(report).value, figure(report).year_value, figure(report).light) == (90, 90, "green")


def test_a_silent_unit_s_last_reading_stands_then_and_goes_when_it_is_a_flow_again(cast, plan):
    tell(cast, "2026-09", CA="90", TCNS="60")
    report = tell(cast, "2026-10", CA="96")
    correct(cast, plan)
    assert (figure(report).denominator, "tháng 9" in figure(report).carried) == (200, True)
    correct(cast, plan, STOCKS - {8})
    assert (figure(report).denominator, figure(report).carried, figure(report).year_value) == (100, "", 82)


def test_an_adjusted_figure_stays_and_what_is_computed_follows(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    given = {"numerator": D(88), "denominator": D(100)}
    figures.override_figure(report, by=cast.coordinator, number=8, given=given, reason=REASON)
    correct(cast, plan)
    found = figure(report)
    assert (found.value, found.year_value, found.computed_value, found.computed_year) == (88, 88, 90, 90)


def test_what_stood_on_in_a_signed_month_is_not_added_up_after_the_indicator_is_a_flow(cast, plan, on_day):
    correct(cast, plan)
    approve(cast, tell(cast, "2026-09", CA="90", TCNS="60"))
    approve(cast, tell(cast, "2026-10", CA="96"))
    on_day("2026-12-06 09:00")
    report = tell(cast, "2026-11", CA="98")
    correct(cast, plan, STOCKS - {8})
    assert figure(report).year_value == 86
    report = ward_reports.reopen(reread(report), by=cast.coordinator, reason=REASON)
    report = ward_reports.consolidate(reread(report), by=cast.coordinator)
    assert (figure(report).year_value, figure(report).before) == (86, 96)
    given = {"numerator": D(98), "denominator": D(100)}
    figures.override_figure(reread(report), by=cast.coordinator, number=8, given=given, reason=REASON)
    assert figure(report).year_value == 86


def stored(report):
    """What is stored of figure 8; its sources are in no order."""
    found = figure(report)
    names = ("value", "numerator", "denominator", "year_value", "light", "carried")
    return [getattr(found, name) for name in names], sorted(found.sources, key=str)


def test_consolidating_anew_gives_the_very_same(cast, plan):
    tell(cast, "2026-09", CA="90", TCNS="60")
    report = tell(cast, "2026-10", CA="96")
    correct(cast, plan)
    before = stored(report)
    report = ward_reports.reopen(reread(report), by=cast.coordinator, reason=REASON)
    report = ward_reports.consolidate(reread(report), by=cast.coordinator)
    assert stored(report) == before


def test_sentences_that_quote_it_turn_red(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    text = f"{report.results}\nĐịnh danh đạt {{{{chỉ tiêu 8: lũy kế}}}}."
    report = prose_actions.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative={"results": text})
    correct(cast, plan)
    stale = prose.stale(reread(report), prose.words_of(prose.figures_of(report)))
    assert any("65%" in sentence.was and "90%" in sentence.now for sentence in stale)


def test_what_is_approved_stays_and_is_listed_with_told_and_right(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = approve(cast, tell(cast, "2026-10", CA="90"))
    found = correct(cast, plan)
    assert figure(report).year_value == 65
    (effect,) = [effect for effect in found.signed if effect.indicator.number == 8]
    assert (effect.report, effect.old_year, effect.new_year) == (report, "65%", "90%")
    assert [effect.report for effect in kind_correction.affected(plan)] == [report]


def test_a_report_that_waits_for_a_signature_is_called_back_first(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = ward_reports.send_for_approval(tell(cast, "2026-10", CA="90"), by=cast.coordinator)
    with pytest.raises(NotPossible, match="10/2026"):
        correct(cast, plan)
    assert not Indicator.objects.get(number=8).stock
    assert figure(report).year_value == 65


def test_every_version_of_the_plan_follows(cast, plan):
    copy = Plan.objects.get(pk=plan.pk)
    copy.pk, copy.version = None, 2
    copy.save()
    row = Indicator.objects.get(plan=plan, number=8)
    row.pk, row.plan = None, copy
    row.save()
    correct(cast, plan)
    assert list(Indicator.objects.filter(number=8).values_list("stock", flat=True)) == [True, True]


def test_both_trails_tell_it_and_stay_whole(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    correct(cast, plan)
    events = TrailEvent.objects.filter(action="correct_kind").order_by("subject_kind")
    assert [(event.subject_kind, event.reason, event.actor_name) for event in events] == [
        ("plan", REASON, cast.coordinator.name),
        ("wardreport", REASON, cast.coordinator.name),
    ]
    assert events[0].changes == {"8.stock": [False, True]}
    assert events[1].changes["8.year_value"] == ["65", "90"]
    assert not trail.verify_subject("plan", plan.pk).fault
    assert not trail.verify_subject("wardreport", report.pk).fault


@pytest.mark.parametrize("who", ["MX:admin", "VHXH:coordinator"])
def test_administrator_and_coordinator_correct(cast, plan, who):
    correct(cast, plan, by=cast[who])
    assert Indicator.objects.get(number=8).stock


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:auditor"])
def test_nobody_else_does(cast, plan, who):
    with pytest.raises(PermissionDenied):
        correct(cast, plan, by=cast[who])


def test_nothing_to_correct_and_no_reason_are_refused(cast, plan):
    with pytest.raises(NotPossible):
        correct(cast, plan, STOCKS - {8})
    with pytest.raises(NotPossible):
        indicator_kinds.correct_kinds(plan, by=cast.coordinator, stocks=STOCKS, reason=" ")


def test_the_latest_value_is_a_stock_whatever_is_asked(cast, plan):
    correct(cast, plan, set())
    assert set(Indicator.objects.filter(stock=True).values_list("aggregation", flat=True)) == {"latest"}


def test_a_correction_that_was_rolled_back_leaves_nothing(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    with undone():
        correct(cast, plan)
    assert (figure(report).year_value, Indicator.objects.get(number=8).stock) == (65, False)


def test_the_command_tells_first_and_writes_with_yes(cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    output = StringIO()
    call_command("correct_kind", "8", "--to", "stock", stdout=output)
    assert "65% → 90%" in output.getvalue()
    assert figure(report).year_value == 65
    call_command("correct_kind", "8", "--to", "stock", "--yes", "--reason", REASON, stdout=StringIO())
    assert figure(report).year_value == 90


@pytest.mark.parametrize("arguments", [("99", "--to", "stock"), ("8", "--to", "stock", "--ward", "XX")])
def test_the_command_refuses_what_is_not_there(cast, arguments):
    with pytest.raises(CommandError):
        call_command("correct_kind", *arguments, stdout=StringIO())


def test_the_command_needs_a_reason_to_write(cast):
    with pytest.raises(CommandError):
        call_command("correct_kind", "8", "--to", "stock", "--yes", stdout=StringIO())


def ticks(numbers):
    return "&".join(f"stock={number}" for number in sorted(numbers))


def test_the_page_shows_what_changes_and_writes_only_when_it_is_confirmed(client, cast, plan):
    tell(cast, "2026-09", CA="40")
    report = tell(cast, "2026-10", CA="90")
    client.force_login(cast.coordinator)
    assert 'value="8"' in client.get("/plan/kinds/").content.decode()
    address = f"/plan/kinds/check/?plan={plan.pk}&{ticks(STOCKS)}"
    page = client.get(address).content.decode()
    assert "<del>65%</del>" in page
    assert "<ins>90%</ins>" in page
    assert client.post(address, {"reason": " "}).status_code == 422
    assert figure(report).year_value == 65
    assert client.post(address, {"reason": REASON}).status_code == 302
    assert figure(report).year_value == 90


def test_the_page_lists_signed_documents_that_told_it_wrong(client, cast, plan):
    tell(cast, "2026-09", CA="40")
    issuing.issue(approve(cast, tell(cast, "2026-10", CA="90")), by=cast.clerk)
    correct(cast, plan)
    client.force_login(cast.admin)
    page = client.get("/plan/kinds/").content.decode()
    assert "<del>65%</del>" in page
    assert "BC-BCĐ" in page


def test_a_report_that_waits_is_named_on_the_page_and_nothing_can_be_confirmed(client, cast, plan):
    tell(cast, "2026-09", CA="40")
    ward_reports.send_for_approval(tell(cast, "2026-10", CA="90"), by=cast.coordinator)
    client.force_login(cast.coordinator)
    address = f"/plan/kinds/check/?plan={plan.pk}&{ticks(STOCKS)}"
    assert "đang Trình ký" in client.get(address).content.decode()
    assert client.post(address, {"reason": REASON}).status_code == 409


def test_the_page_leads_to_yearly_reports_that_began_by_the_old_kind(client, cast, plan):
    for code, value in (("2026-09", "40"), ("2026-10", "90")):
        approve(cast, tell(cast, code, CA=value))
    year = periods.open_period(cast.annual, "2026")
    entry = year.unit_reports.get(unit__code="CA").indicator_entries.get(indicator__number=8)
    assert (entry.numerator, entry.denominator) == (130, 200)
    client.force_login(cast.coordinator)
    address = f"/reports/ward/{year.ward_reports.get().pk}/months/"
    assert address in client.get(f"/plan/kinds/check/?plan={plan.pk}&{ticks(STOCKS)}").content.decode()
    correct(cast, plan)
    (found,) = annual.disagreements(year, annual.months_of(year))
    assert (found.number, found.written, found.months) == (8, "65%", "90%")


@pytest.mark.parametrize("query", ["?plan=0", "?plan=x", "?ward=0"])
def test_a_plan_that_is_not_there_is_not_found(client, cast, query):
    client.force_login(cast.coordinator)
    assert client.get(f"/plan/kinds/{query}").status_code == 404


def test_the_pages_are_for_those_who_may(client, cast):
    client.force_login(cast["CA:unit_head"])
    assert client.get("/plan/kinds/").status_code == 403
    assert "/plan/kinds/" not in client.get("/plan/").content.decode()
    client.force_login(cast.admin)
    assert "/plan/kinds/" in client.get("/plan/").content.decode()


def test_odd_numbers_in_the_address_change_nothing(client, cast, plan):
    client.force_login(cast.coordinator)
    odd = "&".join(f"stock={text}" for text in ("²", "-1", "8x", "9" * 30, "9" * 5000))
    assert client.get(f"/plan/kinds/check/?plan={plan.pk}&{odd}").status_code == 200
