"""Who is late with a document, said from the times that were noted of it."""

import pytest

from approvals.models import Channel, Dispatch
from approvals.register import timeliness
from approvals.register.timeliness import Late
from tests.people import instant

DUE = "2026-11-10 00:00"
ASKED, SENT = "2026-11-09 16:40", "2026-11-09 16:42"
LATE = "2026-11-10 08:03"


def dispatch(*, asked=ASKED, sent="", delivered="", answered="", due=DUE, kind="") -> Dispatch:
    times = {"requested_at": asked, "sent_at": sent, "delivered_at": delivered, "answered_at": answered, "due_at": due}
    row = Dispatch(**{name: instant(time) if time else None for name, time in times.items()})
    row.channel = Channel(kind=kind, pk=1) if kind else None
    return row


@pytest.mark.parametrize(
    ("told", "today", "late"),
    [
        ({"asked": DUE, "sent": LATE}, LATE, Late.WARD),
        ({"asked": ASKED}, LATE, Late.LINE),
        ({"sent": LATE}, LATE, Late.LINE),
        ({"sent": LATE, "kind": "by_hand"}, LATE, Late.WARD),
        ({"sent": SENT, "delivered": LATE, "answered": LATE}, LATE, Late.LINE),
        ({"sent": SENT, "answered": LATE}, LATE, Late.RECEIVER),
        ({"sent": SENT, "delivered": SENT}, LATE, Late.RECEIVER),
        ({"sent": SENT, "answered": "2026-11-09 17:00"}, LATE, Late.NOBODY),
        ({"sent": SENT}, SENT, None),
        ({"asked": LATE, "due": ""}, LATE, None),
    ],
)
def test_the_ward_the_line_or_the_receiver_is_late(on_day, told, today, late):
    on_day(today)
    found = timeliness.of(dispatch(**told))
    assert (found.late if found else None) == late


def test_the_times_are_told_with_it(on_day):
    on_day(LATE)
    found = timeliness.of(dispatch(sent=SENT, answered=LATE))
    assert found.words == "Chậm: tại nơi nhận"
    assert found.why == (
        "hạn trước 10/11/2026 00:00, cho gửi 09/11/2026 16:40, gửi 09/11/2026 16:42, phản hồi 10/11/2026 08:03"
    )
