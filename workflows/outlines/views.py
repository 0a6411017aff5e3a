from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import requests as units_pages
from units import rules as unit_rules
from units.requests import SignedIn, require_administrator
from workflows.cases.types import TYPES
from workflows.models import Field, OutlineVersion, ReportingPeriod, ReportKind, Section

from . import actions as outlines
from .forms import FieldForm, IndicatorsForm, SectionForm, SeenForm
from .words import limits_of

VALUES = ("field_figures", "field_values")  # of a type of case that has fields


def outline(request: SignedIn, pk: int) -> HttpResponse:
    """What the reports of a kind say from the next period on: its sections, and the fields of those that have some."""
    kind = visible_kind(request, pk)
    newest = outlines.current(kind)
    fields = outlines.fields_of(newest)
    page = {
        "kind": kind,
        "outline": newest,
        "sections": [(section, _rows(section, fields)) for section in newest.sections.all()],
        "chosen": [row for row in outlines.chosen_from(kind) if row.number in newest.chosen] if newest.chosen else [],
        "drafted": newest.submissions.exists(),
        "taken": ReportingPeriod.objects.filter(outline=newest).order_by("ends").first(),
        "may_administer": unit_rules.may_administer(request.user, kind.ward),
    }
    return render(request, "workflows/outlines/outline.html", page)


def _rows(section: Section, fields: list[Field]) -> list[dict[str, Any]]:
    return [{"field": field, "limits": limits_of(field)} for field in fields if field.section_id == section.pk]


