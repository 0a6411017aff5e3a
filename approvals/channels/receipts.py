"""The scan of a receipt: who took a document somewhere has it signed for."""

from typing import Any

from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.files import contents, scanning
from approvals.files import store as files
from approvals.register import inventory
from approvals.register.inventory import DocumentFile

KINDS = ("pdf", "png", "jpg")


def take_in(upload: Any) -> str:
    """Keep the scan; returns its SHA-256. Raises NotPossible for what is none, or holds malware."""
    if upload.size > settings.LARGEST_FILE:
        most = settings.LARGEST_FILE // 1024 // 1024
        raise NotPossible(_("The file is larger than %(most)d MB. Save it smaller.") % {"most": most})
    kind_of_scan(upload.file)
    refuse_malware(upload.file)
    return files.store(upload.file)


def kind_of_scan(file: Any) -> str:
    """One of KINDS. Raises NotPossible for anything else."""
    kind = contents.kind_of(file)
    if kind not in KINDS:
        raise NotPossible(_("The scan is no PDF, PNG or JPEG file, or it is damaged. Scan it again."))
    return kind


def receipt_file(sha256: str) -> FileResponse:
    """The scan as it was kept. Raises NotPossible where it is missing or changed."""
    item = DocumentFile(files.stored_path(sha256), sha256, 0)
    file = inventory.opened(item)
    kind = contents.kind_of(file)
    file.seek(0)
    response = FileResponse(file, content_type=contents.TYPES.get(kind, "application/octet-stream"))
    response["X-Content-Type-Options"] = "nosniff"
    return response


def refuse_malware(file: Any) -> None:
    """Raises NotPossible where a scanner is set and finds some, or does not answer."""
    if not scanning.is_set():
        return
    try:
        malware = scanning.scan(file)
    except scanning.ScannerAway as error:
        raise NotPossible(_("The malware scanner does not answer. Try again in a moment.")) from error
    if malware:
        raise NotPossible(_("The file holds malware (%(malware)s): it was refused.") % {"malware": malware})
