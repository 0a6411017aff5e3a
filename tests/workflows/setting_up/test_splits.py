"""One unit becomes several: each gets its own part of the work, the people and what is open, and reads what was."""

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
from units.absences import actions as absences
from units.models import Membership, Plan, Unit
from units.tree import actions as tree
from units.tree.actions import NewUnit
from workflows.models import UnitReport
from workflows.plans.moving import actions as moving
from workflows.setting_up.splits import actions as splits
from workflows.setting_up.splits.actions import Split

REASON = "Nghị quyết số 14/NQ-HĐND"
ADDED = [NewUnit("HC", "Trung tâm Hành chính", "TT HC"), NewUnit("DVC", "Trung tâm Dịch vụ công", "TT DVC")]


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def split(cast, unit="TTPVHCC", who="MX:admin", added=ADDED, **how):
    return splits.split(cast.units[unit], Split(added, **how), by=cast[who], reason=REASON)


def rows_of(cast, unit="TTPVHCC"):
    plan = Plan.objects.order_by("-version").first()
    return plan, list(splits.rows_of(plan, cast.units[unit]))


def test_each_part_leads_and_shares_what_it_was_given(cast):
    plan, rows = rows_of(cast)
    led = next(row for row, part in rows if part.row.lead.code == "TTPVHCC" and row[0] == "indicator")
    shared = next(row for row, part in rows if part.row.lead.code != "TTPVHCC")
    split(cast, leads={(plan.pk, led): 1}, shares={(plan.pk, led): [0], (plan.pk, shared): [1]})
    made, left = rows_of(cast)
    assert (made.version, left) == (2, [])
    row = made.indicators.get(number=led[1])
    assert row.lead.code == "DVC"
    assert "HC" in row.cooperating.values_list("code", flat=True)
    row = getattr(made, f"{shared[0]}s").get(number=shared[1])
    codes = set(row.cooperating.values_list("code", flat=True))
    assert codes & {"HC", "DVC", "TTPVHCC"} == {"DVC"}


def test_what_is_left_open_is_finished_by_the_heir_and_read_by_all_parts(cast):
    draft, accepted = arrange.draft(cast, "TTPVHCC"), factories.accepted(cast, "TTPVHCC", "2026-09")
    drafter, head = (Membership.objects.get(unit__code="TTPVHCC", office=office) for office in ("drafter", "unit_head"))
    split(cast, heir=1, people={drafter.pk: 0, head.pk: 1})
    assert UnitReport.objects.to_submit(head.person).filter(pk=draft.pk).exists()
    assert not UnitReport.objects.to_write(drafter.person).filter(pk=draft.pk).exists()
    assert UnitReport.objects.visible_to(drafter.person).filter(pk=accepted.pk).exists()
    assert Unit.objects.get(code="TTPVHCC").merged_into.code == "DVC"
    held = Membership.objects.unended().filter(person=drafter.person)
    assert [(row.unit.code, row.office) for row in held] == [("HC", "drafter")]


def test_an_open_period_that_follows_asks_the_parts_and_waives_the_old_report(cast):
    draft = arrange.draft(cast, "TTPVHCC")
    split(cast)
    moving.move_periods(Plan.objects.get(version=2), [draft.period], by=cast.coordinator, reason=REASON)
    assert (reread(draft).state, reread(draft).reason) == ("waived", REASON)
    codes = set(draft.period.unit_reports.exclude(state="waived").values_list("unit__code", flat=True))
    assert {"HC", "DVC"} <= codes


