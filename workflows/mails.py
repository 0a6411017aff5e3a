"""Mails that a move causes: one outbox row, written in its transaction, addressed and worded when it is sent."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from approvals import outbox
from approvals.models import OutboxMessage
from units import grants
from units.models import Person

from .models import Difficulty, UnitReport, WardReport
from .moves import scope_of
from .rules import approvers

SUBJECTS = {
    "submitted": gettext_lazy("Submitted, please take it for review: %(report)s"),
    "to_drafter": gettext_lazy("The head of the unit sends it back to the drafter: %(report)s"),
    "on_behalf": gettext_lazy("The office entered this on your unit's behalf, please confirm it: %(report)s"),
    "returned": gettext_lazy("Returned for revision: %(report)s"),
    "unwaived": gettext_lazy("Your unit reports this period after all: %(report)s"),
    "commented": gettext_lazy("The office asks about an entry: %(report)s"),
    "answered": gettext_lazy("The unit has answered about an entry: %(report)s"),
    "infected": gettext_lazy("A file held malware and was deleted: %(report)s"),
    "awaiting": gettext_lazy("Awaits your approval: %(report)s"),
    "sent_back": gettext_lazy("Sent back by the approver: %(report)s"),
    "approved": gettext_lazy("Approved, please number and issue it: %(report)s"),
    "refused": gettext_lazy("Refused by the province: %(report)s"),
    "recalled": gettext_lazy("Its document is recalled, a new version opens: %(report)s"),
    "difficulty_raised": gettext_lazy("A unit asks for help: %(report)s"),
    "difficulty_merged": gettext_lazy("Several units ask for help: %(report)s"),
    "difficulty_answered": gettext_lazy("Answered, please say whether it helps: %(report)s"),
    "difficulty_reopened": gettext_lazy("Open again, the answer did not help: %(report)s"),
    "difficulty_discussed": gettext_lazy("A word about the difficulty: %(report)s"),
}


def tell(report: UnitReport | WardReport, event: str, codename: str, unit_id: int, *, words: str = "") -> None:
    """Tell those who hold the right `codename` on the unit what happened to the report, once this commits.

    `words` are those of the person who caused it; the report's reason where none are given.
    """
    outbox.put_all([mail(report, event, codename, unit_id, words=words)])


def mail(
    report: UnitReport | WardReport, event: str, codename: str, unit_id: int, *, words: str = ""
) -> dict[str, Any]:
    """What `tell` asks the outbox for."""
    kind = report._meta.model_name
    return outbox.message(
        "mail",
        f"mail-{kind}-{report.pk}-{report.trail_seq}-{event}",
        scope=scope_of(report),
        event=event,
        pk=report.pk,
        report=str(report),
        path=f"/reports/{'unit' if isinstance(report, UnitReport) else 'ward'}/{report.pk}/",
        codename=codename,
        unit=unit_id,
        reason=words or report.reason,
    )


def mail_about(item: Difficulty, event: str, to: tuple[str, int], words: str) -> dict[str, Any]:
    """What the outbox is asked for of a difficulty: `to` is the right, and the unit on which its readers hold it."""
    codename, unit_id = to
    return outbox.message(
        "mail",
        f"mail-difficulty-{item.pk}-{item.trail_seq}",
        scope=item.scope,
        event=event,
        report=str(item),
        path=f"/difficulties/{item.pk}/",
        codename=codename,
        unit=unit_id,
        reason=words,
    )


def recipients(told: dict[str, Any]) -> Iterable[Person]:
    """Who is to read a mail, as things stand now."""
    if told["event"] == "awaiting":
        return approvers(WardReport.objects.get(pk=told["pk"]))
    return grants.holders(told["codename"], told["unit"])


def deliver(message: OutboxMessage) -> None:
    """Outbox handler for `mail`: one mail to all who hold the right now, in Vietnamese; where a report awaits a
    decision, to those who may decide its open step.

    The Message-ID is the outbox key, so a second delivery after a crash is recognised as the same mail.
    """
    told = message.payload
    addresses = sorted({person.email for person in recipients(told) if person.email})
    if not addresses:
        return
    with override("vi"):
        subject = SUBJECTS[told["event"]] % {"report": told["report"]}
        lines = [
            subject,
            told["reason"],
            _("Open it here: %(address)s") % {"address": settings.SITE_URL + told["path"]},
        ]
    EmailMessage(
        subject=subject,
        body="\n\n".join(line for line in lines if line),
        bcc=addresses,
        headers={"Message-ID": f"<{message.key}@trinh-duyet>"},
    ).send()
