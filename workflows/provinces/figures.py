"""What a ward shares beside its document, as the province's page tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from approvals.files.store import FileFault
from approvals.models import Arrival
from approvals.register import inventory
from approvals.registry import Text
from units.models.plan import way_words
from workflows.pure.aggregation import format_number
from workflows.unit_reports.deliveries.actions import told_of
from workflows.unit_reports.deliveries.figures import file_in
from workflows.unit_reports.entries.forms import NARRATIVE

NOTHING = "–"


@dataclass(frozen=True)
class Shared:
    """`came`: whether a file of figures came with the document; its report may have none of the plan, and words alone.
    `texts` are the parts of its text, each with its label; `fault` says why the file cannot be read.
    `since`: from when on its figures are, where these are of more days than the period has.
    """

    came: bool = True
    rows: list[dict[str, Any]] = field(default_factory=list)
    assignments: list[dict[str, str]] = field(default_factory=list)
    texts: list[tuple[Text, str]] = field(default_factory=list)
    corrections: Sequence[Mapping[str, Any]] = ()
    fault: str = ""
    since: date | None = None
    has_makings: bool = False
    has_years: bool = False


def shared_of(arrival: Arrival) -> Shared:
    """What came beside the document. A file that is gone or changed is an incident."""
    if file_in(arrival) is None:
        return Shared(came=False)
    try:
        content = told_of(arrival)
    except FileFault as found:
        return Shared(fault=_missed(arrival, found))
    if isinstance(content, str):
        return Shared(fault=content)
    rows = [_row(each) for each in content.figures.values()]
    return Shared(
        rows=rows,
        assignments=[_assignment(each) for each in content.assignments],
        texts=[(label, content.texts[part]) for part, label in NARRATIVE.items() if content.texts.get(part)],
        corrections=content.corrections,
        since=content.more_since,
        has_makings=any(row["sources"] for row in rows),
        has_years=any(row["year"] != NOTHING for row in rows),
    )


def _missed(arrival: Arrival, found: FileFault) -> str:
    sha256 = found.path.name
    inventory.tell_of(inventory.DocumentFile(found.path, sha256, arrival.scope), found.fault)
    return inventory.not_handed_out(found.fault)


def _assignment(told: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": f"{told['stt']}. {told['ten']}",
        "lead": told.get("chu_tri") or NOTHING,
        "state": told["tinh_trang"] or NOTHING,
        "result": told["ket_qua"] or NOTHING,
    }


def _row(figure: Mapping[str, Any]) -> dict[str, Any]:
    sources = [{"unit": each["don_vi"], "value": words_of(each)} for each in figure.get("nguon", ())]
    return {
        "number": figure["ma"],
        "name": figure["ten"],
        "measure": figure["dvt"],
        "way": _way(figure),
        "value": words_of(figure),
        "year": words_of(figure["luy_ke"]) if figure.get("luy_ke") else NOTHING,
        "note": figure["ghi_chu"],
        "sources": sources,
    }


def _way(figure: Mapping[str, Any]) -> str:
    try:
        return way_words(figure["cach_tinh"], stock=figure["thoi_diem"])
    except ValueError:  # of a later release
        return str(figure["cach_tinh"])


def words_of(figure: Mapping[str, Any]) -> str:
    """The value with its parts, as people read it."""
    value, numerator, denominator = (figure[name] for name in ("gia_tri", "tu_so", "mau_so"))
    if value is None:
        return NOTHING
    words = format_number(Decimal(value))
    if denominator is None:
        return words
    parts = [format_number(Decimal(part)) for part in (numerator, denominator) if part is not None]
    return f"{words} ({'/'.join(parts)})"
