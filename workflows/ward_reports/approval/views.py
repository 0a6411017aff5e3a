from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from approvals.models import TrailEvent
from units.requests import SignedIn
from workflows.documents.answers import Answer, answers_of
from workflows.documents.assignments import silent_of
from workflows.figures import annual
from workflows.figures.origins.provenance import FigureInWords
from workflows.figures.origins.twins import counted_twice
from workflows.models import IndicatorFigure, WardReport
from workflows.models.states import WardState
from workflows.prose import drafts as prose
from workflows.prose.strays import strays_of
from workflows.routes.underway.opinions import objections
from workflows.signoff.approval.views import open_step, receipt
from workflows.signoff.pages import note_opening, printed_of, rendition_of
from workflows.ward_reports.forms import NarrativeForm
from workflows.ward_reports.views import head_of, visible_report

from .comparisons import Compared, compared


def ward_report_approval(request: SignedIn, pk: int) -> HttpResponse:
    """What is asked of the approver, with what they should know first; after the decision the receipt of it."""
    report: Any = visible_report(request, pk)
    if not report.asked:
        return receipt(request, report, head_of(report))
    note_opening(request, report)
    rendition, answers = rendition_of(report), answers_of(report)
    page = {
        **head_of(report),
        "step": open_step(report, request.user),
        **objections(report),
        "absent": [answer for answer in answers if answer.is_waived or not answer.is_taken_in],
        "silent": silent_of(report, answers),
        "changes": list(changes_since_last(report)),
        "compared": compared(report, rendition, request.user) if rendition else Compared(),
        **_of_figures(report, answers),
        **printed_of(report),
    }
    return render(request, "workflows/ward_reports/approval.html", page)


def _of_figures(report: WardReport, answers: list[Answer]) -> dict[str, Any]:
    """What to know of the figures, whether they are printed yet or not. One statement, of a year five."""
    figures = prose.figures_of(report, with_sources=True)
    return {
        "reds": [FigureInWords(figure) for figure in figures if figure.light == IndicatorFigure.Light.RED],
        "adjusted": [FigureInWords(figure) for figure in figures if figure.is_overridden],
        "doubts": counted_twice(figures, {answer.unit_id: answer.unit for answer in answers}),
        "below_months": annual.below_months(report),
        "strays": strays_of(report, figures, [answer.was for answer in answers]),
    }


def changes_since_last(report: WardReport) -> Iterator[str]:
    """In sentences what happened between the last time it was sent for approval, or refused, and this time."""
    events = list(TrailEvent.objects.filter(subject_kind="wardreport", subject_id=report.pk).order_by("seq"))
    sends = [place for place, event in enumerate(events) if event.action == "send_for_approval"]
    if report.replaces and len(sends) < 2:
        yield _replaced(report.replaces)
        yield from _changed_words(events)
    elif len(sends) >= 2:
        between = events[sends[-2] + 1 : sends[-1]]
        yield from _reasons(between)
        yield from _changed_words(between)


def _replaced(report: WardReport) -> str:
    words = {"reason": report.reason}
    if report.state == WardState.RECALLED:
        return gettext("It replaces the version that was recalled: %(reason)s") % words
    return gettext("It replaces the version that the province refused: %(reason)s") % words


def _reasons(events: list[TrailEvent]) -> Iterator[str]:
    for event in events:
        words: dict[str, Any] = {"person": event.actor_name, "reason": event.reason}
        if event.action in ("send_back", "return_before_issue"):
            yield gettext("%(person)s had sent it back: %(reason)s") % words
        elif event.action == "call_back":
            yield gettext("%(person)s had called it back: %(reason)s") % words
        elif event.action == "reopen":
            yield gettext("%(person)s had reopened it: %(reason)s") % words
    if any(event.action in ("consolidate", "refresh_figures") for event in events):
        yield gettext("The figures were consolidated anew.")


def _changed_words(events: list[TrailEvent]) -> Iterator[str]:
    names = {name for event in events if event.action == "edit_narrative" for name in event.changes}
    labels = [str(field.label) for name, field in NarrativeForm.base_fields.items() if name in names]
    if labels:
        yield gettext("Reworded: %(parts)s.") % {"parts": ", ".join(labels)}
