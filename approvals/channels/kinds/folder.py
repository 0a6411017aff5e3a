"""A folder on the server, below OUTGOING_DIR, from which somebody else fetches: PDF, metadata and enclosed files."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.channels.seam import Answer, Field, NotTaken, Outcome, Parcel, RecallNotice, Way
from approvals.files.store import write

FIELDS: tuple[Field, ...] = (
    Field(
        "directory",
        gettext_lazy("Folder"),
        gettext_lazy("The name of a folder within the outgoing folder of the server; blank for that folder itself."),
        required=False,
    ),
)
TRY = "gui-thu.txt"


def check(way: Way) -> None:
    _written(directory(way.address) / TRY, b"")
    (directory(way.address) / TRY).unlink(missing_ok=True)


def send(way: Way, parcel: Parcel) -> Outcome:
    folder = directory(way.address)
    for enclosure in parcel.enclosures:  # not beside the PDF: each PDF there is a document of the register
        _written(folder / parcel.name / enclosure.name, enclosure.content)
    _written(folder / f"{parcel.name}.pdf", parcel.pdf)
    _written(folder / f"{parcel.name}.json", _json(parcel.facts))
    return Outcome.SENT


def recall(way: Way, notice: RecallNotice) -> None:
    _written(directory(way.address) / f"{notice.name}-recall.json", _json(notice.facts))


def answers(way: Way) -> Iterable[Answer]:
    """None: whoever fetches from a folder answers on another way, and the clerk records it."""
    return ()


def directory(address: Any) -> Path:
    return settings.OUTGOING_DIR / address.get("directory", "")


def _json(facts: Any) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()


def _written(path: Path, content: bytes) -> None:
    try:
        write(path, content)
    except OSError as error:
        sentence = _("The outgoing folder of the server takes nothing: %(error)s. Tell whoever runs the server.")
        raise NotTaken(sentence % {"error": error.strerror or error}) from error
