import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import trail
from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.statements import insert, update
from units.models import Aggregation, Person
from workflows.models import AssignmentEntry, IndicatorEntry, UnitReport, WardReport
from workflows.moves import locked, scope_of

from .unit_reports import add_author

NARRATIVE = ("results", "difficulties", "proposals", "directions")
Changes = dict[str, list[Any]]


class StaleSave(NotPossible):
    """Somebody saved a newer version meanwhile. `report` is that version, nothing was written."""

    def __init__(self, report: UnitReport) -> None:
        super().__init__(
            _("%(person)s saved this report after you opened it. Compare both versions, then save again.")
            % {"person": report.saved_by}
        )
        self.report = report


def save_draft(
    report: UnitReport,
    *,
    by: Person,
    seen: int,
    indicators: Mapping[int, Mapping[str, Any]],
    assignments: Mapping[int, Mapping[str, Any]],
    narrative: Mapping[str, str],
) -> UnitReport:
    """Save what the drafter typed: rows by entry id, texts by part; what is not given stays.

    `seen` is the version the page showed. Raises StaleSave where another saved since, NotPossible where the report
    is no longer with the unit. A save that changes nothing writes nothing.
    """
    with transaction.atomic():
        row = locked(report, "save_draft", by=by)
        if row.version != seen:
            raise StaleSave(row)
        changes = _save_indicators(row, indicators) | _save_assignments(row, assignments) | set_texts(row, narrative)
        if changes:
            row.version, row.saved_at, row.saved_by = row.version + 1, now(), by
            event = trail.event_values(row, "save_draft", by=by, scope=scope_of(row), changes=changes)
            names = ("version", "saved_at", "saved_by_id", "trail_seq", "trail_head", *NARRATIVE)
            update(UnitReport, {name: getattr(row, name) for name in names}, {"id": row.pk})
            insert(TrailEvent, **event)
            add_author(row, by)
        return row


def _save_indicators(row: UnitReport, given: Mapping[int, Mapping[str, Any]]) -> Changes:
    changes: Changes = {}
    changed = []
    for entry in row.indicator_entries.select_related("indicator").filter(pk__in=given):
        typed = dict(given[entry.pk])
        if entry.indicator.aggregation == Aggregation.RATIO:
            typed["value"] = ratio(*(typed.get(name, getattr(entry, name)) for name in ("numerator", "denominator")))
        difference = _set(entry, typed, ("value", "numerator", "denominator", "note"))
        if difference:
            changes |= {f"{entry.indicator.number}.{name}": values for name, values in difference.items()}
            changed.append(entry)
    IndicatorEntry.objects.bulk_update(changed, ["value", "numerator", "denominator", "note"])
    return changes


def ratio(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """In percent, to four decimals; None where it is not reported."""
    if numerator is None or not denominator:
        return None
    return (numerator * 100 / denominator).quantize(Decimal("0.0001"))


def _save_assignments(row: UnitReport, given: Mapping[int, Mapping[str, Any]]) -> Changes:
    changes: Changes = {}
    changed = []
    for entry in row.assignment_entries.select_related("assignment").filter(pk__in=given):
        difference = _set(entry, given[entry.pk], ("status", "result"))
        if difference:
            changes |= {f"T{entry.assignment.number}.{name}": values for name, values in difference.items()}
            changed.append(entry)
    AssignmentEntry.objects.bulk_update(changed, ["status", "result"])
    return changes


def set_texts(row: UnitReport | WardReport, texts: Mapping[str, str]) -> Changes:
    """Set the parts of the prose that differ; returns what they were and are."""
    return _set(row, {name: text for name, text in texts.items() if name in NARRATIVE}, NARRATIVE)


def _set(row: Any, typed: Mapping[str, Any], names: tuple[str, ...]) -> Changes:
    """Set what differs, and say what it was and is, as plain JSON."""
    changes: Changes = {}
    for name in names:
        if name not in typed:
            continue
        old, new = getattr(row, name), typed[name]
        if isinstance(new, str):
            new = unicodedata.normalize("NFC", new).replace("\r\n", "\n").strip()
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
            setattr(row, name, new)
    return changes


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
