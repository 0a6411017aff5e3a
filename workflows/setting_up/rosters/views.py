"""Units and people added from a pasted table: its rows shown beside their source, mended in place, confirmed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.errors import NotPossible
from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units.models import Unit
from units.requests import SignedIn, administered_ward
from units.sign_in.proof import require_vouched
from workflows.cases.inputs import uploads
from workflows.pure.annexes import UnreadableAnnex
from workflows.pure.rosters import read_units

from . import people, units
from .forms import RowForm, TableForm
from .pages import paste_page, rows_page

UNITS_EXAMPLE = """Tên đơn vị\tTên viết tắt\tLoại
Phòng Văn hóa - Xã hội\tPhòng VH-XH\tPhòng
Tổ dân phố 1\tTDP 1\tTổ dân phố"""
PEOPLE_EXAMPLE = """Họ và tên\tĐơn vị\tVai trò\tEmail\tĐiện thoại
Trần Thị Bình\tTDP 1\tNgười soạn; Thủ trưởng đơn vị\t\t0912 345 678"""


def units_paste(request: SignedIn, pk: int) -> HttpResponse:
    ward = administered_ward(request, pk)
    texts = {
        "title": _("Paste a table of units"),
        "lead": _("The names alone do; columns for code, short name, kind and duty are read where they are there."),
        "example": UNITS_EXAMPLE,
    }
    return _paste(request, ward, read_units, "units_paste_rows", texts)


def people_paste(request: SignedIn, pk: int) -> HttpResponse:
    ward = administered_ward(request, pk)
    texts = {
        "title": _("Paste a table of people"),
        "lead": _(
            "Name, unit, office, e-mail and telephone. Who has no e-mail address gets a printed slip. One person may "
            "stand in several rows, or hold several offices in one."
        ),
        "example": PEOPLE_EXAMPLE,
    }
    roster = people.roster_of(ward)
    return _paste(request, ward, lambda text: roster.forms(text, None), "people_paste_rows", texts)


def _paste(request: SignedIn, ward: Unit, read: Callable[[str], Any], rows: str, texts: dict[str, str]) -> HttpResponse:
    """Nothing is written: the table is kept for a day, to be read on the next page, whose name is `rows`."""
    form = TableForm(posted(request))
    if form.is_valid():
        table = form.cleaned_data["table"]
        try:
            found = read(table)
        except UnreadableAnnex as error:
            form.add_error("table", str(error))
        else:
            if found:
                return redirect(rows, ward.pk, uploads.keep(ward, table.encode()))
            form.add_error("table", _("No row stands below the headings. Select the whole table and copy it again."))
    back, back_label = reverse("set_up_ward", args=[ward.pk]), _("Back to setting up")
    return paste_page(request, ward, form, back=back, back_label=back_label, **texts)


@answers_once
def units_paste_rows(request: SignedIn, pk: int, sha256: str) -> HttpResponse:
    ward = administered_ward(request, pk)
    forms = units.forms_of(ward, uploads.take(ward, sha256).read().decode(), posted(request))
    refusal = ""
    if _are_whole(request, forms):
        try:
            made = units.add(ward, forms, by=request.user)
        except NotPossible as error:
            refusal = error.message
        else:
            uploads.drop(ward, sha256)
            message = ngettext("%(number)d unit is added.", "%(number)d units are added.", len(made))
            messages.success(request, message % {"number": len(made)})
            return redirect("set_up_ward", ward.pk)
    texts = {"title": _("Check the units"), "label": _("Add these units"), "refusal": refusal}
    return rows_page(request, ward, forms, back=reverse("units_paste", args=[ward.pk]), **texts)


@answers_once
def people_paste_rows(request: SignedIn, pk: int, sha256: str) -> HttpResponse:
    ward = administered_ward(request, pk)
    roster = people.roster_of(ward)
    forms = roster.forms(uploads.take(ward, sha256).read().decode(), posted(request))
    refusal = ""
    if request.method == "POST":
        people.put_faults(forms, roster)
    if _are_whole(request, forms):
        require_vouched(request)
        try:
            made = people.add(forms, roster, by=request.user)
        except NotPossible as error:
            refusal = error.message
        else:
            uploads.drop(ward, sha256)
            message = ngettext("%(number)d person is added.", "%(number)d people are added.", len(made))
            messages.success(request, message % {"number": len(made)})
            return redirect("slips" if any(not person.email for person in made) else "set_up_ward", ward.pk)
    units_of_ward = sorted(roster.units.values(), key=lambda unit: (unit.order, unit.code))
    texts = {"title": _("Check the people"), "label": _("Add these people"), "refusal": refusal}
    back = reverse("people_paste", args=[ward.pk])
    return rows_page(request, ward, forms, back=back, units=units_of_ward, **texts)


def _are_whole(request: SignedIn, forms: Sequence[RowForm]) -> bool:
    """Whether the rows were sent, and no kept one of them has a fault."""
    return request.method == "POST" and all(form.is_valid() for form in forms)
