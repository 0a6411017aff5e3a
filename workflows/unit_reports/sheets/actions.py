"""Entering what many units told by telephone, with its source once: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from approvals.errors import NotPossible
from units.models import Person
from workflows.models import UnitReport
from workflows.pure.informants import Informant
from workflows.unit_reports.entries.saving import save_typed
from workflows.unit_reports.on_behalf import actions as on_behalf

from .sheet import FigureSheet, SheetRow


class RowRefused(NotPossible):
    """A row could not be saved, and so none was. `unit` is its short name."""

    def __init__(self, row: SheetRow, refusal: NotPossible) -> None:
        super().__init__(f"{row.report.unit.short_name}: {refusal.message}")


@dataclass(frozen=True)
class SheetOutcome:
    """The units' short names: saved, submitted, and with why they were not."""

    saved: Sequence[str]
    submitted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def enter(sheet: FigureSheet, *, by: Person, informant: Informant, submits: bool) -> SheetOutcome:
    """Save each row of a valid sheet that differs, on behalf of its unit; `submits` what was entered so, too.

    Raises RowRefused where somebody saved one of these reports meanwhile, or it is no longer with its unit.
    """
    with transaction.atomic():
        kept = [(row, _save(row, by, informant) if row.differs else row.report) for row in sheet.rows]
        entered = SheetOutcome([row.report.unit.short_name for row, _report in kept if row.differs])
        for _row, report in kept if submits else ():
            if report.unconfirmed_since:
                _submit(report, entered, by, informant)
        return entered


def _save(row: SheetRow, by: Person, informant: Informant) -> UnitReport:
    try:
        return save_typed(row.form, by=by, seen=row.form.cleaned_data["seen"], informant=informant)
    except NotPossible as refusal:
        raise RowRefused(row, refusal) from refusal


def _submit(report: UnitReport, entered: SheetOutcome, by: Person, informant: Informant) -> None:
    try:
        on_behalf.submit_on_behalf(report, by=by, seen=report.version, informant=informant)
    except NotPossible as refusal:
        entered.refused.append(f"{report.unit.short_name}: {refusal.message}")
    else:
        entered.submitted.append(report.unit.short_name)
