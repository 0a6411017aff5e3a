"""Trail words and mails of what is written beside a case."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.clock import now
from approvals.pages import typed
from approvals.trail import words
from approvals.trail.words import Action
from units.models import Person
from workflows.cases import mails
from workflows.cases.types import TYPES
from workflows.models import CaseMessage

from .reading import readers_in


def told_of(row: dict[str, Any]) -> list[Person]:
    """The recipients of the mail about a message, whose id stands in the outbox row: the people of its units who may
    read the case now. Empty once the message is struck.
    """
    message = CaseMessage.objects.filter(pk=row["message"], strike=None).first()
    if message is None:
        return []
    case = TYPES[row["kind"]].model._default_manager.get(pk=row["pk"])
    people = [person for unit in message.units.all() for person in readers_in(unit, case, now())]
    return [person for person in dict.fromkeys(people) if person.pk != message.person_id]


words.register(
    actions={
        "discuss": Action(pgettext_lazy("trail", "Write beside it"), _("%(actor)s wrote beside %(subject)s")),
        "strike_message": Action(
            pgettext_lazy("trail", "Strike a message"), _("%(actor)s struck a message beside %(subject)s")
        ),
    },
    fields={"message": _("message (SHA-256)"), "told": _("units told")},
)
typed.register(chosen=["units"])
mails.SUBJECTS.add({"mentioned": _("Written beside it, for your attention: %(report)s")})
mails.NAMED_BY_ROW.add({"mentioned": told_of})
