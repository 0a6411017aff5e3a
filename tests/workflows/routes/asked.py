"""Arrange: the monthly report's route asks the police and the office for an opinion, side by side."""

from tests.factories import reread, shown
from tests.remembered import remembered
from workflows.routes import actions as routes
from workflows.routes.underway import opinions

POLICE, OFFICE, DEPUTY = "Ý kiến Công an", "Ý kiến Văn phòng", "Phó Trưởng Ban"
SHAPE = {"verb": "opinion", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 24}


@remembered
def ask_two_units(cast):
    """The route asks two units side by side, then goes on as before."""
    route = cast.monthly.route
    routes.add_step(route, by=cast.admin, title=POLICE, unit=cast.units["CA"], beside=False, **SHAPE)
    routes.add_step(route, by=cast.admin, title=OFFICE, unit=cast.units["VP"], beside=True, **SHAPE)
    return route


def opine(report, by, verdict="agree", text=""):
    return opinions.opine(reread(report), by=by, seen=shown(report), verdict=verdict, text=text)
