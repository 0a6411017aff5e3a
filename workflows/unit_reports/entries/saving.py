"""Saving what was typed into the form of a report, wherever it was typed."""

from units.models import Person
from workflows.models import UnitReport
from workflows.pure.informants import Informant

from . import actions
from .forms import EntriesForm


def save_typed(
    form: EntriesForm, *, by: Person, seen: int, informant: Informant | None = None, alone: bool = False
) -> UnitReport:
    """Save the valid part of what was typed, for the unit or by the office on its behalf. With `alone` only the entries
    of the form are read and checked. Raises like `save_draft`.
    """
    return actions.save_draft(
        form.entries.report,
        by=by,
        seen=seen,
        indicators=form.indicators(),
        assignments=form.assignments(),
        fields=form.fields_of_outline(),
        narrative=form.narrative(),
        informant=informant,
        entries=form.entries if alone else None,
    )
