"""Who comes too late is told so; who was first themselves, by a second click or another window, is told of that."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .clock import ZONE
from .errors import AlreadyDone, NotPossible
from .models import Subject, TrailEvent


def too_late(subject: Subject, action: str, *, by: Any, sentence: str) -> NotPossible:
    """What to raise where `action` on the subject was done before: AlreadyDone where `by` did it themselves and the
    subject has not moved on since, else NotPossible with the `sentence`. One query.
    """
    events = TrailEvent.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)
    done = events.filter(action=action).order_by("-seq").first()
    if done is None or by is None or done.actor_id != by.pk:
        return NotPossible(sentence)
    if events.filter(seq__gt=done.seq).exclude(target="").exists():
        return NotPossible(sentence)
    time = date_format(done.at.astimezone(ZONE), "DATETIME_FORMAT")
    return AlreadyDone(_("You have done this already, at %(time)s: it stands as you left it.") % {"time": time})