def test_a_unit_may_go_on_beside_the_new_one_with_what_it_has_open(cast):
    draft = arrange.draft(cast, "TTPVHCC")
    plan, rows = rows_of(cast)
    handed, *_others = [row for row, part in rows if part.row.lead.code == "TTPVHCC"]
    parts = split(
        cast,
        added=ADDED[:1],
        goes_on=True,
        leads={(plan.pk, handed): 1},
        shares={(plan.pk, row): [0] for row, part in rows if part.row.lead.code != "TTPVHCC"},
    )
    assert [part.code for part in parts] == ["TTPVHCC", "HC"]
    unit = Unit.objects.get(code="TTPVHCC")
    assert (unit.retired_at, unit.merged_into) == (None, None)
    assert UnitReport.objects.to_write(cast["TTPVHCC:drafter"]).filter(pk=draft.pk).exists()
    made, _rows = rows_of(cast)
    assert getattr(made, f"{handed[0]}s").get(number=handed[1]).lead.code == "HC"
    assert made.indicators.filter(lead=unit).count() + made.assignments.filter(lead=unit).count() == len(_others)


def test_it_is_told_in_the_trail_and_on_the_pages_of_all(cast, client):
    first, second = split(cast)
    unit = Unit.objects.get(code="TTPVHCC")
    event = events(unit)[-1]
    assert (event.action, event.reason, event.changes["split_into"]) == ("split_unit", REASON, [None, "TT HC, TT DVC"])
    client.force_login(cast.admin)
    page = client.get(reverse("unit", args=[unit.pk])).text
    assert first.name in page
    assert second.name in page
    assert unit.short_name in client.get(reverse("unit", args=[first.pk])).text


@pytest.mark.parametrize(
    ("unit", "how"),
    [("TTPVHCC", {"added": ADDED[:1]}), ("TTPVHCC", {"added": []}), ("TTPVHCC", {"added": [ADDED[0], ADDED[0]]})],
)
def test_it_becomes_at_least_two_units_with_codes_of_their_own(cast, unit, how):
    with pytest.raises(NotPossible):
        split(cast, unit, **how)
    assert (Plan.objects.count(), Unit.objects.filter(code="HC").exists()) == (1, False)


@pytest.mark.parametrize("who", ["VHXH:coordinator", "TTPVHCC:unit_head", "BCĐ:approver"])
def test_only_the_administrator_splits(cast, who):
    with pytest.raises(PermissionDenied):
        split(cast, who=who)


def test_the_pages_ask_show_and_then_do_it(cast, client):
    draft = arrange.draft(cast, "TTPVHCC")
    client.force_login(cast.admin)
    address = reverse("unit_split", args=[cast.ward.pk])
    assert address in client.get(reverse("units")).text
    named = {"unit": cast.units["TTPVHCC"].pk, "table": "Trung tâm Hành chính"}
    assert client.post(address, named).status_code == 422
    taken = client.post(address, named | {"table": f"{cast.units['CA'].name}\nTrung tâm Hành chính"})
    assert taken.status_code == 422
    named["table"] = "Trung tâm Hành chính\nTrung tâm Dịch vụ công"
    asked = client.post(address, named)
    assert asked.status_code == 200
    form = asked.context["form"]
    chosen = {field.html_name: field.initial for field in form if field.initial is not None}
    chosen |= {name: "0" for name in form.fields if name.startswith("l")} | {"heir": "1"}
    chosen |= {name: "0" for name in form.fields if name.startswith("p")}
    checked = client.post(address, named | chosen | {"assigned": "1"})
    assert checked.status_code == 200
    assert reverse("unit_report", args=[draft.pk]) in checked.text
    assert Unit.objects.get(code="TTPVHCC").retired_at is None
    typed = named | chosen | {"assigned": "1", "confirmed": "1"}
    assert client.post(address, typed | {"reason": ""}).status_code == 422
    assert client.post(address, typed | {"reason": REASON}).status_code == 302
    unit = Unit.objects.get(code="TTPVHCC")
    assert unit.merged_into.name == "Trung tâm Dịch vụ công"
    assert set(unit.split_into.values_list("name", flat=True)) == set(named["table"].split("\n"))


def test_whoever_is_to_hold_no_office_any_more_holds_none_where_the_unit_goes_on(cast):
    office = Membership.objects.unended().filter(unit=cast.units["TTPVHCC"]).first()
    kept = Membership.objects.unended().filter(unit=cast.units["TTPVHCC"]).exclude(pk=office.pk).first()
    split(cast, goes_on=True, added=ADDED[1:], leaving=[office.pk])
    standing = Membership.objects.unended().filter(pk__in=[office.pk, kept.pk])
    assert list(standing) == [kept]


