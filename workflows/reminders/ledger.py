"""Sổ nhắc việc as its page shows it: each line with what became of its notice and of its mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.models import OutboxMessage
from units.models import ByMail, Notice
from workflows.cases.types import TYPES
from workflows.models import Reminder

from .sentences import when_words


@dataclass(frozen=True)
class LedgerLine:
    """A line of the ledger; `notice` is None where nobody was told, `mail` the row of the outbox where there is one."""

    row: Reminder
    notice: Notice | None
    mail: OutboxMessage | None

    @property
    def url(self) -> str:
        return TYPES[self.row.subject_kind].model.PATH % self.row.subject_id

    @property
    def occasion(self) -> str:
        """The rung, or who asked for it."""
        if self.row.rung:
            return when_words(self.row.rung)
        if self.row.by is None:
            return _("the steps after it lack time")
        return _("reminded by %(person)s") % {"person": self.row.by}

    @property
    def by_mail(self) -> str:
        """What became of the mail, in words; blank where there was to be none."""
        if self.notice is None:
            return ""
        if self.notice.by_mail == ByMail.DAILY:
            return _("in a mail of the day") if self.notice.mailed_at else _("waits for the mail of the day")
        if self.mail is None:
            return str(self.notice.get_by_mail_display()) if self.notice.by_mail else ""
        if self.mail.parked:
            return _("could not be sent: see the page of incidents")
        return _("given to the mail server") if self.mail.done_at else _("waits to be sent")


def lines_of(ward: int) -> QuerySet[Reminder]:
    return Reminder.objects.filter(ward=ward).select_related("person", "by", "rung").order_by("-at", "-pk")


def with_messages(rows: Iterable[Any]) -> list[LedgerLine]:
    """These lines with their notices and mails: two queries."""
    rows = list(rows)
    keys = {row.message for row in rows if row.message}
    notices = {notice.key: notice for notice in Notice.objects.filter(key__in=keys)}
    mails = {mail.key: mail for mail in OutboxMessage.objects.filter(key__in=keys)}
    return [LedgerLine(row, notices.get(row.message), mails.get(row.message)) for row in rows]