@answers_once
def section_add(request: SignedIn, pk: int) -> HttpResponse:
    kind = own_kind(request, pk)
    form = SectionForm(posted(request), initial=seen_of(kind))
    if done(form, lambda: outlines.add_section(kind, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The section is added. Add its fields next."))
        return redirect("outline", pk)
    return _form_page(request, kind, form, title=_("Add a section"), label=_("Add the section"))


@answers_once
def section_change(request: SignedIn, pk: int, number: int) -> HttpResponse:
    kind = own_kind(request, pk)
    section = _section(outlines.current(kind), number)
    form = SectionForm(posted(request), initial=seen_of(kind) | {"title": section.title})
    if done(form, lambda: outlines.change_section(kind, number, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The section is changed."))
        return redirect("outline", pk)
    return _form_page(request, kind, form, title=_("Change the section"), label=_("Save the changes"))


@answers_once
def section_remove(request: SignedIn, pk: int, number: int) -> HttpResponse:
    kind = own_kind(request, pk)
    section = _section(outlines.current(kind), number)
    form = SeenForm(posted(request), initial=seen_of(kind))
    if done(form, lambda: outlines.remove_section(kind, number, by=request.user, seen=form.cleaned_data["seen"])):
        messages.success(request, _("“%(name)s” is no longer part of the outline.") % {"name": section})
        return redirect("outline", pk)
    return _confirm_page(request, kind, form, section)


@require_POST
@answers_once
def section_move(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """POST up=1 moves the section before the one above it, else after the one below."""
    kind = own_kind(request, pk)
    seen, up = number_in(request.POST.get("seen")), request.POST.get("up") == "1"
    section = outlines.move_section(kind, number, by=request.user, seen=seen, up=up)
    messages.success(request, _("The section “%(section)s” is moved.") % {"section": section})
    return redirect("outline", pk)


@require_POST
@answers_once
def section_switch(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """POST left_out=1 leaves a standing section out of reports, else takes it up again."""
    kind = own_kind(request, pk)
    seen, left_out = number_in(request.POST.get("seen")), request.POST.get("left_out") == "1"
    section = outlines.switch_section(kind, number, by=request.user, seen=seen, left_out=left_out)
    message = (
        _("“%(section)s” is left out from the next period on.") if left_out else _("“%(section)s” is asked for again.")
    )
    messages.success(request, message % {"section": section})
    return redirect("outline", pk)


@answers_once
def indicators_choose(request: SignedIn, pk: int) -> HttpResponse:
    """Which of the plan's indicators are asked for."""
    kind = own_kind(request, pk)
    newest, offered = outlines.current(kind), outlines.chosen_from(kind)
    initial = {"seen": newest.edits, "numbers": newest.chosen}
    form = IndicatorsForm(posted(request), initial=initial, indicators=offered)
    if done(form, lambda: outlines.choose_indicators(kind, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The indicators are chosen. This counts from the next period on."))
        return redirect("outline", pk)
    return _form_page(request, kind, form, title=_("Choose indicators"), label=_("Save the changes"))


@answers_once
def field_add(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Add a field to the section of this number."""
    kind = own_kind(request, pk)
    section = _section(outlines.current(kind), number)
    form = FieldForm(posted(request), kind=kind, initial=seen_of(kind))
    seen = form.data.get("seen")
    if done(form, lambda: outlines.add_field(kind, number, by=request.user, seen=number_in(seen), **form.shape())):
        messages.success(request, _("The field “%(field)s” is added.") % {"field": form.cleaned_data["label"]})
        return redirect("outline", pk)
    title = _("Add a field to “%(section)s”") % {"section": section}
    return _form_page(request, kind, form, title=title, label=_("Add the field"))


@answers_once
def field_change(request: SignedIn, pk: int, number: int) -> HttpResponse:
    kind = own_kind(request, pk)
    field = _field(outlines.current(kind), number)
    form = FieldForm(posted(request), kind=kind, instance=field, initial=seen_of(kind))
    seen = form.data.get("seen")
    if done(form, lambda: outlines.change_field(kind, number, by=request.user, seen=number_in(seen), **form.shape())):
        messages.success(request, _("The field “%(field)s” is changed.") % {"field": form.cleaned_data["label"]})
        return redirect("outline", pk)
    return _form_page(request, kind, form, title=_("Change the field"), label=_("Save the changes"))


@require_POST
@answers_once
def field_move(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """POST up=1 moves the field before the one above it, else after the one below."""
    kind = own_kind(request, pk)
    seen, up = number_in(request.POST.get("seen")), request.POST.get("up") == "1"
    field = outlines.move_field(kind, number, by=request.user, seen=seen, up=up)
    messages.success(request, _("The field “%(field)s” is moved.") % {"field": field})
    return redirect("outline", pk)


@answers_once
def field_remove(request: SignedIn, pk: int, number: int) -> HttpResponse:
    kind = own_kind(request, pk)
    field = _field(outlines.current(kind), number)
    form = SeenForm(posted(request), initial=seen_of(kind))
    if done(form, lambda: outlines.remove_field(kind, number, by=request.user, seen=form.cleaned_data["seen"])):
        messages.success(request, _("“%(name)s” is no longer part of the outline.") % {"name": field})
        return redirect("outline", pk)
    return _confirm_page(request, kind, form, field)


def visible_kind(request: SignedIn, pk: int) -> ReportKind:
    """A kind of a ward that the person sees, of cases that have fields, else 404."""
    having = [kind for kind, case_type in TYPES.items() if any(hasattr(case_type.model, name) for name in VALUES)]
    kinds = ReportKind.objects.filter(ward__in=unit_rules.visible_wards(request.user), subject_kind__in=having)
    return get_object_or_404(kinds.select_related("ward"), pk=pk)


def own_kind(request: SignedIn, pk: int) -> ReportKind:
    """A kind of a ward that the person sees, else 404, and administers, else 403."""
    kind = visible_kind(request, pk)
    require_administrator(request.user, kind.ward)
    return kind


def _section(newest: OutlineVersion, number: int) -> Section:
    return get_object_or_404(newest.sections.filter(content=Section.Content.FIELDS), number=number)


def _field(newest: OutlineVersion, number: int) -> Field:
    found = [field for field in outlines.fields_of(newest) if field.number == number]
    if not found:
        raise Http404
    return found[0]


def seen_of(kind: ReportKind) -> dict[str, int]:
    """What a form that is shown now holds of the outline's edits."""
    return {"seen": outlines.current(kind).edits}


def number_in(text: str | None) -> int:
    """The number of edits in what was posted; 0, which never is, where it says none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _form_page(request: SignedIn, kind: ReportKind, form: Any, *, title: str, label: str) -> HttpResponse:
    cancel = reverse("outline", args=[kind.pk])
    return units_pages.form_page(request, form, kind=kind, ward=kind.ward, title=title, label=label, cancel=cancel)


def _confirm_page(request: SignedIn, kind: ReportKind, form: SeenForm, removed: Section | Field) -> HttpResponse:
    page = {"form": form, "kind": kind, "removed": removed}
    return render(request, "workflows/outlines/remove.html", page, status=status_of(form))
