"""The weekly mail: how a ward stands, as PDF."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.models import OutboxMessage
from approvals.outbox import mailing
from units.models import Person, Unit

from . import files
from .actions import may_have
from .asked import Asked

NAME = "tinh-hinh-%s.pdf"


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `dashboard`. Nothing goes to who may not read the ward's reports any more."""
    day = date.fromisoformat(message.payload["day"])
    person, ward = Person.objects.get(pk=message.payload["person"]), Unit.objects.get(pk=message.scope)
    if not (person.is_active and may_have(person, ward.pk)):
        return
    asked = Asked(ward, day.year)
    with override("vi"):
        subject = _("How %(ward)s stands, week of %(day)s") % {"ward": ward.name, "day": f"{day:%d/%m/%Y}"}
        lines = [
            (subject, f"{reverse('dashboard')}?{asked.query}"),
            (_("You asked for this mail. You can end it on that page."), ""),
        ]
        attached = [(NAME % day.isoformat(), files.paper(asked, person), "application/pdf")]
        mailing.send(person.email, message.key, subject, lines, attached)
