from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from approvals.signing.signers import StoredKey
from approvals.statements import one_cursor
from units.models import Person
from workflows.cases import moves
from workflows.cases.types import named_case
from workflows.models.cases import RoutedCase

from . import keys as signing


def sign(report: RoutedCase, *, by: Person, key: StoredKey | None = None) -> RoutedCase:
    """Put the person's signature on the file that they have approved; the report stays approved.

    `key` is needed where keys are kept here. Raises NotPossible, PermissionDenied, and signing.OUTAGES where a service,
    a font or a disk is away: then nothing is written, and it may be tried again.
    """
    with transaction.atomic():
        row = moves.locked(report, "sign", by=by)
    approved = row.content
    signed = signing.sign(row, by, key)
    (note,) = signed.notes
    files.write(files.pdf_path(note.after), signed.pdf)
    with transaction.atomic(), one_cursor():
        row = moves.locked(report, "sign", by=by)
        if row.content != approved:  # it went back and was approved anew while it was being signed
            raise NotPossible(_("The document has changed since you read it. Please read it again, then decide."))
        moves.note(row, "sign", by=by, state=row.state, changes={"sha256": [note.before, note.after]})
        note.save(force_insert=True)
    outbox.settle(_key(report), by=by)
    return row


def try_to_sign(report: RoutedCase, *, by: Person, key: StoredKey | None = None) -> bool:
    """As `sign`, at a page: an outage opens an incident instead, and the answer is false."""
    try:
        sign(report, by=by, key=key)
    except signing.OUTAGES as error:
        what = _("%(error)s Open the document and sign it there once that is set right.") % {"error": _sentence(error)}
        outbox.fail("sign", _key(report), what, scope=report.ward_id, **report.payload, person=by.pk)
        return False
    return True


def ask_to_sign(row: RoutedCase) -> None:
    """Have the worker ask the signing service for the signatory's signature, once this transaction commits."""
    outbox.put("sign", _key(row), scope=row.ward_id, **row.payload, person=row.signatory_id)


def sign_asked(message: OutboxMessage) -> None:
    """Outbox handler for `sign`. Idempotent: whoever has signed meanwhile is left alone."""
    report = named_case(message.payload)
    if signing.person_signature(report) is None:
        sign(report, by=Person.objects.get(pk=message.payload["person"]))


def withdraw_signing(report: RoutedCase, *, by: Person) -> None:
    """Withdraw the request to sign, waiting or failed, because the report went back."""
    outbox.withdraw(_key(report), by=by, instead=f"{_key(report)}-until-{report.trail_seq}")


def _key(report: RoutedCase) -> str:
    return f"sign-{report.key}"


def _sentence(error: Exception) -> str:
    return str(error).rstrip(". ") + "."
