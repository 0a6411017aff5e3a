"""Arrange: the monthly report's route asks for something at the reports of the units."""

from tests.remembered import remembered
from tests.workflows import arrange
from workflows.routes import actions as routes

SHAPE = {"need": "any", "quorum": 1, "allowance": 8}


@remembered
def ask_for_looks(cast, office="unit_head", **shape):
    """Somebody who holds the office in the unit looks at its report before it is submitted."""
    given = {"title": "Xem trước", "verb": "look", "unit": cast.ward, "office": office}
    return routes.add_step(cast.monthly.route, by=cast.admin, **SHAPE | given | shape)


@remembered
def accept_by_two(cast, office="coordinator", **shape):
    """Another coordinator confirms that a unit's report is accepted."""
    given = {"title": "Soát lại", "verb": "confirm", "unit": cast.units["VHXH"], "office": office}
    return routes.add_step(cast.monthly.route, by=cast.admin, **SHAPE | given | shape)


def deputy_of(cast, unit="CA"):
    """A second head of the unit."""
    return arrange.newcomer(cast, f"{unit.lower()}-deputy", cast.units[unit], "unit_head")
