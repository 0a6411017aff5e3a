"""Reads, in the field's words. Which scopes a person may see is asked through the rule that settings name."""

from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.module_loading import import_string

from . import sentences
from .clock import now
from .days import midnight, within_bounds
from .models import Document, Incident, OutboxMessage, Standing, Subject, TrailEvent
from .vietnamese import holds
from .waiting import LATE


def scopes(person: Any, codename: str) -> QuerySet:
    """The ids of the scopes on which the person holds the right, as a lazy subquery."""
    return import_string(settings.APPROVALS_SCOPES)(person, codename)


def visible_events(person: Any) -> QuerySet[TrailEvent]:
    """The trail of the whole ward for those who read it, of their own units for the others. Newest first."""
    return TrailEvent.objects.filter(
        Q(scope__in=scopes(person, "view_trail")) | Q(scope__in=scopes(person, "view_reports"))
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
    for_another = holds("acted_for", word) & Q(action__in=sentences.FOR_ANOTHER)
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


def visible_documents(person: Any) -> QuerySet[Document]:
    """The issued documents for whoever reads them; kept and voided numbers for those who issue or read the trail."""
    issued = Q(state=Document.State.ISSUED, scope__in=scopes(person, "view_documents"))
    return Document.objects.filter(
        issued | Q(scope__in=scopes(person, "issue_reports")) | Q(scope__in=scopes(person, "view_trail"))
    )


def documents_to_keep(person: Any) -> QuerySet[Document]:
    """The lines of the registers that the person keeps: who issues also voids and recalls."""
    return Document.objects.filter(scope__in=scopes(person, "issue_reports"))


def matching(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Those whose number, symbol, abstract, period or signer holds each word."""
    for word in words.split():
        number = word.partition("/")[0].lstrip("0")
        told = holds("abstract", word) | holds("period", word) | holds("signer", word) | holds("symbol", word)
        whole = number.isdecimal() and len(number) < 10
        documents = documents.filter(told | Q(number=number) if whole else told)
    return documents


def standing(documents: QuerySet[Document], how: str) -> QuerySet[Document]:
    """Those that stand so in the register, `how` being one of `Standing`."""
    issued, replaced = Q(state=Document.State.ISSUED, recalled_at=None), Q(replaced_by__state=Document.State.ISSUED)
    rule = {
        Standing.IN_FORCE: issued & ~replaced,
        Standing.REPLACED: issued & replaced,
        Standing.RECALLED: Q(recalled_at__isnull=False),
    }
    return documents.filter(rule[Standing(how)] if how in rule else Q(state=how))


def visible_incidents(person: Any) -> QuerySet[Incident]:
    """For those who may close them, and those who read the trail."""
    return Incident.objects.filter(
        Q(pk__in=incidents_to_close(person).values("pk")) | Q(scope__in=scopes(person, "view_trail"))
    ).select_related("message", "closed_by")


def late_messages(person: Any) -> QuerySet[OutboxMessage]:
    """Side effects of the same scopes that wait for longer than usual, or are tried again; the oldest first."""
    seen = Q(scope__in=scopes(person, "view_trail"))
    seen |= Q(scope__in=scopes(person, "administer")) | Q(scope__in=scopes(person, "issue_reports"))
    late = Q(tries__gt=1) | Q(tries=1, leased_until=None) | Q(available_at__lt=now() - LATE)
    return OutboxMessage.objects.filter(seen, late, done_at=None, parked=False).order_by("available_at", "pk")


def incidents_to_close(person: Any) -> QuerySet[Incident]:
    """Open ones of the scopes that the person administers or dispatches for."""
    return Incident.objects.filter(
        Q(scope__in=scopes(person, "administer")) | Q(scope__in=scopes(person, "issue_reports")),
        state=Incident.State.OPEN,
    )
