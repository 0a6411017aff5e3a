"""What a ward's report tells whoever signs it: what is out of the ordinary, what changed, its text with its figures."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext

from approvals.models import Rendition, TrailEvent
from units.models import Person
from workflows.documents.answers import answers_of
from workflows.documents.assignments import silent_of
from workflows.documents.pages.layout import LaidDocument
from workflows.models import IndicatorFigure, WardReport
from workflows.models.states import WardState
from workflows.outlines.figures import figures_of
from workflows.prose import drafts as prose
from workflows.pure.period_words import period_words
from workflows.signoff.approval.briefing import Briefing, Matter
from workflows.signoff.approval.comparisons import compared
from workflows.ward_reports.chips import with_chips
from workflows.ward_reports.forms import NarrativeForm
from workflows.ward_reports.province import words as superior

from . import matters


def brief(report: WardReport, rendition: Rendition | None, person: Person) -> Briefing:
    """Six statements at most, of a year four more; one more where the outline has fields."""
    beside = compared(report, rendition, person, _of_periods_before(report))
    if beside.before:
        beside = replace(beside, before=period_words(beside.before))
    answers, figures = answers_of(report), prose.figures_of(report, with_sources=True, levels=True)
    fields = figures_of(report)
    found: list[Matter] = [
        *matters.of_figures(report, figures, fields, answers),
        *matters.of_units(answers),
        *matters.of_assignments(beside, silent_of(report, answers)),
        *matters.of_prose(report, figures, fields, answers),
    ]
    recipient = {"recipient": report.period.plan.province_recipient}
    return Briefing(
        beside,
        _as_signed(beside.document, report, figures),
        goes_on=gettext("It then goes on to %(recipient)s in the ward's name.") % recipient,
        matters=tuple(matter for matter in found if matter.facts),
        changes=tuple(changes_since_last(report)),
    )


def _as_signed(
    document: LaidDocument | None, report: WardReport, figures: list[IndicatorFigure]
) -> LaidDocument | None:
    """The text of the file with its figures as links: only what reads there as the rows read now."""
    return with_chips(document, report.pk, prose.marked_paragraphs(report, figures)) if document else None


def _of_periods_before(report: WardReport) -> QuerySet[Any]:
    """The ward's reports of this kind that were sent in earlier periods, the nearest first."""
    period = report.period
    if period.is_asked:
        return WardReport.objects.none().annotate(called=F("period__code"))
    earlier = WardReport.objects.counting().filter(
        ward=report.ward_id, period__kind=period.kind_id, period__ends__lt=period.ends
    )
    return earlier.exclude(content="").annotate(called=F("period__code")).order_by("-period__ends")


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
    if report.state == WardState.RECALLED:
        return gettext("It replaces the version that was recalled: %(reason)s") % {"reason": report.reason}
    return superior.refused(report)


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
