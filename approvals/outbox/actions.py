"""What somebody decides about an incident. Both re-read the row under its lock and return it."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage, Subject
from approvals.statements import lock
from approvals.trail import chain as trail
from approvals.trail.refusals import newest_event, too_late

from .querysets import incidents_handled, incidents_to_close
from .words import incident as what_failed


def retry_incident(incident: Incident, *, by: Any) -> Incident:
    """Hand the side effect back to the outbox with all its tries. Raises NotPossible, PermissionDenied."""
    with transaction.atomic():
        row = _close(incident, Incident.State.RETRIED, "retry_incident", by=by)
        OutboxMessage.objects.filter(pk=row.message_id).update(
            tries=0, parked=False, lease=None, leased_until=None, available_at=now()
        )
        return row


def skip_incident(incident: Incident, *, by: Any, reason: str) -> Incident:
    """Give the side effect up, for a reason that the trail keeps. Raises NotPossible, PermissionDenied."""
    if not reason.strip():
        raise NotPossible(_("Say why it is skipped: the reason is kept in the trail."))
    with transaction.atomic():
        row = _close(incident, Incident.State.SKIPPED, "skip_incident", by=by, reason=reason.strip())
        OutboxMessage.objects.filter(pk=row.message_id).update(
            done_at=now(), parked=False, lease=None, leased_until=None
        )
        return row


def retry_all(topic: str, *, by: Any) -> int:
    """Try all open incidents of a topic again that are the person's to close. Returns how many there were."""
    with transaction.atomic():
        return len([retry_incident(each, by=by) for each in _open(topic, by)])


def skip_all(topic: str, *, by: Any, reason: str) -> int:
    """Give all of them up, each with the same reason. Returns how many there were. Raises NotPossible."""
    with transaction.atomic():
        return len([skip_incident(each, by=by, reason=reason) for each in _open(topic, by)])


def _open(topic: str, person: Any) -> list[Incident]:
    return list(incidents_to_close(person).filter(message__topic=topic).select_related("message").order_by("pk"))


def _close(incident: Incident, state: str, action: str, *, by: Any, reason: str = "") -> Incident:
    row = lock(Incident, incident.pk)
    if not incidents_handled(by).filter(pk=row.pk).exists():
        raise PermissionDenied
    if row.state != Incident.State.OPEN:
        raise too_late(newest_event(cast(Subject, ClosingIncident(row))), action, by=by, sentence=_already_closed(row))
    subject = cast(Subject, ClosingIncident(row))
    trail.record(subject, action, by=by, scope=row.scope, source=row.state, target=state, reason=reason)
    row.state, row.closed_at, row.closed_by_id, row.reason = state, now(), by.pk, reason
    row.save(update_fields=["state", "closed_at", "closed_by", "reason"])
    return row


def _already_closed(row: Incident) -> str:
    return _("This incident was closed by %(person)s at %(time)s: %(state)s.") % {
        "person": row.closed_by,
        "time": date_format(row.closed_at.astimezone(ZONE), "DATETIME_FORMAT") if row.closed_at else "",
        "state": row.get_state_display(),
    }


@dataclass
class ClosingIncident:
    """An incident as a subject of the trail. It closes once: its chain is one event long and needs no stored head."""

    incident: Incident
    trail_seq: int = 0
    trail_head: str = ""

    @property
    def _meta(self) -> Any:
        return self.incident._meta

    @property
    def pk(self) -> int:
        return self.incident.pk

    def __str__(self) -> str:
        return what_failed(self.incident.message.topic)
