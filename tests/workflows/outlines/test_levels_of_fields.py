"""A field at a point of time: what a unit told last in the year stands where it is silent, marked; a flow never."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.workflows.outlines import arrange
from workflows.documents.source import content_of, with_source
from workflows.models import Field, FieldFigure, WardReport

pytestmark = pytest.mark.twice  # which value was told last is asked of the database
PERCENT = {"label": "Tỷ lệ phủ 5G", "type": "percent", "summing": "ratio"}
TYPED = {"label": "Số hộ nghèo", "type": "number", "decimals": "0", "longest": "1000", "summing": "sum", "stock": "on"}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def line(report):
    (section,) = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False).fields
    return section.lines[0]


def households(number):
    return ({"value": Decimal(number)},)


def test_the_last_value_of_a_waived_unit_stands_and_is_marked(cast):
    arrange.with_fields(cast, arrange.NUMBER | {"stock": True})
    arrange.consolidated(cast, code="2026-09", CA=households(10), VHXH=households(30))
    report = arrange.consolidated(cast, CA=households(12))
    told, every = line(report), report.period.unit_reports.count()
    unit = cast.units["VHXH"].short_name
    assert (told.value, told.note) == (
        42,
        f"01/{every:02d} đơn vị có số liệu; số liệu kỳ trước của {unit} (tháng 9 năm 2026)",
    )
    figure = FieldFigure.objects.get(report=report)
    assert (figure.reported, figure.expected) == (1, every)


def test_a_flow_of_a_waived_unit_is_missing_and_is_marked(cast):
    arrange.with_fields(cast)
    arrange.consolidated(cast, code="2026-09", CA=households(10), VHXH=households(30))
    report = arrange.consolidated(cast, CA=households(12))
    every = report.period.unit_reports.count()
    assert (line(report).value, line(report).note) == (12, f"01/{every:02d} đơn vị có số liệu")


def test_both_parts_of_a_percentage_stand(cast):
    arrange.with_fields(cast, PERCENT | {"stock": True})
    parts = ({"numerator": Decimal(30), "denominator": Decimal(100)},)
    arrange.consolidated(cast, code="2026-09", CA=parts, VHXH=parts)
    report = arrange.consolidated(cast, CA=({"numerator": Decimal(90), "denominator": Decimal(100)},))
    assert line(report).result == "60 (120/200)"


def test_where_nobody_tells_it_the_period_has_no_figure(cast):
    arrange.with_fields(cast, arrange.NUMBER | {"stock": True})
    arrange.consolidated(cast, code="2026-09", CA=households(10))
    assert line(arrange.consolidated(cast, VHXH=({},))).value is None


@pytest.mark.parametrize(
    ("typed", "stock"), [({}, True), ({"stock": ""}, False), ({"type": "date", "summing": "most"}, False)]
)
def test_an_administrator_says_which_fields_are_levels(client, cast, typed, stock):
    (field,) = arrange.with_fields(cast)
    client.force_login(cast.admin)
    address = reverse("field_change", args=[cast.monthly.pk, field.number])
    client.post(address, TYPED | typed | {"seen": arrange.seen(cast)})
    changed = Field.objects.get(section__outline__kind=cast.monthly)
    assert changed.stock == stock
    assert changed.measure == ""
