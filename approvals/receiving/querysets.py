"""Reads of senders and of what they sent."""

from typing import Any

from django.db.models import QuerySet

from approvals.models import Arrival, Sender
from approvals.scopes import Right, scopes


def visible_senders(person: Any) -> QuerySet[Sender]:
    """Of the scopes whose trail the person reads: who receives and who sets senders up does."""
    return Sender.objects.filter(scope__in=scopes(person, Right.READ_TRAIL), ended_at=None)


def visible_arrivals(person: Any) -> QuerySet[Arrival]:
    """What came for the scopes whose trail the person reads."""
    return Arrival.objects.filter(scope__in=scopes(person, Right.READ_TRAIL))
