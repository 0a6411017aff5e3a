"""Sổ nhắc việc as its page shows it: each line with what became of its notice and of its mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import OutboxMessage
from approvals.pages.tables import Column
from units.models import ByMail, Notice
from workflows.cases.types import TYPES
from workflows.models import Reminder

from .gateways.queue import key_of
from .sentences import when_words


@dataclass(frozen=True)
class LedgerLine:
    """A line of the ledger; `notice` is None where nobody was told, `mail` and `gateway` the rows of the outbox where
    there are such.
    """

    row: Reminder
    notice: Notice | None
    mail: OutboxMessage | None
    gateway: OutboxMessage | None

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
    def in_application(self) -> str:
        """Whether the notice was read; why nobody was told where there is none."""
        if self.notice is None:
            return str(self.row.get_why_display())
        return _("read") if self.notice.read_at else _("not read yet")

    @property
    def by_mail(self) -> str:
        """What became of the mail, in words; blank where there was to be none."""
        if self.notice is None:
            return ""
        if self.notice.by_mail == ByMail.DAILY:
            return _("in a mail of the day") if self.notice.mailed_at else _("waits for the mail of the day")
        if self.mail is None:
            return str(self.notice.get_by_mail_display()) if self.notice.by_mail else ""
        return _became(self.mail, _("given to the mail server"))

    @property
    def by_gateway(self) -> str:
        """What became of the message to the gateway, in words; blank where there was to be none."""
        return _became(self.gateway, _("given to the gateway")) if self.gateway else ""


def _became(message: OutboxMessage, given: str) -> str:
    if message.parked:
        return _("could not be sent: see the page of incidents")
    return given if message.done_at else _("waits to be sent")


def lines_of(ward: int) -> QuerySet[Reminder]:
    return Reminder.objects.filter(ward=ward).select_related("person", "by", "rung").order_by("-at", "-pk")


def with_messages(rows: Iterable[Any]) -> list[LedgerLine]:
    """These lines with their notices and mails: two queries."""
    rows = list(rows)
    keys = {row.message for row in rows if row.message}
    notices = {notice.key: notice for notice in Notice.objects.filter(key__in=keys)}
    wanted = keys | {key_of(key) for key in keys}
    sent = {message.key: message for message in OutboxMessage.objects.filter(key__in=wanted)}
    return [
        LedgerLine(row, notices.get(row.message), sent.get(row.message), sent.get(key_of(row.message))) for row in rows
    ]


COLUMNS = [
    Column(gettext_lazy("Case"), lambda line: line.row.subject_name, 50),
    Column(gettext_lazy("Occasion"), lambda line: line.occasion, 40),
    Column(gettext_lazy("Person"), lambda line: str(line.row.person or ""), 30),
    Column(gettext_lazy("When"), lambda line: line.row.at),
    Column(gettext_lazy("In the application"), lambda line: line.in_application),
    Column(gettext_lazy("By mail"), lambda line: line.by_mail, 30),
]
