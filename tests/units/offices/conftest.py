import pytest

from tests.people import instant
from units.models import Authority
from units.offices import actions as offices
from units.people import actions as people

from .arrange import ACT, TERM


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def deputy(cast):
    return cast.approver.memberships.get()


@pytest.fixture
def head(cast):
    """The head of the board has an office of their own."""
    person = people.add_person(cast.ward, by=None, username="truong-ban", name="Trưởng Ban")
    unit, since = cast.units["BCĐ"], instant("2026-01-02 00:00")
    office = offices.start_membership(person, by=None, unit=unit, office="approver", starts_at=since)
    return offices.set_authority(office, by=None, authority="head", title="Trưởng Ban Chỉ đạo")


@pytest.fixture
def delegate(cast, head):
    """The head of the culture office signs for the board's head, for a fortnight."""

    def make(**terms):
        return offices.delegate(head, **{"by": cast.admin, "to": cast["VHXH:unit_head"], **ACT, **TERM, **terms})

    return make


@pytest.fixture
def by_order(cast, head):
    """The head of the ward's office signs TL. for the board's head."""
    told = {"authority": Authority.BY_ORDER, "title": "Chánh Văn phòng", "document": "05/QĐ-BCĐ"}
    return offices.delegate(head, by=cast.admin, to=cast["VP:unit_head"], **told, **TERM).membership
