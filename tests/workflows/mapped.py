"""Arrange: the ward's forms, and lines filled from a report."""

from dataclasses import replace
from typing import Any

from tests.remembered import remembered
from tests.units.workbook.mapping_workbooks import read, sample
from units.mappings import actions
from units.mappings import versions as mappings
from units.models import ExternalForm
from units.workbook import LineRow
from workflows.demo.cast import Cast
from workflows.plans.external_forms import filled as external_forms
from workflows.plans.external_forms.filled import FilledLine


def line(code: str, indicator: int | None, conversion: str = "", *, measure: str = "hồ sơ", **values: Any) -> LineRow:
    """A line of the form 766."""
    source = measure_of(indicator)
    usual: dict[str, Any] = {"which": "year", "decimals": 2}
    return LineRow("766", code, f"Dòng {code}", measure, indicator, source, conversion=conversion, **usual | values)


def measure_of(indicator: int | None) -> str:
    """The unit of measure of an indicator that the sample maps."""
    return next((each.source_measure for each in read(sample()).lines if each.indicator == indicator), "")


@remembered
def form(cast: Cast, *lines: LineRow) -> ExternalForm:
    """The form 766 with these lines, else the sample's."""
    content = read(sample())
    if lines:
        content = replace(content, forms=content.forms[:1], lines=lines)
    mapping = actions.import_mapping(content, by=cast.coordinator, ward=cast.ward).mapping
    return mappings.visible_forms(cast.coordinator).get(mapping=mapping, code="766")


def filled(cast: Cast, *lines: LineRow) -> list[FilledLine]:
    """The form's lines from the newest approved report."""
    made = form(cast, *lines)
    return external_forms.filled(made, next(iter(external_forms.reports_for(made)), None))
