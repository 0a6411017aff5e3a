"""Reads of the trail."""

from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from approvals.models import Subject, TrailEvent
from approvals.pages.days import midnight, within_bounds
from approvals.scopes import Right, scopes
from approvals.text.vietnamese import holds

from . import sentences, words


def visible_events(person: Any) -> QuerySet[TrailEvent]:
    """The trail of the whole ward for those who read it, of their own units for the others. Newest first."""
    return TrailEvent.objects.filter(
        Q(scope__in=scopes(person, Right.READ_TRAIL)) | Q(scope__in=scopes(person, Right.READ_SUBJECTS))
    )


def history(subject: Subject, person: Any) -> QuerySet[TrailEvent]:
    """Of a subject's events those that the person may read in the trail, newest first: a page shows no others."""
    return visible_events(person).filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)


def sought(
    events: QuerySet[TrailEvent],
    *,
    text: str = "",
    action: str = "",
    person: str = "",
    since: date | None = None,
    until: date | None = None,
    subject: str = "",
) -> QuerySet[TrailEvent]:
    """Those of `events` that match all of what is given. Days are days in Vietnam, both included."""
    for word in text.split():
        events = events.alias(acted_for=KT("changes__acts_for__1")).filter(_shown(word))
    if person:
        events = events.filter(holds("actor_name", person))
    if action:
        events = events.filter(action=action)
    if since:
        events = events.filter(at__gte=midnight(since))
    if until:
        events = events.filter(at__lt=midnight(until + timedelta(days=1)))
    if subject:
        kind, _colon, pk = subject.partition(":")
        events = events.filter(subject_kind=kind, subject_id=pk)
    return events


def _shown(word: str) -> Q:
    """Whether the event's line shows the word: in its names and its reason, or in the words of its action."""
    for_another = holds("acted_for", word) & Q(action__in=words.done_for_another())
    named = holds("subject_name", word) | holds("actor_name", word) | holds("reason", word)
    return named | for_another | Q(action__in=sentences.actions_that_say(word))


def place(event: TrailEvent) -> str:
    """Where the event stands among all by their time: what `earlier` takes."""
    return f"{event.at.isoformat()}/{event.pk}"


def earlier(events: QuerySet[TrailEvent], before: str) -> QuerySet[TrailEvent]:
    """Those of `events` that stand behind the place `before`; all of them where it names none."""
    at, _slash, pk = before.partition("/")
    try:
        moment, number = datetime.fromisoformat(at), int(pk)
    except ValueError:
        return events
    if moment.tzinfo is None or not within_bounds(moment) or not 0 < number < 2**63:
        return events
    return events.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=number))


def chain_of(kind: str, pk: int) -> QuerySet[TrailEvent]:
    """All events of a subject, in the order of their chain."""
    return TrailEvent.objects.filter(subject_kind=kind, subject_id=pk).order_by("seq")


def subject_model(kind: str) -> type[models.Model] | None:
    """The model of a kind of subject; None where it keeps no head, or is no longer installed."""
    found = (model for model in apps.get_models() if model._meta.model_name == kind)
    return next((model for model in found if issubclass(model, Subject)), None)
