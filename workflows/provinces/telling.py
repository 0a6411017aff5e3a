"""Who is told that a document arrived: whoever answers it, as a notice and by mail as they chose."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from approvals.models import Arrival
from approvals.outbox import queue as outbox
from units import grants
from units.models import Person
from workflows.models import UnitReport

EVENT = "arrived"


def tell_arrived(arrival: Arrival) -> None:
    """In the transaction that takes the document in."""
    told: dict[str, Any] = {"event": EVENT, "report": str(arrival), "path": reverse("arrival", args=[arrival.pk])}
    told |= {"arrival": arrival.pk, "unit": arrival.scope, "reason": arrival.abstract}
    outbox.put("mail", f"mail-arrival-{arrival.pk}", scope=arrival.scope, **told)


def readers(told: dict[str, Any]) -> Iterable[Person]:
    """Clerks and coordinators of the scope; these not where the report that it brought is told to them already."""
    people = list(grants.holders("issue_reports", told["unit"]))
    if not UnitReport.objects.filter(arrival=told["arrival"]).exists():
        people += grants.holders("review_reports", told["unit"])
    return people
