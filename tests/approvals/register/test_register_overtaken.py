"""Two clerks at one line of the register, in real sessions: one wins, the other reads what has become of it."""

from collections.abc import Callable
from typing import Any

import pytest

from approvals.models import Dispatch, Document, TrailEvent
from approvals.register import actions as register
from approvals.trail import chain as trail
from tests.dispatching import sent_to
from tests.races import overtaken
from tests.workflows import arrange

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TOLD = {"symbol": "BC-BCĐ", "abstract": "Kết quả tháng 10", "period": "2026-10", "signer": "Vũ Xuân Quỳnh"}

Act = Callable[[Any], Any]


@pytest.fixture
def clerks(cast):
    return cast.clerk, arrange.newcomer(cast, "van-thu-2", cast.units["VP"], "clerk")


@pytest.fixture
def line(cast, clerks):
    return register.reserve(cast.units["CA"], by=cast.clerk, scope=cast.ward.pk, **TOLD)


def actions_of(line: Document) -> list[str]:
    found = list(TrailEvent.objects.filter(subject_kind="document", subject_id=line.pk).order_by("seq"))
    line.refresh_from_db()
    assert (trail.verify(found).fault, found[-1].hash) == ("", line.trail_head)
    return [event.action for event in found]


def confirm(line: Document) -> Act:
    return lambda by: register.confirm(line, by=by, sha256="0" * 64)


def void(line: Document) -> Act:
    return lambda by: register.void(line, by=by, reason="Nhầm")


def recall(line: Document) -> Act:
    return lambda by: register.recall(line, by=by, reason="Nhầm")


@pytest.mark.parametrize(
    ("first", "second", "action", "state", "sentence"),
    [
        (confirm, void, "enter", "issued", "đã ban hành"),
        (void, confirm, "void_number", "voided", "Văn phòng, văn thư"),
        (void, void, "void_number", "voided", "Văn phòng, văn thư"),
        (confirm, confirm, "enter", "issued", "Đã ban hành"),
    ],
    ids=["voided while it is issued", "issued while it is voided", "voided twice", "issued twice"],
)
def test_of_two_acts_on_a_kept_number_the_second_is_refused(clerks, line, first, second, action, state, sentence):
    one, other = clerks
    won, lost = overtaken(lambda: first(line)(one), lambda: second(line)(other))
    assert (len(won), len(lost)) == (1, 1)
    assert sentence in lost[0].message
    assert (actions_of(line), line.state) == (["reserve", action], state)


def test_a_document_is_recalled_once(clerks, line):
    one, other = clerks
    confirm(line)(one)
    won, lost = overtaken(lambda: recall(line)(one), lambda: recall(line)(other))
    assert (len(won), len(lost)) == (1, 1)
    assert one.name in lost[0].message
    assert actions_of(line) == ["reserve", "enter", "recall"]


def test_a_deletion_is_confirmed_once(clerks, line):
    one, other = clerks
    confirm(line)(one)
    sent = sent_to(line, "Sở Khoa học và Công nghệ", by=one)
    recall(line)(one)
    won, lost = overtaken(
        lambda: register.confirm_deletion(sent, by=one, reference="77"),
        lambda: register.confirm_deletion(sent, by=other, reference="78"),
    )
    assert (len(won), len(lost)) == (1, 1)
    assert "đã được xác nhận" in lost[0].message
    assert Dispatch.objects.get().deletion_reference == "77"
    assert actions_of(line) == ["reserve", "enter", "recall", "confirm_deletion"]
