"""Arrange: outlines with fields of every type, and reports in which they are filled."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests import factories
from tests.factories import reread
from tests.remembered import remembered
from tests.workflows import arrange
from workflows.demo.cast import Cast
from workflows.models import Field, FieldValue, UnitReport, WardReport
from workflows.outlines import actions as outlines
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports

NUMBER = {"label": "Số hộ nghèo", "type": "number", "measure": "hộ", "minimum": Decimal(0), "maximum": Decimal(5000)}
OF_EVERY_TYPE: tuple[dict[str, Any], ...] = (
    NUMBER,
    {"label": "Tỷ lệ hồ sơ đúng hạn", "type": "percent", "summing": "ratio", "maximum": Decimal(100)},
    {"label": "Ngày họp", "type": "date", "summing": "most", "earliest": date(2026, 1, 1)},
    {"label": "Mức độ", "type": "choice", "summing": "count", "choices": ["Tốt", "Khá", "Trung bình"]},
    {"label": "Ý kiến", "type": "text", "summing": "list", "required": False},
    {"label": "Có tổ công nghệ số", "type": "yes_no", "summing": "count"},
)
FILLED: tuple[dict[str, Any], ...] = (
    {"value": Decimal(12)},
    {"numerator": Decimal(171), "denominator": Decimal(200)},
    {"day": date(2026, 10, 15)},
    {"choice": "Khá"},
    {"words": "Cần thêm máy tính"},
    {"yes": True},
)


def seen(cast: Cast) -> int:
    return outlines.current(cast.monthly).edits


@remembered
def with_fields(cast: Cast, *shapes: dict[str, Any], title: str = "An sinh xã hội") -> list[Field]:
    """The monthly kind's outline has a section with these fields from now on; a number where none is given."""
    section = outlines.add_section(cast.monthly, by=cast.admin, seen=seen(cast), title=title)
    return [
        outlines.add_field(cast.monthly, section.number, by=cast.admin, seen=seen(cast), **shape)
        for shape in shapes or (NUMBER,)
    ]


def values(report: UnitReport) -> list[FieldValue]:
    """In the outline's order."""
    return list(report.field_values.select_related("field__section").order_by("field__section__order", "field__order"))


def fill(report: UnitReport, cast: Cast, *filled: dict[str, Any]) -> UnitReport:
    """The drafter fills the entries, and the fields in their order."""
    report = factories.fill(report, cast)
    given = {value.pk: typed for value, typed in zip(values(report), filled or FILLED, strict=False)}
    drafter = cast[f"{report.unit.code}:drafter"]
    saved = entries.save_draft(report, by=drafter, seen=report.version, fields=given, **arrange.CONTENT)
    return reread(saved)


@remembered
def accepted(cast: Cast, unit: str = "CA", *filled: dict[str, Any], code: str = factories.MONTH) -> UnitReport:
    blank = {"explanation": "Chưa có số liệu"}
    report = fill(factories.unit_report(cast, unit, code), cast, *[typed or blank for typed in filled])
    unit_reports.submit(report, by=cast[f"{unit}:unit_head"], seen=report.version)
    report = unit_reports.take(reread(report), by=cast.coordinator)
    return unit_reports.accept(reread(report), by=cast.coordinator, seen=report.version)


@remembered
def consolidated(cast: Cast, *, code: str = factories.MONTH, **filled: tuple[dict[str, Any], ...]) -> WardReport:
    """The reports of these units are accepted, each filled so; the others need not report."""
    for unit, typed in filled.items():
        accepted(cast, unit, *typed, code=code)
    arrange.waive_others(cast, *filled, code=code)
    return reread(ward_reports.consolidate(factories.ward_report(cast, code), by=cast.coordinator))


TABLE = {
    "label": "Hộ được hỗ trợ",
    "type": "table",
    "summing": "list",
    "columns": [
        {"title": "Tên hộ", "type": "text"},
        {"title": "Số tiền", "type": "number"},
        {"title": "Ngày", "type": "date"},
    ],
}
