"""A thousand documents handed over by one worker, to a channel that takes 20 ms for each."""

import time
from collections.abc import Iterator
from uuid import uuid4

from approvals.channels.kinds import KINDS
from approvals.channels.kinds import folder as folder_kind
from approvals.channels.seam import Outcome, Parcel, Way
from approvals.clock import now, today
from approvals.files import store as files
from approvals.models import Channel, Dispatch, Document, OutboxMessage, Recipient, Rendition
from approvals.outbox import queue as outbox
from approvals.outbox.worker import Worker
from tests.bench.measure import Row, at_most, milliseconds
from tests.bench.world import build
from units.models import Person

from . import databases

MANY, SLOWEST = 1000, 60  # seconds
TAKES = 0.02  # seconds


class SlowChannel:
    """The folder's module, with the time that a line would take instead of the writing."""

    FIELDS = folder_kind.FIELDS
    check, recall, answers = folder_kind.check, folder_kind.recall, folder_kind.answers

    @staticmethod
    def send(way: Way, parcel: Parcel) -> Outcome:
        time.sleep(TAKES)
        return Outcome.SENT


def rows(many: int = MANY) -> Iterator[Row]:
    databases.use("dispatches")
    ward = build(1, 1)[0].unit
    _queued(ward.pk, many)
    before = KINDS[Channel.Kind.FOLDER]
    KINDS[Channel.Kind.FOLDER] = SlowChannel  # type: ignore[assignment]
    try:
        took = milliseconds(lambda: Worker().run(seconds=SLOWEST * 5)) / 1000
    finally:
        KINDS[Channel.Kind.FOLDER] = before
    left = Dispatch.objects.filter(sent_at=None).count()
    if left:
        raise AssertionError(f"{left} dispatches were not handed over")
    yield at_most(f"{many:,} dispatches by one worker, s", took, SLOWEST * many / MANY, beside="channel of 20 ms")


def _queued(scope: int, many: int) -> None:
    """Issued documents, each with its file, asked to be sent to one recipient."""
    by, at = Person.objects.order_by("pk")[0], now()
    recipient = Recipient.objects.create(scope=scope, name="Sở", key="so")
    Channel.objects.create(recipient=recipient, kind=Channel.Kind.FOLDER)
    pdf = b"%PDF-1.7\n%%EOF\n"
    sha256 = files.keep(pdf)
    issued = Document(scope=scope, state="issued", symbol="BC-UBND", year=today().year, issued_on=today())
    line = {"abstract": "Báo cáo", "period": "", "signer": "", "issued_by": by, "subject_kind": "bench"}
    names = ("scope", "state", "symbol", "year", "issued_on")
    shared = {name: getattr(issued, name) for name in names} | line
    documents = Document.objects.bulk_create(
        Document(number=number, subject_id=number, **shared) for number in range(1, many + 1)
    )
    made = {"scope": scope, "sha256": sha256, "size": len(pdf), "pages": 1, "made_at": at, "final": True}
    Rendition.objects.bulk_create(
        Rendition(subject_kind="bench", subject_id=line.subject_id, content=str(line.subject_id), **made)
        for line in documents
    )
    to = {"recipient": recipient.name, "addressee": recipient, "requested_at": at, "requested_by": by}
    sent = Dispatch.objects.bulk_create(Dispatch(document=line, identity=uuid4(), **to) for line in documents)
    OutboxMessage.objects.bulk_create(
        OutboxMessage(**outbox.message("dispatch", f"dispatch-{each.pk}", scope=scope, dispatch=each.pk))
        for each in sent
    )
