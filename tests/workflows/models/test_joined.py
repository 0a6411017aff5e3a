"""Groups put together by the database, alike on both."""

import json

import pytest

from units.models import Unit
from workflows.models.joined import Joined, Mapped

pytestmark = pytest.mark.usefixtures("cast")


def test_the_values_of_a_group_are_a_line_each():
    units = Unit.objects.filter(code__in=["CA", "VP", "MTTQ"])
    (found,) = units.order_by().values("ward").annotate(codes=Joined("code")).values_list("codes", flat=True)
    assert sorted(found.splitlines()) == ["CA", "MTTQ", "VP"]


def test_the_rows_of_a_group_are_an_object():
    units = Unit.objects.filter(code__in=["CA", "VP"])
    (found,) = (
        units.order_by().values("ward").annotate(names=Mapped("code", "short_name")).values_list("names", flat=True)
    )
    assert json.loads(found) == dict(units.values_list("code", "short_name"))
