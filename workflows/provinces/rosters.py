"""The wards of a table: its rows as forms, and the table between its check and its confirmation."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from approvals.models import Sender
from units.models import Unit
from workflows.pure.rosters import read_wards

from .actions import NewWard
from .forms import WardRowForm

EXAMPLE = """Tên phường\tMã\tMã định danh
Phường Minh Xuân\tMX\tH60.99"""


class CheckedForm(WardRowForm):
    @property
    def ward(self) -> NewWard:
        given = self.cleaned_data
        return NewWard(given["sign"], given["name"], given["organ_id"])


def forms_of(province: Unit, text: str, typed: QueryDict | None) -> list[CheckedForm]:
    """A form for each row, bound to what was typed; what is taken stands beside it. Two queries. Raises
    UnreadableAnnex.
    """
    codes = set(Unit.objects.filter(ward=province).values_list("code", flat=True))
    senders = Sender.objects.filter(scope=province.pk, ended_at=None)
    organs = set(senders.values_list("organ_id", flat=True))
    rows = read_wards(text, codes=codes, organs=organs)
    forms = [CheckedForm(typed, row=row, place=at) for at, row in enumerate(rows)]
    if typed is not None:
        _put_faults(forms, codes, organs)
    return forms


def _put_faults(forms: Sequence[CheckedForm], codes: set[str], organs: set[str]) -> None:
    for form in forms:
        if not form.is_valid() or not form.is_kept:
            continue
        ward = form.ward
        if ward.code in codes:
            form.add_error("sign", _("Another unit of the province has this code."))
        if ward.organ_id in organs:
            form.add_error("organ_id", _("A ward with this organ identifier is signed up already."))
        codes.add(ward.code)
        organs.add(ward.organ_id)


def kept(text: str, **own: Any) -> bytes:
    """The table with what is the same for all its wards."""
    return json.dumps({"text": text, "own": own}).encode()


def taken(content: bytes) -> tuple[str, dict[str, Any]]:
    stored = json.loads(content)
    return stored["text"], stored["own"]
