"""The outbox's handler of what arrived: its signatures are checked before anybody opens it."""

from django.utils.translation import gettext as _

from approvals.errors import PlainFault
from approvals.files import store as files
from approvals.models import Arrival, OutboxMessage
from approvals.text.plain import storable
from approvals.verification.checks.of_file import file_checks
from approvals.verification.checks.of_trail import NAME, trail_checks
from approvals.verification.checks.result import Check, verdict
from approvals.verification.reading import process
from approvals.verification.reading.facts import Reading

from . import actions


class NotRead(PlainFault):
    """The document could not be read now."""


def look_at(message: OutboxMessage) -> None:
    """Outbox handler for `arrived`: what the document proves by itself, and the trail that came beside it. Idempotent.
    Raises FileFault, and NotRead where the machine has no time for it: that says nothing of the document, and is tried
    again.
    """
    row = Arrival.objects.get(pk=message.payload["arrival"])
    sha256 = row.files[0]["sha256"]
    with files.opened(files.stored_path(sha256), sha256) as file:
        reading = process.read(file, hurried=False)
    if reading.fault == "busy":
        raise NotRead(_("Too much is being done now: the document could not be read."))
    found = [*file_checks(reading), *_of_trail(row, reading)]
    checks = [_kept(each) for each in found]
    actions.note_checks(row, verdict=verdict(found).value, checks=checks)


def _kept(check: Check) -> dict[str, str]:
    """As it is kept: the sentences quote names of certificates and words of a trail, whatever signs these hold."""
    told = {"name": check.name, "found": check.found, "of": check.of}
    return {key: storable(text) for key, text in told.items()} | {"result": check.result.value}


def _of_trail(row: Arrival, reading: Reading) -> list[Check]:
    """Nothing where no trail came: the sender tells what it shares."""
    told = next((each for each in row.files[1:] if each["name"] == NAME), None)
    if told is None:
        return []
    content = files.content(files.stored_path(told["sha256"]), told["sha256"])
    return list(trail_checks(content, reading, code=row.code, sha256=row.files[0]["sha256"]))
