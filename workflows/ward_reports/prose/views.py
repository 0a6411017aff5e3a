from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from approvals.errors import NotPossible
from approvals.pages.forms import posted
from approvals.pages.once import answers_once
from units.requests import SignedIn
from workflows.cases.inputs.writers import others_at
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.figures import consolidation
from workflows.models import UnitReport, WardReport
from workflows.outlines.figures import figures_of
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.prose.strays import strays_of
from workflows.pure.arrangement import TEXTS
from workflows.pure.quoted import Quoted
from workflows.pure.wording import redraft, references
from workflows.ward_reports.forms import DRAFTED, LABELS, LookForm, NarrativeForm, TakeDraftForm
from workflows.ward_reports.views import visible_report

from .sheet import sheet_of


def ward_report_edit(request: SignedIn, pk: int) -> HttpResponse:
    """The words of the report. What another saved meanwhile is shown beside what was typed, and neither is lost."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "edit_narrative", by=request.user)
    rows = prose.figures_of(report, with_sources=True)
    figures = [consolidation.quoted(figure) for figure in rows]
    known = references.words_of(figures)
    texts = prose.texts_of(report)
    left_out = [part for part in TEXTS if part not in report.period.texts]
    form = NarrativeForm(posted(request), words=known, left_out=left_out, initial={**texts, "seen": report.edits})
    fields = figures_of(report)
    page = {"report": report, "form": form, "known": _known(figures, known), "typed": _typed(form, figures)}
    was = UnitReport.objects.filter(period=report.period_id).values_list("was", flat=True)
    page["strays"] = strays_of(report, rows, fields, was)
    page |= {**sheet_of(report, form, rows, fields), "others": others_at(report, request.user)}
    page["gone"] = ", ".join(references.faults("\n".join(texts.values()), known))
    if not form.is_valid():
        return _edit_page(request, page, 422 if form.is_bound else 200)
    theirs = _compared(form, texts)
    if theirs and form.cleaned_data["seen"] != report.edits:
        carried = NarrativeForm({**form.cleaned_data, "seen": report.edits}, words=known, left_out=left_out)
        page |= {"form": carried, "theirs": theirs, "stale": True, **sheet_of(report, carried, rows, fields)}
        return _edit_page(request, page, 409)
    seen = form.cleaned_data.pop("seen")
    prose_actions.edit_narrative(report, by=request.user, seen=seen, narrative=form.cleaned_data)
    _confirm_saved(request, len(_typed(form, figures)))
    return redirect("ward_report", pk)


def _edit_page(request: SignedIn, page: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "workflows/ward_reports/edit.html", page, status=status)


def _compared(form: NarrativeForm, texts: dict[str, str]) -> list[tuple[Any, str]]:
    """The parts that another saved otherwise, by label."""
    return [
        (form[name].label, words)
        for name, words in texts.items()
        if name in form.fields and words.split() != str(form[name].value()).split()
    ]


def _known(figures: list[Quoted], known: dict[str, str]) -> list[dict[str, Any]]:
    """The figures that may be quoted, each with its references and what they read now; counts come last."""
    rows: list[dict[str, Any]] = [
        {
            "name": f"{figure.number}. {figure.name}",
            "quotes": [
                (typed, shown) for typed, shown in known.items() if references.number_of(typed) == figure.number
            ],
        }
        for figure in figures
    ]
    counts = [(typed, shown) for typed, shown in known.items() if references.number_of(typed) is None]
    return [*rows, {"name": gettext("Number of indicators"), "quotes": counts}]


def _typed(form: NarrativeForm, figures: list[Quoted]) -> list[tuple[str, str]]:
    """Numbers typed by hand that equal a figure, and the reference that would follow it."""
    text = "\n".join(str(form[name].value() or "") for name in LABELS if name in form.fields)
    return references.typed_figures(text, figures)


def _confirm_saved(request: SignedIn, typed: int) -> None:
    messages.success(request, gettext("The text is saved. Read the report, then send it for approval."))
    if typed:
        hint = gettext("Numbers typed by hand that equal a figure: %(number)s. References would follow the figures.")
        messages.info(request, hint % {"number": typed})


def ward_report_redraft(request: SignedIn, pk: int) -> HttpResponse:
    """What people wrote beside what was drafted, place by place."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "redraft", by=request.user)
    words = prose.words_of(prose.figures_of(report))
    page = {"report": report, "parts": [part for part in _offers(report, words) if part["offers"]]}
    return render(request, "workflows/ward_reports/redraft.html", page)


def _offers(report: WardReport, words: references.Words) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": label,
            "offers": [
                {"place": offer.place, "kept": _read(offer.kept, words), "drafted": _read(offer.drafted, words)}
                for offer in redraft.offers(getattr(report, name), _draft_of(report, name))
            ],
        }
        for name, label in DRAFTED.items()
        if name in report.period.texts or name not in TEXTS
    ]


def _draft_of(report: WardReport, part: str) -> str:
    """What was last drafted; the text itself where that was not kept."""
    return report.drafted.get(part, getattr(report, part))


def _read(lines: tuple[str, ...], words: references.Words) -> list[str]:
    return [references.resolve(line, words) for line in lines]


@require_POST
@answers_once
def ward_report_draft_anew(request: SignedIn, pk: int) -> HttpResponse:
    prose_actions.redraft(visible_report(request, pk), by=request.user)
    messages.success(
        request, gettext("The text is drafted anew. What you had written stays; it stands here beside the draft.")
    )
    return redirect("ward_report_redraft", pk)


@require_POST
@answers_once
def ward_report_take_draft(request: SignedIn, pk: int) -> HttpResponse:
    """Replace the present words at one place by the draft's."""
    report = visible_report(request, pk)
    form = TakeDraftForm(request.POST)
    if not form.is_valid():
        refuse_unless_held(report, "edit_narrative", by=request.user)
        raise NotPossible(gettext("This page is out of date. Open the comparison again."))
    part, place, seen = (form.cleaned_data[name] for name in ("part", "place", "seen"))
    text, draft = getattr(report, part), _draft_of(report, part)
    if seen != report.edits or place >= len(redraft.offers(text, draft)):
        raise NotPossible(gettext("The text has changed since you opened this page. Open the comparison again."))
    prose_actions.edit_narrative(report, by=request.user, seen=seen, narrative={part: redraft.take(text, draft, place)})
    messages.success(request, gettext("The draft's words are in the text."))
    return redirect("ward_report_redraft", pk)


@require_POST
@answers_once
def ward_report_look(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody has looked at a sentence whose figures had changed."""
    report, form = visible_report(request, pk), LookForm(request.POST)
    if not form.is_valid():
        refuse_unless_held(report, "look_again", by=request.user)
        raise NotPossible(gettext("This page is out of date. Open the report again."))
    prose_actions.look_again(report, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("Noted: you have looked at the sentence as it reads now."))
    return redirect("ward_report", pk)