def parts_page(cast, client, **more):
    """The page that asks what each part gets, and what it sends untouched."""
    client.force_login(cast.admin)
    address = reverse("unit_split", args=[cast.ward.pk])
    named = {"unit": cast.units["TTPVHCC"].pk, "table": "Trung tâm Một\nTrung tâm Hai"} | more
    form = client.post(address, named).context["form"]
    untouched = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    return address, named | untouched | {"assigned": "1"}, form


def test_nothing_goes_to_the_first_unit_unless_somebody_says_so(cast, client):
    address, untouched, form = parts_page(cast, client)
    refused = client.post(address, untouched)
    assert refused.status_code == 422
    assert {"heir", "rest"} <= set(refused.context["form"].errors)
    assert len(refused.context["form"].errors) == 2 + len(form.offices)


def test_the_rest_goes_to_whom_is_chosen_for_it_and_an_empty_part_is_warned_of(cast, client):
    address, untouched, form = parts_page(cast, client)
    people = {f"p{office.pk}": "1" for office in form.offices}
    checked = client.post(address, untouched | people | {"heir": "1", "rest": "1"})
    leads = [len(row[1]) for row in checked.context["split"].summary]
    assert (checked.status_code, leads[0], leads[1] > 0) == (200, 0, True)
    assert "không chủ trì gì hoặc chưa có người" in checked.text


def test_a_unit_that_goes_on_keeps_what_is_given_to_no_other_and_the_new_one_is_warned_of(cast, client):
    address, untouched, _form = parts_page(cast, client, table="Trung tâm Hai", goes_on="on")
    checked = client.post(address, untouched)
    assert checked.status_code == 200
    assert "không chủ trì gì hoặc chưa có người" in checked.text


def test_the_preview_warns_where_nobody_is_left_to_submit_what_is_open(cast, client):
    arrange.draft(cast, "TTPVHCC")
    address, untouched, form = parts_page(cast, client)
    away = untouched | {"heir": "0", "rest": "0"} | {f"p{office.pk}": "1" for office in form.offices}
    checked = client.post(address, away)
    assert "không còn ai nộp" in checked.text
    assert "không còn ai soạn" in checked.text
    there = client.post(address, away | {f"p{office.pk}": "0" for office in form.offices})
    assert there.status_code == 200
    assert "không còn ai" not in there.text


def test_what_may_be_refused_is_not_called_optional_and_rows_are_told_apart_by_their_word(cast, client):
    address, untouched, form = parts_page(cast, client)
    page = client.post(address, untouched).text
    for name in ("heir", "rest", *(f"p{office.pk}" for office in form.offices)):
        label = page[page.index(f'<label for="id_{name}"') :].split("</label>")[0]
        assert "không bắt buộc" not in label
    assert {name.split(" ")[0] for name, _fields in form.shown_rows} == {"Chỉ", "Nhiệm"}


def test_a_substitute_goes_nowhere_and_what_stood_below_stands_below_the_heir(cast, client, on_day):
    away = {"starts_at": instant("2026-11-03 00:00"), "ends_at": instant("2026-11-07 00:00")}
    absences.start_absence(cast["TTPVHCC:drafter"], by=None, substitute=cast["VP:unit_head"], **away)
    below = tree.change_unit(cast.units["TDP"], by=cast.admin, parent=cast.units["TTPVHCC"])
    split(cast, heir=1, people={row.pk: 1 for row in Membership.objects.filter(unit__code="TTPVHCC")})
    below.refresh_from_db()
    assert below.parent.code == "DVC"
    held = Membership.objects.unended().filter(unit__code="DVC")
    assert cast["VP:unit_head"] in {row.person for row in held}, "while the other is away"
    on_day("2026-11-10 09:00")
    assert cast["VP:unit_head"] not in {row.person for row in held.at(now())}
