"""Notifies the drafter of a case when somebody else completes one of its steps, for the types that ask for it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from units import grants
from units.models import Person
from workflows.cases.mails import mail
from workflows.cases.types import TYPES
from workflows.models.cases import RoutedCase

EVENTS = ("sent_on", "step_passed", "signed_off", "issued_on")


def of_sending(row: RoutedCase, *, by: Person) -> list[dict[str, Any]]:
    with override("vi"):
        return _mail_of(row, "sent_on", by, _("Sent by %(person)s.") % {"person": by})


def of_step(row: RoutedCase, title: str, *, by: Person) -> list[dict[str, Any]]:
    """That `by` has decided the step of this title in favour."""
    return _mail_of(row, "step_passed", by, f"{title}: {by}")


def of_approval(row: RoutedCase, *, by: Person) -> list[dict[str, Any]]:
    return _mail_of(row, "signed_off", by, str(by))


def of_issue(row: RoutedCase, number: str, *, by: Person) -> list[dict[str, Any]]:
    return _mail_of(row, "issued_on", by, number)


def _mail_of(row: RoutedCase, event: str, by: Person, words: str) -> list[dict[str, Any]]:
    """What the outbox is asked for; nothing of a type whose drafters see it on their desk as it is."""
    if not row.TELLS_DRAFTERS:
        return []
    wanted = mail(row, event, "write_reports", row.returned_to[1], words=words)
    wanted["payload"]["by"] = by.pk
    return [wanted]


def readers(payload: dict[str, Any]) -> list[Person]:
    """Whoever drafted or sent it, or was named to write it too, and may read it still; not who took the step."""
    case: Any = TYPES[payload["kind"]].model._default_manager.filter(pk=payload["pk"]).first()
    if case is None:
        return []
    own = grants.holders("view_reports", case.returned_to[1]).filter(pk__in=[case.drafted_by_id, case.sent_by_id])
    return [person for person in {*own, *case.co_drafters} if person.pk != payload["by"]]
