"""The mails that say what stands under somebody's bell: one to one person, in Vietnamese."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from approvals.models import OutboxMessage
from approvals.outbox import mailing
from units.models import Notice, Person


def send(notice: Notice, *, key: str) -> None:
    """Mail one notice to its person, where they have an address."""
    with override("vi"):
        subject = _("Reminder: %(what)s") % {"what": notice.text}
        mailing.send(notice.person.email, key, subject, [(notice.text, notice.path)])


def deliver_day(message: OutboxMessage) -> None:
    """Outbox handler for `daily_mail`: the day's one mail to a person, with what they have not read by now."""
    payload = message.payload
    person = Person.objects.get(pk=payload["person"])
    unread = Notice.objects.filter(pk__in=payload["notices"], read_at=None).order_by("at", "pk")
    lines = [(row.text, row.path) for row in unread]
    if not (lines and person.is_active):
        return
    with override("vi"):
        subject = ngettext("%(count)d notice on %(day)s", "%(count)d notices on %(day)s", len(lines)) % {
            "count": len(lines),
            "day": f"{date.fromisoformat(payload['day']):%d/%m/%Y}",
        }
        mailing.send(person.email, message.key, subject, lines)
