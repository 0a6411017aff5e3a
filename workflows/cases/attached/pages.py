"""What pages of attached files do alike: read an upload no further than it may be, and hand a file out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from approvals.errors import NotPossible
from approvals.files import contents
from approvals.files import store as files
from approvals.pages.uploads import LimitedUpload
from approvals.register import inventory
from units.requests import SignedIn
from workflows.models import AttachedFile

from .bytes import open_incident


def takes_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is given `upload`, which reads no more than the largest file that is taken.

    Its token is in the form, which is read only once that is set: so it is asked for within.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = LimitedUpload(request, settings.LARGEST_FILE)
        request.upload_handlers = [upload]
        return protected(request, *args, upload=upload, **kwargs)

    return limited


def file_response(row: AttachedFile) -> FileResponse:
    """The file, to be saved and never shown by the browser. Raises NotPossible where it is kept from everybody."""
    if not row.is_open:
        raise NotPossible(_withheld(row))
    try:
        content = files.opened(files.stored_path(row.sha256), row.sha256)
    except files.FileFault as found:
        open_incident(row)
        raise NotPossible(inventory.not_handed_out(found.fault)) from found
    name = contents.with_ending(row.name, row.kind) if row.kind in contents.TYPES else row.name
    types = contents.TYPES | contents.VOICE_TYPES
    response = FileResponse(content, as_attachment=True, filename=name, content_type=types[row.kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _withheld(row: AttachedFile) -> str:
    if row.scan == AttachedFile.Scan.WAITING:
        return gettext("This file waits for the scanner. Try again later: until then nobody can download it.")
    return gettext("This file held malware (%(malware)s) and was deleted.") % {"malware": row.malware}
