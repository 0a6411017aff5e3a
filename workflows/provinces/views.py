"""Wards signed up below a province, the figures that came with a document, and one indicator over all wards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.errors import NotPossible
from approvals.models import Arrival, MessageKey
from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from approvals.pages.shown import shows_once
from approvals.receiving.querysets import visible_arrivals
from approvals.receiving.views import SHOWN, own_url, told_code
from approvals.scopes import Right, scopes
from units.models import Unit
from units.requests import SignedIn, administered_ward, form_page
from units.rules import administered_wards, visible_wards
from workflows.cases.inputs import uploads
from workflows.pure.annexes import UnreadableAnnex
from workflows.pure.rosters import pasted_from
from workflows.setting_up.rosters.forms import rows_kept
from workflows.setting_up.rosters.pages import paste_page, rows_page
from workflows.unit_reports.deliveries import actions as deliveries

from . import actions, compared, rosters
from .figures import shared_of
from .forms import SignUpForm, WardsForm


@shows_once(SHOWN)
def ward_sign_up(request: SignedIn, pk: int) -> HttpResponse:
    """One ward: its page then shows the one-use code, once; a ward of this installation is paired at once."""
    province = administered_ward(request, pk)
    others = administered_wards(request.user).exclude(pk=province.pk)
    form = SignUpForm(posted(request), wards=others, initial=_own(province))
    made: list[Any] = []
    if done(form, lambda: made.append(_signed_up(province, request, form.cleaned_data))):
        sender, code = made[0]
        if code:
            return told_code(request, sender, code)
        messages.success(request, _("%(ward)s is signed up, and its reports arrive here.") % {"ward": sender.name})
        return redirect("province")
    lead = _("The ward gets a line on the desk, and a unit here that its reports count as.")
    texts = {"title": _("Sign up a ward"), "label": _("Sign the ward up"), "lead": lead}
    return form_page(request, form, ward=province, cancel=reverse("province"), **texts)


def wards_table(request: SignedIn, pk: int) -> HttpResponse:
    """Nothing is written: the table is kept for a day, to be checked on the next page."""
    province = administered_ward(request, pk)
    form = WardsForm(posted(request), request.FILES or None, initial=_own(province))
    if form.is_valid():
        given = form.cleaned_data
        try:
            text = pasted_from(given["workbook"].read()) if given["workbook"] else given["table"]
            found = rosters.forms_of(province, text, None)
        except UnreadableAnnex as error:
            form.add_error("workbook" if given["workbook"] else "table", str(error))
        else:
            if found:
                kept = uploads.keep(province, rosters.kept(text, organ=given["organ"], due_day=given["due_day"]))
                return redirect("wards_table_rows", province.pk, kept)
            form.add_error(None, _("No row stands below the headings. Name, code and organ identifier are read."))
    title = _("Sign up wards from a workbook")
    lead = _(
        "Name, code and organ identifier of each ward. The rows are shown first: nothing is written before you confirm "
        "them."
    )
    return paste_page(
        request, province, form, title=title, lead=lead, example=rosters.EXAMPLE, back=reverse("province"),
        back_label=_("Back to the desk"),
    )  # fmt: skip


@shows_once(SHOWN)
def wards_table_rows(request: SignedIn, pk: int, sha256: str) -> HttpResponse:
    """The rows beside their source, mended in place; confirmed, the codes are shown, once."""
    province = administered_ward(request, pk)
    text, own = rosters.taken(uploads.take(province, sha256).read())
    forms = rosters.forms_of(province, text, posted(request))
    refusal = ""
    if request.method == "POST" and all(form.is_valid() for form in forms):
        try:
            wards = [form.ward for form in rows_kept(forms)]
            made = actions.sign_up(province, wards, by=request.user, **own)
        except NotPossible as error:
            refusal = error.message
        else:
            uploads.drop(province, sha256)
            codes = [(sender, code) for _unit, sender, code in made]
            return render(request, "approvals/receiving/codes.html", {"made": codes, "url": own_url()})
    texts = {"title": _("Check the wards"), "label": _("Sign these wards up"), "refusal": refusal}
    return rows_page(request, province, forms, back=reverse("wards_table", args=[province.pk]), **texts)


@require_safe
def arrival_figures(request: SignedIn, pk: int) -> HttpResponse:
    """The figures that came with a document and, where the ward shares them, what each unit reported."""
    arrival = get_object_or_404(visible_arrivals(request.user).select_related("sender"), pk=pk)
    decides = arrival.state == Arrival.State.ARRIVED and arrival.scope in set(scopes(request.user, Right.RECEIVE))
    page = {"arrival": arrival, "shared": shared_of(arrival), "decides": decides}
    return render(request, "workflows/provinces/figures.html", page)


@require_POST
@answers_once
def arrival_read_again(request: SignedIn, pk: int) -> HttpResponse:
    """Compares the figures anew with what the province asks, after its plan or its periods have changed."""
    deliveries.compare_anew(get_object_or_404(visible_arrivals(request.user), pk=pk), by=request.user)
    messages.success(request, _("The figures are compared anew: what comes of it stands here in a moment."))
    return redirect("arrival", pk)


@require_safe
def province_compare(request: SignedIn, pk: int) -> HttpResponse:
    """One indicator over all wards of a province, month by month."""
    province = get_object_or_404(visible_wards(request.user), pk=pk)
    if pk not in set(scopes(request.user, Right.READ_SUBJECTS)):
        raise PermissionDenied
    page = {"province": province, "board": compared.comparison_of(province, request.GET)}
    return render(request, "workflows/provinces/compare.html", page)


def _signed_up(province: Unit, request: SignedIn, given: dict[str, Any]) -> tuple[Any, str]:
    """The sender, and its code; none where both are paired already."""
    ward = actions.NewWard(given["sign"], given["name"], given["organ_id"])
    own = {"organ": given["organ"], "due_day": given["due_day"]}
    if here := given.get("here"):
        values = {"shares": given.get("shares", ""), **own}
        return actions.sign_up_here(province, ward, here, by=request.user, **values)[1], ""
    return actions.sign_up(province, [ward], by=request.user, **own)[0][1:]


def _own(province: Unit) -> dict[str, str]:
    organ = MessageKey.objects.filter(scope=province.pk).values_list("organ_id", flat=True).first()
    return {"organ": organ or ""}
