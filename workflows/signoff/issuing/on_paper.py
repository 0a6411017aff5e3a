"""A document that is signed in ink: the clerk keeps its number, has it signed on paper, and enters the scan."""

import hashlib
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pypdfium2 import PdfiumError

from approvals.channels.receipts import refuse_malware
from approvals.errors import NotPossible
from approvals.files import contents, pictures
from approvals.models import Document, Rendition
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from units.models import Person
from workflows.cases.moves import locked, moving, record
from workflows.documents.papers import approved_content, numbered
from workflows.models.cases import RoutedCase
from workflows.routes.who import after
from workflows.signoff import telling
from workflows.signoff.signing import keys as signing
from workflows.signoff.signing.actions import withdraw_signing

from .actions import issue_key, keep_document, keep_number, kept_content, refuse_practice


def keep_number_for_paper(report: RoutedCase, *, by: Person, number: int | None = None) -> Document:
    """Keep the number that is then written on the paper. Idempotent. `number` as in `issuing.actions.issue`.

    Raises NotPossible where the document is signed by a key already, PermissionDenied.
    """
    with transaction.atomic():
        row = locked(report, "issue_on_paper", by=by)
    refuse_practice(row)
    _refuse_signed(row)
    approved = approved_content(row, kept_content(signing.shown(row)))
    return keep_number(row, abstract=approved.subject, by=by, number=number)


def issue_on_paper(report: RoutedCase, *, by: Person, scan: Any) -> RoutedCase:
    """The scan (an upload) of the paper that was signed and stamped becomes the issued original, under the number that
    is kept. No digital signature is noted or claimed. Raises NotPossible, PermissionDenied.
    """
    pdf = _scanned(scan)
    _refuse_known(pdf)
    line = _on_the_paper(report, by)
    approved = approved_content(report, kept_content(signing.shown(report)))
    rendition = keep_document(report, replace(numbered(approved, line), on_paper=True), pdf)
    with moving(report, "issue_on_paper", by=by) as row:
        _refuse_signed(row)
        row.issue()
        record(row)
        after.inform(row, row.state_since, by=by)
        outbox.put_all(telling.of_issue(row, line.code, by=by))
        register.confirm(line, by=by, sha256=rendition.sha256, of_today=False)
        rendition.save(force_insert=True)
        withdraw_signing(row, by=by)
    outbox.settle(issue_key(report), by=by)
    return row


def _on_the_paper(report: RoutedCase, by: Person) -> Document:
    """The number that was kept and its day, as they stand on the paper: never another. Raises NotPossible."""
    with transaction.atomic():
        row = locked(report, "issue_on_paper", by=by)
    refuse_practice(row)
    _refuse_signed(row)
    line = register.document_of(row)
    if line is None or line.state != Document.State.RESERVED:
        raise NotPossible(_("Keep a number first, and write it on the paper with its day."))
    return line


def _refuse_known(pdf: bytes) -> None:
    """Files are kept by their content: one that another document is would take that one's place."""
    if Rendition.objects.filter(sha256=hashlib.sha256(pdf).hexdigest()).exists():
        raise NotPossible(
            _(
                "This file is kept already: it is the document as it was printed here, or the scan of another. Enter "
                "the scan of this paper."
            )
        )


def _refuse_signed(row: RoutedCase) -> None:
    if signing.person_signature(row):
        raise NotPossible(
            _("It bears a digital signature already. Issue that document, or send it back for correction first.")
        )


def _scanned(upload: Any) -> bytes:
    """The upload's bytes, once they are a PDF whose pages can be read and that holds no malware."""
    if upload.size > settings.LARGEST_FILE:
        most = settings.LARGEST_FILE // 1024 // 1024
        raise NotPossible(_("The file is larger than %(most)d MB. Save it smaller.") % {"most": most})
    damaged = NotPossible(_("The scan is no PDF file, or it is damaged or locked. Scan it again as PDF."))
    if contents.kind_of(upload.file) != "pdf":
        raise damaged
    refuse_malware(upload.file)
    upload.file.seek(0)
    pdf: bytes = upload.file.read()
    try:
        pages = pictures.pages_of(pdf)
    except PdfiumError as error:
        raise damaged from error
    if not pages:
        raise damaged
    return pdf
