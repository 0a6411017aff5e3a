"""When the cast does what: the steps of a past period, and those of a period that has only begun.

A past period's moments are counted in working days from the units' due day: 0 is the first that is too late.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from .steps import DemoHands
from .story import Slip, Story

Step = tuple[datetime, Callable[[], object]]
Moment = Callable[..., datetime]


def of_unit(hands: DemoHands, story: Story, unit: str, place: int, moment: Moment) -> Iterator[Step]:
    """A unit's report until it is accepted or waived. `place` keeps the units some minutes apart."""
    if unit in story.waived:
        yield moment(0, 16, place), partial(hands.waive, unit, story.waived[unit])
        return
    slip = story.slip if unit == story.refused_unit else story.returned.get(unit)
    yield moment(-5 + place % 2, 9, 10 + place), partial(hands.begin, unit)
    if unit in story.late:
        yield moment(0, 8, 10 + place), partial(hands.write, unit, slip)
        yield moment(0, 10, place), partial(hands.submit, unit)
        yield from _review(hands, unit, partial(moment, 0, 14), place)
        return
    yield moment(-3, 14, 2 * place), partial(hands.write, unit, slip)
    yield moment(-2, 9, 5 * place), partial(hands.submit, unit)
    if unit in story.withdrawn:
        yield moment(-2, 13, 30), partial(hands.withdraw, unit)
        yield moment(-2, 15, 10), partial(hands.submit, unit)
    if unit in story.handed_back:
        yield moment(-1, 8, 5), partial(hands.take, unit)
        yield moment(-1, 8, 25), partial(hands.hand_back, unit)
    if unit in story.returned:
        yield from _correction(hands, unit, story.returned[unit], place, moment)
    else:
        yield from _review(hands, unit, partial(moment, -1, 9 + place // 3), 5 * place % 30)


def _review(hands: DemoHands, unit: str, within: Moment, minute: int) -> Iterator[Step]:
    """Taken and accepted within an hour."""
    yield within(minute), partial(hands.take, unit)
    yield within(minute + 25), partial(hands.accept, unit)


def _correction(hands: DemoHands, unit: str, slip: Slip, place: int, moment: Moment) -> Iterator[Step]:
    """Returned with the reason, corrected and accepted a working day later."""
    yield moment(-1, 10, place), partial(hands.take, unit)
    yield moment(-1, 10, 30 + place), partial(hands.return_for_revision, unit, slip.reason)
    yield moment(-1, 15, place), partial(hands.write, unit)
    yield moment(-1, 16, place), partial(hands.submit, unit)
    yield from _review(hands, unit, partial(moment, 0, 9), place)


def of_ward(hands: DemoHands, story: Story, moment: Moment) -> Iterator[Step]:
    """The ward's report from consolidation to the province's answer, and anew where that was a refusal."""
    if story.sent_back:
        yield moment(1, 9, 30), hands.consolidate
        yield moment(1, 10, 15), hands.send_for_approval
        yield moment(1, 13, 40), partial(hands.send_back, story.sent_back)
        yield moment(1, 14), partial(hands.reopen, "Bổ sung nội dung theo ý kiến của người ký duyệt.")
    yield moment(1, 14, 20), hands.consolidate
    if story.added and not story.refusal:
        yield moment(1, 15), partial(hands.add, story.added)
    yield moment(1, 15, 30), hands.send_for_approval
    yield from _signed_and_sent(hands, partial(moment, 2))
    if story.refusal:
        yield moment(2, 15, 30), partial(hands.record_refusal, story.refusal)
        yield from _replacement(hands, story, moment)
        yield from _signed_and_sent(hands, partial(moment, 4))
        yield moment(4, 15, 30), hands.record_receipt
    else:
        yield moment(2, 15, 30), hands.record_receipt


def _signed_and_sent(hands: DemoHands, on: Moment) -> Iterator[Step]:
    yield on(8, 20), hands.approve
    yield on(9, 40), hands.issue
    yield on(10, 10), hands.dispatch


def _replacement(hands: DemoHands, story: Story, moment: Moment) -> Iterator[Step]:
    """The unit whose figure was doubted corrects it; the ward's new version takes it in."""
    unit = story.refused_unit
    if story.slip:
        yield moment(2, 16), partial(hands.return_for_revision, unit, story.slip.reason)
    yield moment(3, 8, 40), partial(hands.write, unit)
    yield moment(3, 9, 30), partial(hands.submit, unit)
    yield from _review(hands, unit, partial(moment, 3, 10), 0)
    yield moment(3, 13, 30), hands.consolidate
    yield moment(3, 14, 30), partial(hands.add, story.added)
    yield moment(3, 15), hands.send_for_approval


def of_month_begun(hands: DemoHands, part: Callable[[float], datetime]) -> Iterator[Step]:
    """The current month, partly worked. `part` gives the moment after a part (0 to 1) of the time since it opened."""
    for place, unit in enumerate(("TTDVC", "CA", "KTHTDT", "TTPVHCC", "VP")):
        slip = RETURNED if unit == "KTHTDT" else None
        yield part(0.10 + place / 20), partial(hands.write, unit, slip)
        yield part(0.40 + place / 20), partial(hands.submit, unit)
    for place, unit in enumerate(("TTDVC", "KTHTDT", "CA")):
        yield part(0.70 + place / 20), partial(hands.take, unit)
    yield part(0.86), partial(hands.accept, "TTDVC")
    yield part(0.88), partial(hands.return_for_revision, "KTHTDT", RETURNED.reason)
    yield part(0.92), partial(hands.write, "VHXH")
    yield part(0.95), partial(hands.begin, "TCNS")


def of_year_begun(hands: DemoHands, part: Callable[[float], datetime]) -> Iterator[Step]:
    """The year's report: one unit has submitted its part, another has begun."""
    yield part(0.35), partial(hands.write, "CA")
    yield part(0.60), partial(hands.submit, "CA")
    yield part(0.80), partial(hands.begin, "TTPVHCC")


RETURNED = Slip(
    15,
    "Chỉ tiêu 15 chưa có số liệu trong khi tháng trước có báo cáo. Đề nghị bổ sung số liệu hoặc nêu rõ lý do.",
)
