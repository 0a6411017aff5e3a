"""Wards to measure in: units, people, rights and a plan, written in bulk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.contrib.auth.models import Group, Permission

from units import grants
from units.models import (
    Aggregation,
    Assignment,
    AssignmentGroup,
    Authority,
    Direction,
    Indicator,
    Membership,
    Office,
    Person,
    Plan,
    Unit,
    UnitGroupPermission,
)
from workflows.models import ReportKind, Route, RouteVersion, Step
from workflows.routes import versions

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
YEARS = range(2026, 2032)
COORDINATORS = 8
INDICATORS = 20
ASSIGNMENTS = 30
UNIT_OFFICES = (Office.DRAFTER, Office.UNIT_HEAD)
WARD_OFFICES = (Office.COORDINATOR, Office.APPROVER, Office.CLERK, Office.AUDITOR, Office.ADMIN)


@dataclass(frozen=True)
class Ward:
    """A ward with all who act in it; `people` by unit id and office."""

    unit: Unit
    units: list[Unit]
    people: dict[tuple[int, str], Person]
    kind: ReportKind

    def holder(self, office: str, unit_id: int | None = None) -> Person:
        return self.people[unit_id or self.unit.pk, office]

    def coordinators(self) -> list[Person]:
        held = Membership.objects.filter(unit=self.unit, office=Office.COORDINATOR).select_related("person")
        return [membership.person for membership in held.order_by("pk")]


SIGNS = {Office.APPROVER: {"authority": Authority.HEAD, "title": "Trưởng Ban Chỉ đạo"}}


def build(wards: int, units_each: int) -> list[Ward]:
    """The first ward has the whole plan of every year, in which all its units share; the others only their rights."""
    roots = Unit.objects.bulk_create(_unit(f"W{n}", None) for n in range(wards))
    units = Unit.objects.bulk_create(_unit(f"U{n}", root) for root in roots for n in range(units_each))
    people = _appoint(roots, units)
    kinds = ReportKind.objects.bulk_create(
        ReportKind(ward=root, code="monthly", name="Báo cáo tháng", frequency="monthly", opens_from=SINCE.date())
        for root in roots
    )
    routes = Route.objects.bulk_create(Route(ward_id=kind.ward_id, kind=kind) for kind in kinds)
    steps = Step.objects.bulk_create(
        Step(route=route, order=1, title="Phó Trưởng Ban", unit=kind.ward, office=Office.APPROVER)
        for route, kind in zip(routes, kinds, strict=True)
    )
    RouteVersion.objects.bulk_create(_first_version(step) for step in steps)
    every = {root.pk: [] for root in roots}
    for unit in units:
        every[unit.ward_id].append(unit)
    built = [Ward(root, every[root.pk], people, kind) for root, kind in zip(roots, kinds, strict=True)]
    for year in YEARS:
        _full_plan(built[0], year)
    Plan.objects.bulk_create(_plan(ward, 2026) for ward in built[1:])
    return built


def _first_version(step: Step) -> RouteVersion:
    shape = versions.shape_of([step])
    digest = versions.digest_of(shape)
    return RouteVersion(route=step.route, number=1, shape=shape, digest=digest, in_force_from=SINCE)


def _unit(code: str, ward: Unit | None) -> Unit:
    name = f"Đơn vị {code}" if ward else f"Phường {code}"
    return Unit(ward=ward, parent=ward, code=code, name=name, short_name=name, reports=ward is not None)


def _appoint(roots: list[Unit], units: list[Unit]) -> dict[tuple[int, str], Person]:
    """One person for each office of each unit and ward, and more coordinators in the first ward."""
    posts = [(unit, office) for unit in units for office in UNIT_OFFICES]
    posts += [(root, office) for root in roots for office in WARD_OFFICES]
    posts += [(roots[0], Office.COORDINATOR)] * (COORDINATORS - 1)
    people = Person.objects.bulk_create(
        (
            Person(username=f"p{n}", name=f"{office} {unit.code} {n}", password="!")
            for n, (unit, office) in enumerate(posts)
        ),
        batch_size=2000,
    )
    groups = _groups(list(dict.fromkeys(posts)))
    Membership.objects.bulk_create(
        (
            Membership(
                person=person,
                unit=unit,
                office=office,
                group=groups[unit, office],
                starts_at=SINCE,
                **SIGNS.get(office, {}),
            )
            for person, (unit, office) in zip(people, posts, strict=True)
        ),
        batch_size=2000,
    )
    holders: dict[tuple[int, str], Person] = {}
    for person, (unit, office) in zip(people, posts, strict=True):
        holders.setdefault((unit.pk, office), person)
    return holders


def _groups(posts: list[tuple[Unit, str]]) -> dict[tuple[Unit, str], Group]:
    """The groups with the grants that `units.grants.group_of` gives them."""
    made = Group.objects.bulk_create((Group(name=f"{unit.pk}:{office}") for unit, office in posts), batch_size=2000)
    groups = dict(zip(posts, made, strict=True))
    permission = {row.codename: row for row in Permission.objects.filter(content_type__app_label="units")}
    UnitGroupPermission.objects.bulk_create(
        (
            UnitGroupPermission(group=group, permission=permission[codename], content_object_id=unit.pk)
            for (unit, office), group in groups.items()
            for codename in (*grants.ON_UNIT.get(office, ()), *grants.ON_WARD.get(office, ()))
        ),
        batch_size=2000,
    )
    return groups


def _plan(ward: Ward, year: int) -> Plan:
    words = ("title", "issuer", "province", "place", "province_recipient", "signer_authority")
    words += ("signer_title", "signer_post", "signer_name")
    return Plan(
        ward=ward.unit,
        number=f"01/KH-BCĐ {year}",
        year=year,
        issued_on=date(year, 1, 1),
        coordinating_unit=ward.units[0],
        recipients=[],
        content_digest="",
        imported_at=SINCE,
        **dict.fromkeys(words, "Kế hoạch"),
    )


def _full_plan(ward: Ward, year: int) -> None:
    plan = _plan(ward, year)
    plan.save()
    fill_plan(plan, ward)


def fill_plan(plan: Plan, ward: Ward) -> None:
    """Every unit cooperates in every indicator; each assignment has one unit."""
    kinds = list(Aggregation.values)
    indicators = Indicator.objects.bulk_create(
        Indicator(
            plan=plan,
            number=n + 1,
            name=f"Chỉ tiêu {n + 1}",
            measure="%",
            goal=Decimal(60),
            direction=Direction.UP,
            aggregation=kinds[n % len(kinds)],
            stock=kinds[n % len(kinds)] == Aggregation.LATEST,
            lead=ward.units[n % len(ward.units)],
        )
        for n in range(INDICATORS)
    )
    shares = Indicator.cooperating.through
    shares.objects.bulk_create(
        shares(indicator=indicator, unit=unit)
        for indicator in indicators
        for unit in ward.units
        if unit.pk != indicator.lead_id
    )
    groups = AssignmentGroup.objects.bulk_create(
        AssignmentGroup(plan=plan, code=str(n), name=f"Nhóm {n}", order=n) for n in range(10)
    )
    Assignment.objects.bulk_create(
        Assignment(
            plan=plan,
            group=groups[n % 10],
            number=n + 1,
            name=f"Nhiệm vụ {n + 1}",
            product="Báo cáo",
            lead=ward.units[n % len(ward.units)],
        )
        for n in range(ASSIGNMENTS)
    )
