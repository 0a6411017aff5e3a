"""The cast: offices, not people. Each is called by its unit's code and its office: "CA:drafter"."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import units
from approvals.clock import ZONE
from units.mappings import actions as mapping_actions
from units.mappings import versions as mappings
from units.models import Authority, Membership, Office, Person, Plan, Unit
from units.offices import actions as offices
from units.people import actions as people_actions
from units.plans import actions as plans
from units.sign_in.demo import ADDRESSES
from units.tree.actions import code_of
from units.workbook import read_mapping, read_plan
from workflows.models import Need, ReportKind, Route, Verb
from workflows.periods import setup
from workflows.periods.kinds import change_kind, edits_of
from workflows.routes import actions as routes

SAMPLES = Path(units.__file__).parent / "samples"
SAMPLE = SAMPLES / "plan-01-KH-BCD-2026.xlsx"
FORMS_SAMPLE = SAMPLES / "forms-2026.xlsx"
BOARD_MEMBER = "Phó Trưởng Ban"
SINCE = datetime(2026, 1, 1, tzinfo=ZONE)
WARD_OFFICES = (
    ("VHXH", Office.COORDINATOR),
    (setup.BOARD, Office.APPROVER),
    ("VP", Office.CLERK),
    ("MX", Office.AUDITOR),
    ("MX", Office.ADMIN),
)


@dataclass(frozen=True)
class Cast:
    """The ward and everybody in it, by unit code and office."""

    ward: Unit
    units: dict[str, Unit]
    people: dict[str, Person]
    monthly: ReportKind
    annual: ReportKind

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    @property
    def coordinator(self) -> Person:
        return self.people["VHXH:coordinator"]

    @property
    def approver(self) -> Person:
        return self.people["BCĐ:approver"]

    @property
    def clerk(self) -> Person:
        return self.people["VP:clerk"]

    @property
    def auditor(self) -> Person:
        return self.people["MX:auditor"]

    @property
    def admin(self) -> Person:
        return self.people["MX:admin"]


def settle() -> Cast:
    """Import the sample plan, set the ward up and give every office somebody who holds it."""
    with SAMPLE.open("rb") as file:
        content = read_plan(file)
    plan = plans.import_plan(content, by=None).plan
    setup.set_up(plan, content.schedule)
    for unit in plan.ward.members.filter(reports=True):
        for office in (Office.DRAFTER, Office.UNIT_HEAD):
            appoint(unit, office)
    every = {unit.code: unit for unit in plan.ward.members.all()} | {"MX": plan.ward}
    for code, office in WARD_OFFICES:
        appoint(every[code], office)
    cast = gather(plan.ward)
    authorise(cast.approver, plan)
    return cast


def begin_with_january(monthly: ReportKind, admin: Person) -> None:
    """The first month, April, tells the four that have gone."""
    change_kind(monthly, by=admin, seen=edits_of(monthly), first_covers_year=True)


def map_forms(cast: Cast) -> None:
    """The coordinator imports the sample of forms that others ask for."""
    with FORMS_SAMPLE.open("rb") as file:
        content = read_mapping(file, plans=mappings.measures_of(cast.ward))
    mapping_actions.import_mapping(content, by=cast.coordinator, ward=cast.ward)


def ask_for_opinions(cast: Cast) -> None:
    """Three units give their opinion before the year's report is signed."""
    ask_units(cast, cast.annual.route)


def ask_units(cast: Cast, route: Route, *more: str) -> None:
    """Three units, and `more` by their codes, give their opinion side by side, within 24 working hours, before anything
    is signed.
    """
    shape: dict[str, Any] = {"verb": Verb.OPINION, "office": Office.UNIT_HEAD, "need": Need.ANY}
    shape |= {"quorum": 1, "allowance": 24}
    for place, code in enumerate(("CA", "KTHTDT", "VP", *more)):
        unit = cast.units[code]
        title = f"Ý kiến {unit.short_name}"
        routes.add_step(route, by=cast.admin, title=title, unit=unit, beside=place > 0, **shape)


def appoint(unit: Unit, office: str) -> Person:
    """Somebody, called by the office, who holds it in the unit from the year's first day."""
    words = BOARD_MEMBER if unit.code == setup.BOARD else f"{unit.short_name}, {Office(office).label.lower()}"
    username = f"{code_of(unit.code)}-{office}".lower()
    person = people_actions.add_person(
        unit.ward or unit, by=None, username=username, name=words, email=f"{username}{ADDRESSES}"
    )
    offices.start_membership(person, by=None, unit=unit, office=office, starts_at=SINCE)
    return person


def authorise(person: Person, plan: Plan) -> None:
    """The deputy of the board signs as the plan's signer does: under that name, for the head of the board."""
    people_actions.change_person(person, by=None, signs_as=plan.signer_name)
    offices.set_authority(
        person.memberships.get(),
        by=None,
        authority=Authority.DEPUTY,
        title="Phó Trưởng Ban Chỉ đạo",
        acts_for="Trưởng Ban Chỉ đạo",
        post="Phó Chủ tịch UBND phường",
    )


def gather(ward: Unit) -> Cast:
    """The cast of a ward that is settled already."""
    every = {unit.code: unit for unit in ward.members.all()} | {"MX": ward}
    codes = {unit.pk: code for code, unit in every.items()}
    memberships = Membership.objects.filter(unit__in=codes, substitution=None).select_related("person")
    held = {f"{codes[membership.unit_id]}:{membership.office}": membership.person for membership in memberships}
    kinds = {kind.code: kind for kind in ReportKind.objects.filter(ward=ward)}
    return Cast(ward, every, held, kinds["monthly"], kinds["annual"])
