import pytest

from tests.workflows.provinces.arrange import province_above
from workflows.demo.province import Province
from workflows.periods import actions as periods

TODAY = "2026-11-08 09:00"


@pytest.fixture
def province(cast, start, on_day) -> Province:
    """Above the ward, whose report of October is issued; its own period of October is open."""
    on_day(TODAY)
    found = province_above(cast)
    periods.open_period(found.monthly, "2026-10")
    return found
