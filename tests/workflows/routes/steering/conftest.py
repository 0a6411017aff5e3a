"""A document on its way: the office of a unit approves it, then the board's deputy signs."""

import pytest

from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from workflows.routes import actions as routes

from .acts import CHECK


@pytest.fixture
def checker(cast, on_day):
    """The office approves, then the board's deputy signs."""
    on_day("2026-11-06 09:00")
    route = documents.kind(cast).route
    shape = {"title": CHECK, "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8}
    routes.move_step(routes.add_step(route, by=cast.admin, **shape), by=cast.admin, up=True)
    return arrange.newcomer(cast, "checker", cast.units["VP"], "approver")


@pytest.fixture
def case(cast, checker):
    return documents.awaiting(cast)


@pytest.fixture
def other(cast):
    """Who approves in another unit, and is asked by no step."""
    return arrange.newcomer(cast, "other", cast.units["KTHTDT"], "approver")
