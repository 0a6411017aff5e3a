"""Reads of incidents, and of side effects that are late."""

from typing import Any

from django.db.models import Q, QuerySet

from approvals.clock import now
from approvals.models import Incident, OutboxMessage
from approvals.scopes import Right, scopes

from .waiting import LATE


def visible_incidents(person: Any) -> QuerySet[Incident]:
    """For those who may close them, and those who read the trail."""
    return Incident.objects.filter(
        Q(pk__in=incidents_to_close(person).values("pk")) | Q(scope__in=scopes(person, Right.READ_TRAIL))
    ).select_related("message", "closed_by")


def late_messages(person: Any) -> QuerySet[OutboxMessage]:
    """Side effects of the same scopes that wait for longer than usual, or are tried again; the oldest first."""
    seen = Q(scope__in=scopes(person, Right.READ_TRAIL))
    seen |= Q(scope__in=scopes(person, Right.CLOSE_INCIDENTS))
    late = Q(tries__gt=1) | Q(tries=1, leased_until=None) | Q(available_at__lt=now() - LATE)
    return OutboxMessage.objects.filter(seen, late, done_at=None, parked=False).order_by("available_at", "pk")


def incidents_to_close(person: Any) -> QuerySet[Incident]:
    """Open ones of the scopes that the person administers or dispatches for."""
    return incidents_handled(person).filter(state=Incident.State.OPEN)


def incidents_handled(person: Any) -> QuerySet[Incident]:
    """Open or closed, of the scopes that the person administers or dispatches for."""
    return Incident.objects.filter(scope__in=scopes(person, Right.CLOSE_INCIDENTS))
