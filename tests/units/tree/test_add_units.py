"""Many units at once, from a pasted table."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.trail.chain import verify_subject
from units.models import Unit
from units.tree import actions
from units.tree.actions import NewUnit


def rows(number: int) -> list[NewUnit]:
    return [NewUnit(f"T{place}", f"Tổ dân phố {place}", f"TDP {place}", "Tổ") for place in range(number)]


def test_units_stand_in_their_order_after_those_that_are_there(cast):
    last = Unit.objects.filter(ward=cast.ward).count()
    made = actions.add_units(cast.ward, rows(3), by=cast.admin)
    assert [unit.order for unit in made] == [last + 1, last + 2, last + 3]
    assert all(verify_subject("unit", unit.pk).events == 1 for unit in made)


def test_forty_units_need_as_many_statements_as_two(cast, statements):
    with statements() as counted:
        actions.add_units(cast.ward, rows(40), by=cast.admin)
    assert len(counted) == 6


def test_a_code_that_is_taken_adds_no_unit(cast):
    with pytest.raises(NotPossible, match="CA"):
        actions.add_units(cast.ward, [*rows(2), NewUnit("CA", "Công an khác", "CA khác")], by=cast.admin)
    assert not Unit.objects.filter(code="T0").exists()


def test_nobody_else_adds_units(cast):
    with pytest.raises(PermissionDenied):
        actions.add_units(cast.ward, rows(1), by=cast.coordinator)
