"""The province above the demo's ward, in the same installation: its offices, its plan, and the ward under it."""

from dataclasses import dataclass, replace
from typing import Any

from approvals.models import Arrival, Recipient
from approvals.outbox import queue as outbox
from approvals.receiving import actions as receiving
from approvals.receiving import sending
from units.models import Authority, Office, Person, Unit
from units.offices import actions as offices
from units.people import actions as people_actions
from units.places import in_place, place_of
from units.plans import actions as plans
from units.sign_in.demo import ADDRESSES
from units.tree import actions as tree
from units.workbook import read_plan
from workflows.models import ReportKind
from workflows.periods import by_clock, setup
from workflows.provinces import actions as provinces
from workflows.provinces.actions import NewWard
from workflows.unit_reports.deliveries import actions as deliveries

from .cast import SAMPLE, SINCE, Cast

NAME, OFFICE = "Tỉnh Tuyên Quang", "SKHCN"
ORGAN, WARD_ORGAN = "H60.05", "H60.99"
SHORT = "minhxuan"
DUE_DAY = 10
HOLDERS = (
    (OFFICE, Office.COORDINATOR),
    (setup.BOARD, Office.APPROVER),
    (OFFICE, Office.CLERK),
    ("", Office.AUDITOR),
    ("", Office.ADMIN),
)


@dataclass(frozen=True)
class Province:
    """The province, the unit that stands for the ward, and who holds its offices."""

    unit: Unit
    member: Unit
    people: dict[str, Person]
    monthly: ReportKind

    @property
    def coordinator(self) -> Person:
        return self.people[Office.COORDINATOR]

    @property
    def clerk(self) -> Person:
        return self.people[Office.CLERK]

    @property
    def admin(self) -> Person:
        return self.people[Office.ADMIN]

    def receive(self, *, reference: str) -> None:
        """The coordinator receives what came last, and accepts it with that; the ward hears it at once."""
        receiving.receive(self._newest(), by=self.coordinator, reference=reference)
        outbox.drain()

    def refuse(self, *, reason: str) -> None:
        receiving.refuse(self._newest(), by=self.clerk, reason=reason)
        outbox.drain()

    def _newest(self) -> Arrival:
        return Arrival.objects.filter(scope=self.unit.pk).latest("pk")


def settle(cast: Cast) -> Province:
    """Set the province up, sign the ward up and pair both. The system does it, as it settles the ward."""
    unit = tree.add_ward("TUYENQUANG", NAME, by=None, short_name=NAME)
    tree.add_unit(
        unit, by=None, code=OFFICE, name="Sở Khoa học và Công nghệ", short_name="Sở KH-CN", kind="Sở", reports=False
    )
    plan = plans.import_plan(plan_of(cast), by=None).plan
    setup.set_up(plan, schedule())
    held = {unit.code: unit for unit in unit.members.all()} | {"": unit}
    people = {str(office): _appoint(held[code], office) for code, office in HOLDERS}
    deputy = {"authority": Authority.DEPUTY, "title": "Phó Chủ tịch", "acts_for": "Chủ tịch"}
    offices.set_authority(people[Office.APPROVER].memberships.get(), by=None, **deputy)
    monthly = ReportKind.objects.get(ward=unit, code="monthly")
    (member, _sender, code) = provinces.sign_up(
        unit, [NewWard(SHORT, cast.ward.name, WARD_ORGAN)], by=people[Office.ADMIN], organ=ORGAN, due_day=DUE_DAY
    )[0]
    superior = provinces.superior_of(cast.ward, unit, by=cast.admin, shares=Recipient.Shares.MAKINGS)
    sending.pair_here(superior, by=cast.admin, code=code, organ=WARD_ORGAN)
    return Province(unit, member, people, monthly)


def open_months(province: Province) -> None:
    """The periods of the province that are open now, with what the ward has sent for them."""
    by_clock.open_due(province.unit.pk)
    deliveries.look()


def plan_of(cast: Cast) -> Any:
    """The province's plan: the ward's indicators, which every ward reports; no work that only a ward can do."""
    content = _content()
    indicators = [replace(row, lead=OFFICE, cooperating=(), helping=None) for row in content.indicators]
    return replace(
        content,
        number="01/KH-UBND",
        title=in_place(content.title, place_of(NAME)),
        issuer="Ủy ban nhân dân tỉnh Tuyên Quang",
        ward_name=NAME,
        place=place_of(NAME).name,
        coordinating_unit=OFFICE,
        province_recipient="Bộ Khoa học và Công nghệ",
        signer_title="Phó Chủ tịch",
        signer_authority="KT. CHỦ TỊCH",
        signer_post="",
        signer_name="",
        units=(),
        groups=(),
        indicators=tuple(indicators),
        assignments=(),
        recipients=("Bộ Khoa học và Công nghệ", "Lưu: VT"),
    )


def schedule() -> Any:
    """The wards' reports are due after their own due day; the province's five days later."""
    return [replace(row, unit_day=row.ward_day, ward_day=row.ward_day + 5) for row in _content().schedule]


def _content() -> Any:
    with SAMPLE.open("rb") as file:
        return read_plan(file)


def _appoint(unit: Unit, office: str) -> Person:
    """Somebody, called by the office: nobody signs for the province under a name that is invented."""
    username = f"tinh-{office}"
    words = (
        "Phó Chủ tịch UBND tỉnh" if unit.code == setup.BOARD else f"{unit.short_name}, {Office(office).label.lower()}"
    )
    root = unit.ward or unit
    person = people_actions.add_person(root, by=None, username=username, name=words, email=f"{username}{ADDRESSES}")
    offices.start_membership(person, by=None, unit=unit, office=office, starts_at=SINCE)
    return person
