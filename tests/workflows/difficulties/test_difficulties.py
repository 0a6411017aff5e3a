"""What becomes of a difficulty: raised, put together, answered, closed or opened again."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from tests.workflows import arrange, items
from tests.workflows.traces import event_of, events, mails, newest, undone
from units.models import Office
from workflows.difficulties import actions as difficulties
from workflows.difficulties import kinds as difficulty_kinds
from workflows.models import Difficulty

ANSWER = "Sẽ trang bị trong tháng 12."
WORDS = "Vẫn chưa có thiết bị."


def fresh(item):
    return Difficulty.objects.with_names().get(pk=item.pk)


def answer(cast, item, by=None, text=ANSWER):
    return difficulties.answer_difficulty(item, by=by or cast.approver, text=text)


@pytest.mark.parametrize("who", ["CA:drafter", "CA:unit_head", "TDP:drafter"])
def test_a_unit_raises_a_difficulty(cast, who):
    item = fresh(items.raised(cast, who.split(":")[0], by=cast[who], text=f"  {items.TEXT}\r\nCần 2 bộ. "))
    assert (item.state, item.text, item.to, item.raised_by) == (
        "open",
        f"{items.TEXT}\nCần 2 bộ.",
        "leaders",
        cast[who],
    )
    assert newest(item) == event_of(cast[who], "raise_difficulty", target="open")


def test_a_unit_that_need_not_report_raises_one_too(cast):
    person = arrange.newcomer(cast, "bcd-drafter", cast.units["BCĐ"], Office.DRAFTER)
    assert not cast.units["BCĐ"].reports
    assert items.raised(cast, "BCĐ", by=person).unit == cast.units["BCĐ"]


@pytest.mark.parametrize("who", ["VP:drafter", "VHXH:coordinator", "MX:admin", "MX:auditor", "BCĐ:approver"])
def test_nobody_raises_one_for_another_unit(cast, who):
    with pytest.raises(PermissionDenied):
        items.raised(cast, "CA", by=cast[who])


@pytest.mark.parametrize(
    ("addressed", "mailed"),
    [
        ({"to": "leaders"}, ("approve_reports", "MX")),
        ({"to": "province"}, ("review_reports", "MX")),
        ({"to_unit": "VHXH"}, ("submit_reports", "VHXH")),
    ],
)
def test_whoever_is_to_help_is_told(cast, addressed, mailed):
    items.raised(cast, **addressed)
    assert mails("difficulty_raised") == [(mailed[0], ({"MX": cast.ward} | cast.units)[mailed[1]].pk)]


def test_nothing_is_told_of_what_was_rolled_back(cast):
    with undone():
        items.raised(cast)
    assert Difficulty.objects.count() == 0


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_said_is_refused(cast, text):
    with pytest.raises(NotPossible):
        items.raised(cast, text=text)
    for act in (difficulties.answer_difficulty, difficulties.discuss_difficulty):
        with pytest.raises(NotPossible):
            act(items.raised(cast), by=cast.approver, text=text)


def test_a_kind_that_is_no_longer_used_is_refused(cast):
    difficulty_kinds.retire_kind(items.raised_words(cast).kind, by=cast.admin)
    with pytest.raises(NotPossible, match="Kinh phí"):
        items.raised(cast)


def test_the_coordinator_puts_several_together_and_they_stay(cast):
    whole = fresh(items.merged(cast, "CA", "VP"))
    assert (whole.state, whole.unit, whole.ward) == ("consolidated", None, cast.ward)
    assert {(part.unit.code, part.state) for part in whole.sources.with_names()} == {
        ("CA", "consolidated"),
        ("VP", "consolidated"),
    }
    assert newest(whole) == event_of(cast.coordinator, "merge_difficulty", target="consolidated")
    part = items.source(whole, "CA")
    event = event_of(cast.coordinator, "consolidate_difficulty", "open", "consolidated", whole.text)
    assert newest(part) == event
    assert mails("difficulty_merged") == [("approve_reports", cast.ward.pk)]


def test_another_goes_into_the_whole_while_it_is_not_answered(cast):
    whole, late = items.merged(cast, "CA", "VP"), items.raised(cast, "TDP", text="Cũng thiếu.")
    whole = fresh(difficulties.extend_difficulty(whole, by=cast.coordinator, items=[late]))
    assert newest(whole) == event_of(cast.coordinator, "extend_difficulty")
    assert {part.unit.code for part in whole.sources.with_names()} == {"CA", "VP", "TDP"}
    assert fresh(late).state == "consolidated"
    answer(cast, whole)
    with pytest.raises(NotPossible, match=cast.approver.name):
        difficulties.extend_difficulty(whole, by=cast.coordinator, items=[items.raised(cast, "MTTQ")])


def test_nothing_ticked_is_not_added(cast):
    with pytest.raises(NotPossible):
        difficulties.extend_difficulty(items.merged(cast), by=cast.coordinator, items=[])


def test_nothing_goes_into_what_one_unit_raised(cast):
    several = [items.raised(cast, "CA"), items.raised(cast, "VP")]
    with pytest.raises(NotPossible):
        difficulties.extend_difficulty(several[0], by=cast.coordinator, items=several[1:])


@pytest.mark.parametrize("who", ["CA:drafter", "MX:admin", "BCĐ:approver"])
def test_nobody_else_adds_to_a_whole(cast, who):
    late = items.raised(cast, "TDP")
    with pytest.raises(PermissionDenied):
        difficulties.extend_difficulty(items.merged(cast), by=cast[who], items=[late])


@pytest.mark.parametrize("who", ["CA:drafter", "MX:admin", "MX:auditor", "BCĐ:approver"])
def test_nobody_else_puts_them_together(cast, who):
    several = [items.raised(cast, "CA"), items.raised(cast, "VP")]
    with pytest.raises(PermissionDenied):
        difficulties.merge_difficulties(several, by=cast[who], raised=items.raised_words(cast))
    assert {item.state for item in Difficulty.objects.all()} == {"open"}


def test_fewer_than_two_are_not_put_together(cast):
    item = items.raised(cast)
    with pytest.raises(NotPossible):
        difficulties.merge_difficulties([item, item], by=cast.coordinator, raised=items.raised_words(cast))


def test_what_is_answered_already_is_not_put_together(cast):
    several = [items.answered(cast, "CA"), items.raised(cast, "VP")]
    with pytest.raises(NotPossible, match=cast.approver.name):
        difficulties.merge_difficulties(several, by=cast.coordinator, raised=items.raised_words(cast))
    assert Difficulty.objects.filter(unit=None).count() == 0


def test_a_leader_answers_by_name(cast):
    item = fresh(answer(cast, items.raised(cast)))
    assert (item.state, item.answer, item.answered_by) == ("answered", ANSWER, cast.approver)
    assert newest(item) == event_of(cast.approver, "answer_difficulty", "open", "answered", ANSWER)
    assert mails("difficulty_answered") == [("write_reports", cast.units["CA"].pk)]


def test_the_head_of_the_unit_that_is_to_help_answers(cast):
    item = items.raised(cast, to_unit="VHXH")
    assert answer(cast, item, by=cast["VHXH:unit_head"]).answered_by == cast["VHXH:unit_head"]


@pytest.mark.parametrize("who", ["CA:unit_head", "VP:unit_head", "VHXH:drafter", "VHXH:coordinator", "MX:admin"])
def test_nobody_else_answers(cast, who):
    with pytest.raises(PermissionDenied):
        answer(cast, items.raised(cast, to_unit="VHXH"), by=cast[who])


def test_what_is_answered_is_not_answered_again(cast):
    item = answer(cast, items.raised(cast))
    with pytest.raises(NotPossible, match="Bạn đã thực hiện"):
        answer(cast, item)


def test_an_answer_to_the_whole_goes_back_to_each_unit(cast):
    whole = answer(cast, items.merged(cast, "CA", "VP"))
    assert {(part.state, part.answer) for part in whole.sources.all()} == {("answered", ANSWER)}
    assert sorted(mails("difficulty_answered")) == sorted(
        ("write_reports", cast.units[code].pk) for code in ("CA", "VP")
    )


def test_a_part_is_not_answered_by_itself(cast):
    whole = items.merged(cast)
    with pytest.raises(NotPossible, match="Thiếu thiết bị ở nhiều đơn vị"):
        answer(cast, items.source(whole, "CA"))


def test_the_unit_closes_what_is_answered(cast):
    item = fresh(difficulties.close_difficulty(items.answered(cast), by=cast["CA:drafter"]))
    assert item.state == "closed"
    assert newest(item) == event_of(cast["CA:drafter"], "close_difficulty", "answered", "closed")


def test_closing_before_an_answer_asks_for_words(cast):
    item = items.raised(cast)
    with pytest.raises(NotPossible):
        difficulties.close_difficulty(item, by=cast["CA:unit_head"])
    assert difficulties.close_difficulty(item, by=cast["CA:unit_head"], text="Đã tự khắc phục.").state == "closed"


@pytest.mark.parametrize("who", ["VP:drafter", "VHXH:coordinator", "BCĐ:approver", "MX:admin"])
def test_nobody_else_closes_or_reopens(cast, who):
    item = items.answered(cast)
    with pytest.raises(PermissionDenied):
        difficulties.close_difficulty(item, by=cast[who])
    with pytest.raises(PermissionDenied):
        difficulties.reopen_difficulty(item, by=cast[who], text=WORDS)


def test_what_is_closed_is_not_closed_again(cast):
    with pytest.raises(NotPossible, match="Bạn đã thực hiện"):
        difficulties.close_difficulty(items.closed(cast), by=cast["CA:drafter"])


@pytest.mark.parametrize("arrangement", [items.answered, items.closed])
def test_the_unit_opens_it_again_with_words(cast, arrangement):
    before = arrangement(cast)
    item = fresh(difficulties.reopen_difficulty(before, by=cast["CA:drafter"], text=WORDS))
    assert (item.state, item.answer, item.closed_at) == ("open", "", None)
    assert newest(item) == event_of(cast["CA:drafter"], "reopen_difficulty", before.state, "open", WORDS)
    assert mails("difficulty_reopened") == [("approve_reports", cast.ward.pk)]


def test_what_is_open_is_not_opened_again(cast):
    with pytest.raises(NotPossible):
        difficulties.reopen_difficulty(items.raised(cast), by=cast["CA:drafter"], text=WORDS)


def test_a_part_opened_again_stands_for_itself(cast):
    whole = answer(cast, items.merged(cast, "CA", "VP"))
    part = difficulties.reopen_difficulty(items.source(whole, "CA"), by=cast["CA:drafter"], text=WORDS)
    assert answer(cast, part, text="Cấp ngay.").answer == "Cấp ngay."
    assert (fresh(whole).state, items.source(whole, "VP").answer) == ("answered", ANSWER)
    assert items.source(whole, "CA").merged_into == whole


def test_the_last_part_that_leaves_closes_the_whole(cast):
    whole = answer(cast, items.merged(cast, "CA", "VP"))
    difficulties.reopen_difficulty(items.source(whole, "CA"), by=cast["CA:drafter"], text=WORDS)
    difficulties.close_difficulty(items.source(whole, "VP"), by=cast["VP:drafter"])
    assert newest(fresh(whole)) == event_of(cast["VP:drafter"], "close_difficulty", "answered", "closed")


def test_a_word_decides_nothing_and_reaches_the_other_side(cast):
    item = difficulties.discuss_difficulty(items.raised(cast), by=cast.coordinator, text="Cần mấy bộ?")
    assert newest(fresh(item)) == event_of(cast.coordinator, "discuss_difficulty", reason="Cần mấy bộ?")
    difficulties.discuss_difficulty(item, by=cast["CA:drafter"], text="Hai bộ.")
    assert mails("difficulty_discussed") == [
        ("write_reports", cast.units["CA"].pk),
        ("approve_reports", cast.ward.pk),
    ]
    assert fresh(item).state == "open"


@pytest.mark.parametrize("who", ["VP:drafter", "MX:auditor", "MX:admin", "VP:clerk"])
def test_who_is_not_concerned_says_nothing(cast, who):
    with pytest.raises(PermissionDenied):
        difficulties.discuss_difficulty(items.raised(cast), by=cast[who], text="Cần mấy bộ?")


def test_a_mail_names_the_item_and_leads_to_it(cast):
    item = items.raised(cast)
    payload = OutboxMessage.objects.get(payload__event="difficulty_raised").payload
    assert (payload["report"], payload["path"], payload["reason"]) == (
        str(item),
        f"/difficulties/{item.pk}/",
        items.TEXT,
    )


def test_every_chain_holds_to_the_end(cast):
    whole = answer(cast, items.merged(cast))
    difficulties.close_difficulty(items.source(whole, "CA"), by=cast["CA:drafter"])
    assert [len(events(fresh(row))) for row in (whole, *whole.sources.order_by("pk"))] == [2, 4, 3]
