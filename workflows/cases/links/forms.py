from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from units.models import Person
from workflows.models.cases import Case

from .ends import ends


class LinkForm(forms.Form):
    """What a case is linked to, as "kind:id": of each kind what the reader may read."""

    other = forms.ChoiceField(label=_("Link it to"), error_messages={"required": _("Choose what it is linked to.")})

    def __init__(self, *args: Any, case: Case, reader: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [(capfirst(str(end.name)), _choices(kind, end, case, reader)) for kind, end in ends().items()]
        choices = [("", _("Choose")), *((name, rows) for name, rows in groups if rows)]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]

    @property
    def key(self) -> dict[str, Any]:
        """What `links.link` takes, of a form that is valid."""
        kind, _colon, pk = self.cleaned_data["other"].partition(":")
        return {"kind": kind, "pk": int(pk)}


def _choices(kind: str, end: Any, case: Case, reader: Person) -> list[tuple[str, str]]:
    """Those of one kind, without the case itself."""
    rows = end.offered(case, end.visible(reader))
    return [(f"{kind}:{row.pk}", str(row)) for row in rows if (kind, row.pk) != (case.kind, case.pk)]
