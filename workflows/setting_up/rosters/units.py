"""The units of a pasted table."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from units.models import Person, Unit
from units.tree import actions as tree
from units.tree.actions import NewUnit
from workflows.pure.rosters import read_units

from .forms import UnitRowForm, rows_kept


def forms_of(ward: Unit, text: str, typed: QueryDict | None) -> list[UnitRowForm]:
    """A form for each row, bound to what was typed; faults of codes stand beside them. Raises UnreadableAnnex."""
    there = list(Unit.objects.filter(ward=ward))
    codes = {unit.code for unit in there}
    rows = read_units(text, codes=codes, names=[unit.name for unit in there if unit.retired_at is None])
    forms = [UnitRowForm(typed, row=row, place=at) for at, row in enumerate(rows)]
    for form in forms if typed is not None else ():
        if form.is_valid() and form.is_kept:
            code = form.cleaned_data["sign"]
            if code in codes:
                form.add_error("sign", _("Another unit of the ward has this code."))
            codes.add(code)
    return forms


def add(ward: Unit, forms: Sequence[UnitRowForm], *, by: Person) -> list[Unit]:
    kept = [form.cleaned_data for form in rows_kept(forms)]
    fields = ("name", "short_name", "kind", "duty")
    rows = [NewUnit(code=row["sign"], **{name: row[name] for name in fields}) for row in kept]
    return tree.add_units(ward, rows, by=by)
