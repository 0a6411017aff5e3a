"""Why an action is refused that comes too late: somebody else was first, or the person did it themselves before."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE
from approvals.errors import AlreadyDone, NotPossible
from approvals.models import Subject, TrailEvent

from .words import ACTIONS


def too_late(last: TrailEvent | None, action: str, *, by: Any, sentence: str) -> NotPossible:
    """What to raise where `action` comes too late: AlreadyDone where the subject's `last` event is `by` doing just
    that, else NotPossible with the `sentence`.
    """
    if last is None or by is None or (last.action, last.actor_id) != (action, by.pk):
        return NotPossible(sentence)
    time = date_format(last.at.astimezone(ZONE), "DATETIME_FORMAT")
    own = ACTIONS[action].done_already if action in ACTIONS else ""
    words = str(own) or _("You have done this already, at %(time)s: it stands as you left it.")
    return AlreadyDone(words % {"time": time})


def newest_event(subject: Subject) -> TrailEvent | None:
    """The subject's last event. One query."""
    events = TrailEvent.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)
    return events.order_by("-seq").first()
