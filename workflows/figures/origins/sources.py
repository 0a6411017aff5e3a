"""What a ward report was made from: the version of each unit report taken in, and each reading behind a figure.

Kept with the figures as plain JSON, so that a later change is seen whatever has become of the unit reports.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from workflows.models import UnitReport
from workflows.models.states import TAKEN_IN, UnitState
from workflows.pure.aggregation import Reading

NUMBERS = 3  # of a reading


class SourceReading(NamedTuple):
    """A unit's reading of an indicator in its report of the period; blank where it was not taken in.

    Of a level it is then the last one that was taken in before in the year, marked with its period.
    """

    report_id: int
    reading: Reading

    def plain(self) -> list[Any]:
        """As JSON stores it."""
        reading = self.reading
        numbers = (_written(reading.value), _written(reading.numerator), _written(reading.denominator))
        since = [reading.since] if reading.since else []
        return [self.report_id, reading.unit_id, reading.lead, reading.order, *numbers, *since]


def source_of(kept: list[Any]) -> SourceReading:
    """The reading from what `SourceReading.plain` wrote."""
    report_id, unit_id, lead, order, *rest = kept
    value, numerator, denominator = (None if number is None else Decimal(number) for number in rest[:NUMBERS])
    return SourceReading(report_id, Reading(unit_id, lead, value, numerator, denominator, order, *rest[NUMBERS:]))


def reading_as_kept(kept: list[Any]) -> Reading:
    """The same reading where nobody asks how much it is: its numbers stay the texts that JSON keeps."""
    _report_id, unit_id, lead, order, *rest = kept
    value, numerator, denominator = rest[:NUMBERS]
    return Reading(unit_id, lead, value, numerator, denominator, order, *rest[NUMBERS:])


@dataclass(frozen=True)
class TakenIn:
    """A unit report as it was taken in: its version, who had accepted it and when (UTC)."""

    version: int
    accepted_by: str
    accepted_at: datetime | None


def taken_in(units: Iterable[Any]) -> dict[str, list[Any]]:
    """The accepted ones of these unit reports, as JSON stores them; `taken_in_of` reads it back. `units` have been
    annotated with `accepted_by`, a name.
    """
    return {
        str(unit.pk): [unit.version, unit.accepted_by or "", unit.accepted_at.isoformat() if unit.accepted_at else ""]
        for unit in units
        if unit.state in TAKEN_IN
    }


def taken_in_of(kept: Mapping[str, list[Any]]) -> dict[int, TakenIn]:
    """The unit reports by id, as they were taken in."""
    return {
        int(pk): TakenIn(version, name, datetime.fromisoformat(at) if at else None)
        for pk, (version, name, at) in kept.items()
    }


def is_outdated(report: Any, reports: Iterable[UnitReport | Any]) -> bool:
    """Whether a unit report is no longer the one that the ward's took in, or there is another, or a unit's figure of an
    earlier period was corrected since. False where nothing was stored.

    One that came back unchanged is accepted and not consolidated: left so, it could be returned after the signature.
    `reports` have the id, state and version of all the period's unit reports.
    """
    kept = report.taken_in
    if report.restated_since:
        return True
    held = [report for report in reports if report.state in TAKEN_IN]
    if any(report.state == UnitState.ACCEPTED for report in held):
        return bool(kept)
    now = {str(report.pk): report.version for report in held}
    return bool(kept) and now != {pk: version for pk, (version, _name, _at) in kept.items()}


def _written(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")
