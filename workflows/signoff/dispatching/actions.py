from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.channels import actions as channels
from approvals.channels.actions import Addressed
from approvals.errors import NotPossible
from approvals.models import Dispatch, Document, OutboxMessage, Rendition
from units.models import Person
from workflows.cases.types import TYPES
from workflows.models.attached import AttachedFile
from workflows.models.cases import RoutedCase
from workflows.models.states import SignOff


def addressed(row: RoutedCase) -> list[Addressed]:
    """Whom the document of the case goes to, each once, and by what channels. Two queries."""
    return channels.addressed(row.ward_id, row.addressees, row.copied_to)


def send_document(row: RoutedCase, *, by: Person, due_at: datetime | None = None) -> None:
    """Send the issued document of a row that is moving to whom it addresses, with what is attached to it. `due_at` is
    the first instant at which it is late there.

    Raises NotPossible while its numbered PDF is not there or a file waits for the scanner, and where a recipient has no
    channel.
    """
    if not Rendition.objects.filter(subject_kind=row.kind, subject_id=row.pk, final=True).exists():
        raise NotPossible(_("The numbered document is still being rendered. Please try again in a moment."))
    document = Document.objects.get(subject_kind=row.kind, subject_id=row.pk, state=Document.State.ISSUED)
    channels.dispatch(document, addressed(row), by=by, files=_enclosed(row.attached), due_at=due_at)


def _enclosed(attached: list[AttachedFile]) -> list[dict[str, str]]:
    """What goes with the document. A file in which malware was found is gone, and goes nowhere."""
    if waiting := [file.name for file in attached if file.scan == AttachedFile.Scan.WAITING]:
        sentence = _("“%(name)s” still waits for the scanner. Please try again in a moment.")
        raise NotPossible(sentence % {"name": waiting[0]})
    return [{"name": file.name, "sha256": file.sha256, "kind": file.kind} for file in attached if file.is_open]


def follow_dispatch(message: OutboxMessage) -> None:
    """Outbox handler for `followed`: the case shows how its document stands, and takes the answer in. Idempotent."""
    dispatch = Dispatch.objects.select_related("document", "requested_by", "channel").get(
        pk=message.payload["dispatch"]
    )
    found = TYPES.get(dispatch.document.subject_kind)
    if found is None:
        return
    cases: Any = found.model._default_manager
    sent = cases.filter(pk=dispatch.document.subject_id, state=SignOff.DISPATCHED)
    sent.update(sending=dispatch.standing)
    if dispatch.answer and found.answered:
        found.answered(cases.with_names().get(pk=dispatch.document.subject_id), dispatch)
