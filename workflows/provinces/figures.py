"""What a ward shares beside its document, as the province's page tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from approvals.models import Arrival
from units.models.plan import way_words
from workflows.pure.aggregation import format_number
from workflows.unit_reports.deliveries.actions import told_of
from workflows.unit_reports.deliveries.figures import NAME

NOTHING = "–"


@dataclass(frozen=True)
class Shared:
    """`came` is false where it shares nothing; `fault` says why what came cannot be read."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    assignments: list[dict[str, str]] = field(default_factory=list)
    fault: str = ""
    has_makings: bool = False
    came: bool = True


def shared_of(arrival: Arrival) -> Shared:
    """Raises FileFault where the file is gone or changed."""
    told = told_of(arrival)
    if isinstance(told, str):
        return Shared(fault=told)
    rows, assignments = [_row(each) for each in told.figures.values()], [_assignment(each) for each in told.assignments]
    came = any(each["name"] == NAME for each in arrival.files[1:])
    return Shared(rows, assignments, has_makings=any(row["sources"] for row in rows), came=came)


def _assignment(told: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": f"{told['stt']}. {told['ten']}",
        "lead": told.get("chu_tri") or NOTHING,
        "state": told["tinh_trang"] or NOTHING,
        "result": told["ket_qua"] or NOTHING,
    }


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    sources = [{"unit": each["don_vi"], "value": words_of(each)} for each in told.get("nguon", ())]
    return {
        "number": told["ma"],
        "name": told["ten"],
        "measure": told["dvt"],
        "way": _way(told),
        "value": words_of(told),
        "note": told["ghi_chu"],
        "sources": sources,
    }


def _way(told: Mapping[str, Any]) -> str:
    try:
        return way_words(told["cach_tinh"], stock=told["thoi_diem"])
    except ValueError:  # of a later release
        return str(told["cach_tinh"])


def words_of(told: Mapping[str, Any]) -> str:
    """The value with its parts, as people read it."""
    value, numerator, denominator = (told[name] for name in ("gia_tri", "tu_so", "mau_so"))
    if value is None:
        return NOTHING
    words = format_number(Decimal(value))
    if denominator is None:
        return words
    parts = [format_number(Decimal(part)) for part in (numerator, denominator) if part is not None]
    return f"{words} ({'/'.join(parts)})"
