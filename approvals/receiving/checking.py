"""The outbox's handler of what arrived: its signatures are checked before anybody opens it."""

from approvals.files import store as files
from approvals.models import Arrival, OutboxMessage
from approvals.verification.checks.of_file import file_checks
from approvals.verification.checks.result import verdict
from approvals.verification.reading import process

from . import actions


def look_at(message: OutboxMessage) -> None:
    """Outbox handler for `arrived`: what the document proves by itself. Idempotent. Raises FileFault."""
    row = Arrival.objects.get(pk=message.payload["arrival"])
    sha256 = row.files[0]["sha256"]
    with files.opened(files.stored_path(sha256), sha256) as file:
        found = list(file_checks(process.read(file)))
    told = [{"name": each.name, "result": each.result.value, "found": each.found, "of": each.of} for each in found]
    actions.note_checks(row, verdict=verdict(found).value, checks=told)
