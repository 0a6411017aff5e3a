"""Arrange: a board with a head and a deputy in the same office, and routes that ask for one of them."""

from tests.people import instant
from tests.remembered import remembered
from tests.workflows import arrange
from units.charges import actions as charges
from units.models import Authority, Charge, Office, Person
from workflows.demo.cast import Cast
from workflows.models import Step, WardReport
from workflows.routes import actions as routes
from workflows.ward_reports import actions as ward_reports

HEAD, DEPUTY = "Trưởng Ban Chỉ đạo", "Phó Trưởng Ban Chỉ đạo"  # the cast's approver bears the second
FIELD = "Hạ tầng số"
OPINION = {"verb": "opinion", "office": "unit_head", "need": "any", "allowance": 3}
APPROVAL = {"verb": "approve", "office": "approver", "need": "any", "allowance": 2}


@remembered
def head(cast: Cast) -> Person:
    """The head of the board, who approves in the same unit as the deputy."""
    person = arrange.newcomer(cast, "head", cast.units["BCĐ"], Office.APPROVER)
    return arrange.entitle(person, authority=Authority.HEAD, title=HEAD, post="")


@remembered
def signing(cast: Cast, **asked: object) -> Step:
    """The route's last step asks so."""
    return routes.change_step(cast.monthly.route.steps.get(), by=cast.admin, **asked)


@remembered
def checking(cast: Cast, **asked: object) -> Step:
    """A step before the last approves, asking so."""
    route = cast.monthly.route
    step = routes.add_step(route, by=cast.admin, title="Thẩm định", unit=cast.units["BCĐ"], **APPROVAL | asked)
    return routes.move_step(step, by=cast.admin, up=True)


@remembered
def opining(cast: Cast, **asked: object) -> Step:
    """A step before the last asks for an opinion."""
    unit = asked.pop("unit", cast.units["CA"])
    return routes.add_step(cast.monthly.route, by=cast.admin, title="Ý kiến", unit=unit, **OPINION | asked)


def in_charge(cast: Cast, leader: Person, **of: object) -> Charge:
    of = of or {"field": FIELD}
    return charges.start_charge(cast.ward, by=None, leader=leader, starts_at=instant("2026-01-05 00:00"), **of)


def sent(cast: Cast, report: WardReport, signatory: Person | None = None) -> WardReport:
    return ward_reports.send_for_approval(report, by=cast.coordinator, signatory=signatory)
