"""The outbox's handler of dossiers: the archive is written as a stream, then its index, then it takes its place."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.errors import PlainFault
from approvals.files import store as files
from approvals.models import Checkpoint, Document, Dossier, OutboxMessage
from approvals.trail import checkpoints

from . import actions
from .bundle import Bundle, Loose
from .filling import Chapter, put_checker, put_document
from .inventory import inventory_csv

FORMAT = "trinh-duyet/ho-so/1"


class NothingToProve(PlainFault):
    """The trail is empty, and no dossier can be made."""


def path_of(dossier: Dossier) -> Path:
    return settings.DOCUMENTS_DIR / "dossiers" / f"{dossier.pk}.zip"


def make(message: OutboxMessage) -> None:
    """Outbox handler for `dossier`. Idempotent: it is made anew. Raises NotPossible where a file is missing or changed.

    Documents for the archive are Vietnamese, whatever the reader's language.
    """
    dossier = Dossier.objects.select_related("document").get(pk=message.payload["dossier"])
    checkpoint = checkpoints.make()
    if checkpoint is None:
        raise NothingToProve(_("The trail is empty."))
    at = now()
    with override("vi"), _taking_its_place(path_of(dossier)) as file:
        _write(file, dossier, checkpoint, at)
        size = file.tell()
        sha256 = files.digest(file)
    actions.note_made(dossier, at, sha256=sha256, size=size)


def documents_of(scope: int, year: int) -> list[Document]:
    """What the scope issued in the year, in the order of the register; what was recalled or replaced too."""
    issued = Document.objects.filter(scope=scope, year=year, state=Document.State.ISSUED)
    return list(issued.select_related("replaces", "replaced_by").order_by("symbol", "number"))


def _write(file: BinaryIO, dossier: Dossier, checkpoint: Checkpoint, at: datetime) -> None:
    with ZipFile(file, "w") as archive:
        bundle = Bundle(archive, at)
        put_checker(bundle)
        chapters = list(_chapters(bundle, dossier, checkpoint))
        if dossier.year:
            content = inventory_csv(chapters)
            bundle.put(Loose("muc-luc-van-ban.csv", content, _("List of documents with retention periods")))
        made = {"format": FORMAT, "of": str(dossier), "made_at": at.isoformat(), "root": checkpoint.root}
        listed = {**made, "files": [vars(entry) for entry in bundle.entries]}
        own = bundle.put(Loose("muc-luc.json", json.dumps(listed, ensure_ascii=False, indent=1).encode(), ""))
        page = {"dossier": dossier, "chapters": chapters, "entries": bundle.entries[:-1], "own": own}
        html = render_to_string("approvals/dossiers/index.html", page | {"at": at, "checkpoint": checkpoint})
        bundle.put(Loose("index.html", html.encode(), ""))


def _chapters(bundle: Bundle, dossier: Dossier, checkpoint: Checkpoint) -> Iterator[Chapter]:
    if dossier.document:
        yield put_document(bundle, dossier.document, checkpoint)
        return
    for document in documents_of(dossier.scope, dossier.year or 0):
        base = f"{document.symbol.replace('/', '-')}/{document.number:02d}/"
        yield replace(put_document(bundle, document, checkpoint, base), term=dossier.terms.get(document.symbol, ""))


@contextmanager
def _taking_its_place(path: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all, open to be written and read back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
