"""The two pages of a table that is taken in: where it is pasted, and where its rows are checked."""

from collections.abc import Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from approvals.pages.forms import status_of
from units.models import Unit
from units.requests import SignedIn


def paste_page(request: SignedIn, ward: Unit, form: BaseForm, **texts: str) -> HttpResponse:
    """Asks for the table. `texts` are `title`, `lead` and `example`, and `back` with its `back_label`."""
    page = {"ward": ward, "form": form, **texts}
    return render(request, "workflows/setting_up/paste.html", page, status=status_of(form))


def rows_page(request: SignedIn, ward: Unit, forms: Sequence[Any], **texts: Any) -> HttpResponse:
    """The rows, those with faults or doubts first; `forms` each have the `row` as it was read. `texts` are `title`,
    `label`, `back` and `refusal`: why what was sent is not done, blank where only rows are at fault.
    """
    refused = request.method == "POST"
    page = {
        "ward": ward,
        "rows": sorted(forms, key=lambda form: (not form.errors, not form.row.doubts)),
        "doubted": sum(bool(form.row.doubts) for form in forms),
        "refused": refused,
        **texts,
    }
    return render(request, "workflows/setting_up/rows.html", page, status=422 if refused else 200)
