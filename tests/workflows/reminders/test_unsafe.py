"""When the last safe moment of a step passes, its holders and those of the next one are told under the bell, once."""

import pytest

from approvals.clock import at
from tests.people import instant
from tests.workflows import arrange
from units.models import Notice
from workflows.models import CaseStep, Reminder, Verb
from workflows.reminders import actions as reminders

TODAY = "2026-11-06 09:00"
SAFE, PASSED = "2026-11-09 08:59", "2026-11-09 09:31"  # six hours before the end of Monday the ninth


@pytest.fixture
def case(cast, on_day):
    """Awaiting the first of three steps; due before Tuesday the tenth. The last two take six hours together."""
    on_day(TODAY)
    case = arrange.awaiting(cast)
    own = {"subject_kind": case.kind, "subject_id": case.pk, "unit": cast.units["BCĐ"], "verb": Verb.APPROVE}
    for order, title in ((2, "next"), (3, "last")):
        person = arrange.newcomer(cast, title, cast.units["BCĐ"], "approver")
        allowance = {"next": 2, "last": 4}[title]
        CaseStep.objects.create(**own, order=order, stage=order, title=title, person=person, allowance=allowance)
    Reminder.objects.all().delete()
    return case


def told(moment: str) -> set[str]:
    with at(instant(moment)):
        reminders.tell_due()
    return set(Notice.objects.filter(key__contains="-unsafe-").values_list("person__username", flat=True))


def test_nobody_is_told_while_it_is_safe(case):
    assert told(SAFE) == set()


def test_holder_and_next_holder_are_told_once(cast, case):
    assert told(PASSED) == {cast.approver.username, "next"}
    assert told("2026-11-09 09:40") == {cast.approver.username, "next"}
    assert Notice.objects.filter(key__contains="-unsafe-").count() == 2
    (text,) = set(Notice.objects.filter(key__contains="-unsafe-").values_list("text", flat=True))
    assert "các bước sau “Phó Trưởng Ban” không còn đủ thời gian; hạn trước ngày 10/11" in text
