"""Two units become one: nothing that is open waits for nobody, and what was reported is read under both names."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import events
from units import rules
from units.absences import actions as absences
from units.models import Membership, Plan, Unit
from units.offices import actions as offices
from units.tree import actions as tree
from units.tree.actions import NewUnit
from workflows.difficulties import actions as difficulties
from workflows.models import Difficulty, IndicatorEntry, UnitReport
from workflows.setting_up.mergers import actions as mergers
from workflows.setting_up.splits import actions as splits
from workflows.setting_up.splits.actions import Split
from workflows.unit_reports import actions as unit_reports

REASON = "Nghị quyết số 12/NQ-HĐND"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def merge(cast, unit="TTPVHCC", into="CA", who="MX:admin", people=()):
    return mergers.merge(cast.units[unit], cast.units[into], by=cast[who], reason=REASON, people=people)


def test_the_open_report_is_finished_by_whoever_writes_for_the_other(cast):
    report = arrange.draft(cast, "TTPVHCC")
    merge(cast)
    assert UnitReport.objects.to_submit(cast["CA:unit_head"]).filter(pk=report.pk).exists()
    assert UnitReport.objects.to_write(cast["CA:drafter"]).filter(pk=report.pk).exists()
    done = unit_reports.submit(reread(report), by=cast["CA:unit_head"], seen=report.version)
    assert (done.state, done.unit.code) == ("submitted", "TTPVHCC")


def test_a_returned_report_and_a_difficulty_have_a_home(cast):
    report = factories.in_review(cast, "TTPVHCC")
    kind = cast.ward.difficulty_kinds.first()
    raised = difficulties.Raised(kind, "Thiếu máy", difficulties.Addressee("leaders"))
    item = difficulties.raise_difficulty(cast.units["TTPVHCC"], by=cast["TTPVHCC:drafter"], raised=raised)
    merge(cast)
    unit_reports.return_for_revision(report, by=cast.coordinator, reason="Thiếu số")
    assert UnitReport.objects.to_write(cast["CA:drafter"]).filter(pk=report.pk).exists()
    difficulties.close_difficulty(item, by=cast["CA:drafter"], text="Đã có máy")
    assert Difficulty.objects.get(pk=item.pk).state == "closed"


def test_the_plan_names_the_other_and_the_next_month_asks_it(cast, on_day):
    before = Plan.objects.get().indicators.filter(lead__code="TTPVHCC").count()
    assert before
    merge(cast)
    plan = Plan.objects.get(version=2)
    gone = cast.units["TTPVHCC"]
    assert not plan.indicators.filter(lead=gone).exists()
    assert not plan.indicators.filter(cooperating=gone).exists()
    assert not plan.assignments.filter(cooperating=gone).exists()
    on_day("2026-12-01 09:00")
    period = factories.open_month(cast, "2026-11")
    assert not period.unit_reports.filter(unit=gone).exists()
    asked = IndicatorEntry.objects.filter(report__period=period, report__unit__code="CA")
    assert (
        asked.count()
        == plan.indicators.filter(lead__code="CA").count() + plan.indicators.filter(cooperating__code="CA").count()
    )


def test_a_period_that_follows_the_new_version_waives_the_report_of_the_unit_that_ended(cast, client):
    report = arrange.draft(cast, "TTPVHCC")
    merge(cast)
    plan = Plan.objects.get(version=2)
    client.force_login(cast.coordinator)
    address = reverse("plan_move", args=[plan.pk])
    assert "được miễn theo lý do" in client.get(address).text
    client.post(address, {"periods": report.period.pk, "reason": REASON})
    row = reread(report)
    assert (row.state, row.reason) == ("waived", REASON)
    assert events(row)[-1].action == "waive"
    taken = IndicatorEntry.objects.filter(report__period=report.period, report__unit__code="CA")
    assert taken.filter(indicator__lead__code="CA", indicator__plan=plan).exists()


def test_a_unit_that_only_cooperates_is_merged_too(cast):
    plan = Plan.objects.get()
    plan.indicators.filter(lead__code="TTPVHCC").update(lead=cast.units["VP"])
    plan.assignments.filter(lead__code="TTPVHCC").update(lead=cast.units["VP"])
    cooperates = plan.indicators.filter(cooperating__code="TTPVHCC").first()
    merge(cast)
    now = Plan.objects.get(version=2).indicators.get(number=cooperates.number)
    assert cast.units["CA"] in {*now.cooperating.all(), now.lead}
    assert any(key.endswith(".cooperating") for key in events(Plan.objects.get(version=2))[-1].changes)


def test_who_reports_a_figure_goes_on_doing_so_where_the_other_only_helped(cast):
    plan = Plan.objects.get()
    row = next(each for each in plan.indicators.order_by("number") if each.lead.code not in ("TTPVHCC", "CA"))
    row.cooperating.add(cast.units["TTPVHCC"], cast.units["CA"])
    row.helping.set([cast.units["TTPVHCC"]])
    merge(cast)
    now = Plan.objects.get(version=2).indicators.get(number=row.number)
    assert cast.units["CA"] in now.cooperating.all()
    assert not now.helping.exists()


def test_people_go_along_with_their_offices(cast):
    office = Membership.objects.get(person=cast["TTPVHCC:drafter"], unit__code="TTPVHCC")
    merge(cast, people=[office])
    now = Membership.objects.unended().filter(person=cast["TTPVHCC:drafter"])
    assert [(row.unit.code, row.office) for row in now] == [("CA", "drafter")]
    assert not Membership.objects.unended().filter(unit__code="TTPVHCC").exists()


def test_it_is_told_in_the_trail_and_on_both_pages(cast, client):
    merge(cast)
    unit = Unit.objects.get(code="TTPVHCC", ward=cast.ward)
    event = events(unit)[-1]
    assert (event.action, event.reason) == ("merge_unit", REASON)
    assert event.changes["merged_into"] == [None, cast.units["CA"].short_name]
    client.force_login(cast.admin)
    assert cast.units["CA"].name in client.get(reverse("unit", args=[unit.pk])).text


def test_what_it_reported_is_read_by_the_other(cast):
    report = factories.accepted(cast, "TTPVHCC")
    assert not UnitReport.objects.visible_to(cast["CA:drafter"]).filter(pk=report.pk).exists()
    merge(cast)
    assert UnitReport.objects.visible_to(cast["CA:drafter"]).filter(pk=report.pk).exists()


@pytest.mark.parametrize("into", ["TTPVHCC", "MX"])
def test_it_is_merged_into_another_unit_of_the_ward(cast, into):
    other = cast.units.get(into) or cast.ward
    with pytest.raises(NotPossible):
        mergers.merge(cast.units["TTPVHCC"], other, by=cast.admin, reason=REASON)
    assert Plan.objects.count() == 1


def test_a_unit_that_ended_is_merged_no_more(cast):
    merge(cast)
    with pytest.raises(NotPossible):
        merge(cast, into="VP")


@pytest.mark.parametrize("who", ["VHXH:coordinator", "TTPVHCC:unit_head", "BCĐ:approver"])
def test_only_the_administrator_merges(cast, who):
    with pytest.raises(PermissionDenied):
        merge(cast, who=who)


def test_the_page_shows_what_becomes_of_everything_before_it_is_confirmed(cast, client):
    report = arrange.draft(cast, "TTPVHCC")
    client.force_login(cast.admin)
    address = reverse("unit_merge", args=[cast.ward.pk])
    assert address in client.get(reverse("units")).text
    pair = {"unit": cast.units["TTPVHCC"].pk, "into": cast.units["CA"].pk}
    assert client.post(address, {"unit": pair["unit"], "into": pair["unit"]}).status_code == 422
    shown = client.post(address, pair)
    assert shown.status_code == 200
    assert reverse("unit_report", args=[report.pk]) in shown.text
    assert cast["TTPVHCC:drafter"].name in shown.text
    assert Unit.objects.get(pk=pair["unit"]).retired_at is None
    assert client.post(address, pair | {"confirmed": "1", "reason": ""}).status_code == 422
    client.post(address, pair | {"confirmed": "1", "reason": REASON})
    assert Unit.objects.get(pk=pair["unit"]).merged_into_id == pair["into"]


def test_a_parent_is_chosen_in_the_browser_and_never_below_itself(cast, client):
    client.force_login(cast.admin)
    heading = tree.add_unit(cast.ward, by=cast.admin, code="TDPS", name="Các tổ dân phố", short_name="Tổ dân phố")
    unit = cast.units["TDP"]
    typed = {"name": unit.name, "short_name": unit.short_name, "kind": unit.kind, "duty": unit.duty, "reports": "on"}
    client.post(reverse("unit_change", args=[unit.pk]), typed | {"parent": heading.pk})
    unit.refresh_from_db()
    assert unit.parent_id == heading.pk
    assert events(unit)[-1].changes["parent"] == [cast.ward.name, heading.name]
    with pytest.raises(NotPossible):
        tree.change_unit(heading, by=cast.admin, parent=unit)


def test_a_renamed_unit_shows_its_former_name(cast, client):
    unit = cast.units["CA"]
    former = unit.name
    tree.change_unit(unit, by=cast.admin, name="Công an khu vực 1")
    client.force_login(cast.admin)
    assert former in client.get(reverse("unit", args=[unit.pk])).text


def test_groups_below_one_heading_roll_up_into_one_report(cast, client, on_day):
    heading = tree.add_unit(cast.ward, by=cast.admin, code="TDPS", name="Các tổ dân phố", short_name="Khối tổ dân phố")
    for code in ("TDP", "TTPVHCC"):
        tree.change_unit(cast.units[code], by=cast.admin, parent=heading)
    report = arrange.draft(cast, "TDP")
    client.force_login(cast.admin)
    address, chosen = reverse("unit_roll_up", args=[cast.ward.pk]), {"heading": heading.pk, "reason": REASON}
    assert cast.units["TDP"].name in client.post(address, chosen).text
    assert Plan.objects.count() == 1
    assert client.post(address, chosen | {"confirmed": "1"}).status_code == 302
    on_day("2026-12-01 09:00")
    period = factories.open_month(cast, "2026-11")
    asked = set(period.unit_reports.values_list("unit__code", flat=True))
    assert "TDPS" in asked
    assert not asked & {"TDP", "TTPVHCC"}
    entries = IndicatorEntry.objects.filter(report__period=period, report__unit=heading)
    assert entries.count() == entries.values("indicator__number").distinct().count() > 0
    assert UnitReport.objects.to_submit(cast["TDP:unit_head"]).filter(pk=report.pk).exists()


def test_rights_on_both_units_are_told_once(cast):
    merge(cast)
    members = list(Membership.objects.filter(unit=cast.units["CA"]))
    assert all(len(words) == len(set(words)) for words in rules.rights_of(members).values())


def test_what_stands_below_a_unit_that_ends_stays_in_the_tree(cast, client):
    heading = tree.add_unit(cast.ward, by=cast.admin, code="TDPS", name="Các tổ dân phố", short_name="Tổ dân phố")
    below = tree.change_unit(cast.units["TDP"], by=cast.admin, parent=heading)
    client.force_login(cast.admin)
    mergers.merge(heading, cast.units["CA"], by=cast.admin, reason=REASON)
    assert reread_unit(below).parent == cast.units["CA"]
    assert events(reread_unit(below))[-1].changes["parent"] == ["Các tổ dân phố", cast.units["CA"].name]
    again = tree.add_unit(cast.ward, by=cast.admin, code="TDPS2", name="Khối tổ dân phố", short_name="Khối TDP")
    tree.change_unit(below, by=cast.admin, parent=again)
    mergers.merge(again, below, by=cast.admin, reason=REASON)
    assert reread_unit(below).parent == cast.ward, "not below itself"
    assert below.name in client.get(reverse("units")).text


def reread_unit(unit) -> Unit:
    return Unit.objects.select_related("parent").get(pk=unit.pk)


def test_what_stands_below_a_unit_under_one_that_ended_long_ago_comes_to_stand_below_the_ward(cast):
    """Until 0164 a unit could end while others stood below it."""
    ended, unit, below = (
        tree.add_unit(cast.ward, by=cast.admin, code=code, name=f"Khối {code}", short_name=code)
        for code in ("K1", "K2", "K3")
    )
    tree.change_unit(unit, by=cast.admin, parent=ended)
    tree.change_unit(below, by=cast.admin, parent=unit)
    Unit.objects.filter(pk=ended.pk).update(retired_at=now())
    tree.retire_unit(unit, by=cast.admin)
    assert reread_unit(below).parent == cast.ward


def test_who_stands_in_at_the_other_unit_keeps_their_own_office_and_no_substitute_keeps_anothers(cast, client, on_day):
    away = {"starts_at": instant("2026-11-03 00:00"), "ends_at": instant("2026-11-07 00:00")}
    absences.start_absence(cast["CA:drafter"], by=None, substitute=cast["TTPVHCC:drafter"], **away)
    absences.start_absence(cast["TTPVHCC:unit_head"], by=None, substitute=cast["VP:unit_head"], **away)
    client.force_login(cast.admin)
    pair = {"unit": cast.units["TTPVHCC"].pk, "into": cast.units["CA"].pk}
    address = reverse("unit_merge", args=[cast.ward.pk])
    offered = client.post(address, pair).context["form"].fields["people"].queryset
    assert {row.person for row in offered} == {cast["TTPVHCC:drafter"], cast["TTPVHCC:unit_head"]}
    merge(cast, people=Membership.objects.filter(unit__code="TTPVHCC"))
    on_day("2026-11-10 09:00")
    held = Membership.objects.at(now()).filter(unit__code="CA")
    names = {(row.person, row.office) for row in held}
    assert names >= {(cast["TTPVHCC:drafter"], "drafter"), (cast["TTPVHCC:unit_head"], "unit_head")}
    assert cast["VP:unit_head"] not in {person for person, _office in names}


def test_an_office_for_a_term_goes_along_for_what_is_left_of_it(cast, on_day):
    until = instant("2026-11-30 00:00")
    offices.start_membership(
        cast["VP:drafter"], by=None, unit=cast.units["TTPVHCC"], office="drafter", starts_at=now(), ends_at=until
    )
    merge(cast, people=Membership.objects.filter(unit__code="TTPVHCC", person=cast["VP:drafter"]))
    went = Membership.objects.get(unit__code="CA", person=cast["VP:drafter"])
    assert (went.starts_at, went.ends_at) == (now(), until)


def test_an_office_that_begins_later_begins_no_earlier_where_the_same_is_held_until_then(cast):
    person, soon, later = cast["VP:drafter"], instant("2026-11-10 00:00"), instant("2026-12-01 00:00")
    given = {"by": None, "office": "drafter"}
    offices.start_membership(person, unit=cast.units["CA"], starts_at=now(), ends_at=soon, **given)
    offices.start_membership(person, unit=cast.units["TTPVHCC"], starts_at=later, **given)
    merge(cast, people=Membership.objects.filter(unit__code="TTPVHCC", person=person))
    held = Membership.objects.filter(unit__code="CA", person=person).order_by("starts_at")
    assert [*held.values_list("starts_at", "ends_at")] == [(now(), soon), (later, None)]


def test_a_unit_that_ended_since_it_was_chosen_is_neither_merged_into_nor_split(cast):
    chosen, heading = Unit.objects.get(pk=cast.units["TTPVHCC"].pk), Unit.objects.get(pk=cast.units["TTPVHCC"].pk)
    tree.change_unit(cast.units["TDP"], by=cast.admin, parent=heading)
    merge(cast)
    with pytest.raises(NotPossible):
        mergers.merge(cast.units["VP"], chosen, by=cast.admin, reason=REASON)
    with pytest.raises(NotPossible):
        splits.split(chosen, Split([NewUnit("HC", "Hành chính", "HC")], goes_on=True), by=cast.admin, reason=REASON)
    with pytest.raises(NotPossible):
        mergers.roll_up(heading, by=cast.admin, reason=REASON)
