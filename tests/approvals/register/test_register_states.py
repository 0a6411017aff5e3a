"""A line of the register from its number to its end: kept, issued, voided, recalled."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Dispatch, Document, NumberSeries, OutboxMessage, TrailEvent
from approvals.register import actions as register
from approvals.register import given_numbers
from approvals.register.given_numbers import GivenNumber
from approvals.trail import chain as trail
from tests.dispatching import sent_to
from tests.workflows import arrange

SYMBOL = "BC-BCĐ"
NOT_CLERKS = ["VHXH:coordinator", "BCĐ:approver", "CA:unit_head", "MX:admin", "MX:auditor"]


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-08 09:00")


@pytest.fixture
def keep(cast):
    """Keep a number for a subject of the cast, by its unit's code."""

    def reserve(unit="CA", symbol=SYMBOL, by=cast.clerk, **told):
        told = {"abstract": "Kết quả tháng 10", "period": "2026-10", "signer": "Vũ Xuân Quỳnh"} | told
        return register.reserve(cast.units[unit], by=by, scope=cast.ward.pk, symbol=symbol, **told)

    return reserve


@pytest.fixture
def issued(cast, keep):
    return register.confirm(keep(), by=cast.clerk)


def events(line):
    found = TrailEvent.objects.filter(subject_kind="document", subject_id=line.pk).order_by("seq")
    return [(event.action, event.source, event.target) for event in found]


def told(line):
    """The line's newest event."""
    return TrailEvent.objects.filter(subject_kind="document", subject_id=line.pk).latest("seq")


def trail_holds(line):
    line.refresh_from_db()
    found = list(TrailEvent.objects.filter(subject_kind="document", subject_id=line.pk).order_by("seq"))
    return not trail.verify(found).fault and found[-1].hash == line.trail_head


def test_a_number_is_kept_once_for_a_subject(cast, keep):
    first, again, other = keep(), keep(), keep("VP")
    assert (first.pk, first.code, first.state) == (again.pk, "01/BC-BCĐ", "reserved")
    assert (other.code, NumberSeries.objects.get().last) == ("02/BC-BCĐ", 2)
    assert events(first) == [("reserve", "", "reserved")]


def test_a_kept_number_is_issued_with_the_day_and_the_clerk(cast, keep):
    line = register.confirm(keep(), by=cast.clerk)
    line.refresh_from_db()
    assert (line.state, line.issued_by, line.issued_on.isoformat()) == ("issued", cast.clerk, "2026-11-08")
    assert events(line)[1:] == [("enter", "reserved", "issued")]
    assert trail_holds(line)


def test_issuing_twice_is_refused(cast, issued):
    with pytest.raises(NotPossible, match="01/BC-BCĐ trong sổ văn bản đang ở trạng thái: Đã ban hành"):
        register.confirm(issued, by=cast.clerk)


def test_the_trail_keeps_the_file_that_was_issued(cast, keep):
    issued = register.confirm(keep(), by=cast.clerk, sha256="ab" * 32)
    plain = register.confirm(keep("VP"), by=cast.clerk)
    assert (told(issued).changes, told(plain).changes) == ({"sha256": [None, "ab" * 32]}, {})


def test_who_kept_dated_and_issued_a_number_stand_in_the_trail_each_by_name(cast, keep, on_day):
    colleagues = [arrange.newcomer(cast, f"van-thu-{number}", cast.units["VP"], "clerk") for number in (2, 3)]
    keep()
    on_day("2026-11-09 00:01")
    line = keep(by=colleagues[0])
    register.confirm(line, by=colleagues[1])
    found = TrailEvent.objects.filter(subject_kind="document", subject_id=line.pk).order_by("seq")
    assert [event.actor for event in found] == [cast.clerk, *colleagues]
    assert {event.scope for event in found} == {cast.ward.pk}


def test_a_number_is_noted_with_what_it_was_given_for_and_then_with_the_file_that_bears_it(
    cast, keep, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        line = keep()
    assert list(given_numbers.all_noted()) == [GivenNumber(cast.ward.pk, SYMBOL, 2026, 1, "Kết quả tháng 10", "")]
    with django_capture_on_commit_callbacks(execute=True):
        register.confirm(line, by=cast.clerk, sha256="ab" * 32)
    assert [noted.issued for noted in given_numbers.all_noted()] == ["ab" * 32]


def test_an_issued_line_is_what_keeping_again_returns(cast, keep, issued):
    assert keep() == issued
    assert NumberSeries.objects.get().last == 1


def test_an_issue_that_fails_leaves_the_number_kept_for_its_subject(cast, keep):
    line = keep()
    with transaction.atomic():
        register.confirm(line, by=cast.clerk)
        transaction.set_rollback(True)
    assert keep("VP").number == 2
    assert register.confirm(keep(), by=cast.clerk).number == 1


def test_a_number_kept_yesterday_bears_the_day_of_issue(cast, keep, on_day):
    yesterday = keep()
    on_day("2026-11-09 00:01")
    with pytest.raises(NotPossible, match="Đã sang ngày khác"):
        register.confirm(yesterday, by=cast.clerk)
    line = keep()
    assert told(line).changes == {"issued_on": ["2026-11-08", "2026-11-09"]}
    line.refresh_from_db()
    register.confirm(line, by=cast.clerk)
    assert (line.number, line.issued_on.isoformat()) == (1, "2026-11-09")
    assert [event[0] for event in events(line)] == ["reserve", "date_number", "enter"]


def test_a_document_filled_in_yesterday_is_not_issued_though_the_number_is_dated_anew(cast, keep, on_day):
    filled_in = keep()
    on_day("2026-11-09 00:01")
    keep()
    with pytest.raises(NotPossible):
        register.confirm(filled_in, by=cast.clerk)


def test_a_number_of_last_year_is_voided_and_the_new_year_begins_at_one(cast, keep, on_day):
    on_day("2026-12-31 23:59")
    keep("VP")
    old = keep()
    on_day("2027-01-01 00:01")
    new = keep()
    old.refresh_from_db()
    assert (old.state, old.code, old.year) == ("voided", "02/BC-BCĐ", 2026)
    assert "trong năm" in old.reason
    assert (new.state, new.code, new.year, new.issued_on.isoformat()) == ("reserved", "01/BC-BCĐ", 2027, "2027-01-01")


def test_a_kept_number_whose_series_is_another_now_is_voided(cast, keep):
    old, new = keep(), keep(symbol="BC-UBND")
    old.refresh_from_db()
    assert (old.state, new.code) == ("voided", "01/BC-UBND")


def test_a_kept_number_gives_way_to_one_of_the_offices_own_system_and_stands_with_the_reason(cast, keep):
    old, new = keep(), keep(number=27)
    old.refresh_from_db()
    assert (old.state, new.state, new.number) == ("voided", "reserved", 27)
    assert "số khác" in old.reason
    assert keep(number=27) == new


def test_the_same_number_under_another_symbol_or_of_another_ward_is_not_taken(cast, keep):
    first, second = keep(number=27), keep("VP", symbol="BC-UBND", number=27)
    assert (first.code, second.code) == ("27/BC-BCĐ", "27/BC-UBND")
    with pytest.raises(NotPossible, match="đã có trong sổ"):
        keep("VHXH", number=27)


def test_where_the_disk_fails_a_number_is_not_kept_and_what_is_issued_stays_issued(
    cast, keep, monkeypatch, django_capture_on_commit_callbacks
):
    def full(given) -> None:
        raise OSError("No space left on device")

    line = keep()
    monkeypatch.setattr(given_numbers, "note", full)
    with django_capture_on_commit_callbacks(execute=True):
        assert register.confirm(line, by=cast.clerk, sha256="ab" * 32).state == "issued"
    with pytest.raises(OSError, match="No space"), django_capture_on_commit_callbacks(execute=True):
        keep("VP")


def test_a_kept_number_under_which_a_document_was_issued_before_the_database_was_restored_is_voided(cast, keep):
    line = keep()
    given_numbers.note(GivenNumber(cast.ward.pk, SYMBOL, 2026, line.number, issued="ab" * 32))
    assert keep().number == line.number + 1
    line.refresh_from_db()
    assert line.state == "voided"
    assert "trước khi khôi phục" in line.reason


def test_a_voided_number_keeps_its_row_and_reason_and_never_comes_again(cast, keep):
    line = register.void(keep(), by=cast.clerk, reason="  Báo cáo được rút  ")
    line.refresh_from_db()
    assert (line.state, line.reason, line.ended_by, line.voided_at) == (
        "voided",
        "Báo cáo được rút",
        cast.clerk,
        now(),
    )
    assert events(line)[1:] == [("void_number", "reserved", "voided")]
    assert (told(line).actor, told(line).reason, told(line).scope) == (cast.clerk, "Báo cáo được rút", cast.ward.pk)
    assert trail_holds(line)
    assert register.document_of(cast.units["CA"]) is None
    assert keep().number == 2


def test_a_voided_number_replaces_nothing(cast, keep, issued):
    version = keep("VP", replaces=issued)
    register.void(version, by=cast.clerk, reason="Nhầm")
    assert keep("VP", replaces=issued).replaces == issued


@pytest.mark.parametrize("who", NOT_CLERKS)
def test_nobody_but_the_clerk_voids_or_recalls(cast, keep, issued, who):
    with pytest.raises(PermissionDenied):
        register.void(keep("VP"), by=cast[who], reason="Nhầm")
    with pytest.raises(PermissionDenied):
        register.recall(issued, by=cast[who], reason="Nhầm")


def test_an_issued_number_is_not_voided(cast, issued):
    with pytest.raises(NotPossible) as refused:
        register.void(issued, by=cast.clerk, reason="Nhầm")
    assert "thu hồi" in refused.value.message


def test_a_number_is_voided_once(cast, keep):
    line = register.void(keep(), by=cast.clerk, reason="Nhầm")
    with pytest.raises(NotPossible) as refused:
        register.void(line, by=cast.clerk, reason="Nhầm")
    assert "Bạn đã thực hiện việc này" in refused.value.message


def test_a_number_voided_meanwhile_is_not_issued(cast, keep):
    line = keep()
    register.void(line, by=cast.clerk, reason="Nhầm")
    with pytest.raises(NotPossible, match=f"{cast.clerk} đã hủy số 01/BC-BCĐ lúc"):
        register.confirm(line, by=cast.clerk)


@pytest.mark.parametrize("action", [register.void, register.recall])
def test_a_reason_is_asked_for(cast, keep, action):
    with pytest.raises(NotPossible) as refused:
        action(keep(), by=cast.clerk, reason="  ")
    assert "lý do" in refused.value.message


def test_a_document_is_recalled_with_its_reason(cast, issued):
    line = register.recall(issued, by=cast.clerk, reason="Sai thẩm quyền")
    line.refresh_from_db()
    assert (line.state, line.recalled_at, line.ended_by, line.reason) == ("issued", now(), cast.clerk, "Sai thẩm quyền")
    assert [event[0] for event in events(line)] == ["reserve", "enter", "recall"]
    assert told(line).reason == "Sai thẩm quyền"
    assert trail_holds(line)


def test_a_recall_follows_each_copy_that_was_begun_and_no_other_and_no_copy_is_begun_after_it(cast, issued):
    begun, waiting = (sent_to(issued, name, by=cast.clerk) for name in ("Sở", "UBND tỉnh"))
    Dispatch.objects.filter(pk=begun.pk).update(begun_at=now())
    register.recall(issued, by=cast.clerk, reason="Sai thẩm quyền")
    rows = OutboxMessage.objects.filter(topic__startswith="recall").order_by("topic")
    assert list(rows.values_list("topic", "scope", "payload")) == [
        ("recall", cast.ward.pk, {"dispatch": begun.pk}),
        ("recalled", cast.ward.pk, {"document": issued.pk, "person": cast.clerk.pk}),
    ]
    assert waiting.requested_at == now()
    with pytest.raises(NotPossible, match=f"{cast.clerk} đã thu hồi 01/BC-BCĐ lúc"):
        sent_to(issued, "Sở", by=cast.clerk)


def test_who_comes_second_to_a_recall_reads_who_recalled(cast, issued):
    other = arrange.newcomer(cast, "van-thu-2", cast.units["VP"], "clerk")
    register.recall(issued, by=cast.clerk, reason="Nhầm")
    with pytest.raises(NotPossible, match=f"{cast.clerk} đã thu hồi 01/BC-BCĐ lúc 08/11/2026 09:00"):
        register.recall(issued, by=other, reason="Nhầm")


def test_what_is_not_issued_or_recalled_already_is_not_recalled(cast, keep, issued):
    with pytest.raises(NotPossible, match="Đã giữ số"):
        register.recall(keep("VP"), by=cast.clerk, reason="Nhầm")
    register.recall(issued, by=cast.clerk, reason="Nhầm")
    with pytest.raises(NotPossible) as refused:
        register.recall(issued, by=cast.clerk, reason="Nhầm")
    assert "Bạn đã thực hiện việc này" in refused.value.message


@pytest.fixture
def recalled(cast, issued):
    sent = sent_to(issued, "Sở Khoa học và Công nghệ", by=cast.clerk)
    register.recall(issued, by=cast.clerk, reason="Sai thẩm quyền")
    return sent


def test_the_receiver_confirms_that_it_is_deleted(cast, issued, recalled):
    register.confirm_deletion(recalled, by=cast.clerk, reference=" 77/SKHCN-VP ")
    recalled.refresh_from_db()
    assert (recalled.deleted_at, recalled.deletion_reference) == (now(), "77/SKHCN-VP")
    newest = TrailEvent.objects.first()
    assert (newest.action, newest.actor) == ("confirm_deletion", cast.clerk)
    assert newest.changes == {"recipient": [None, "Sở Khoa học và Công nghệ"], "reference": [None, "77/SKHCN-VP"]}
    assert trail_holds(issued)


def test_a_deletion_is_confirmed_once_and_after_the_recall_alone(cast, issued):
    sent = sent_to(issued, "Sở", by=cast.clerk)
    with pytest.raises(NotPossible, match="còn hiệu lực"):
        register.confirm_deletion(sent, by=cast.clerk, reference="")
    register.recall(issued, by=cast.clerk, reason="Nhầm")
    register.confirm_deletion(sent, by=cast.clerk, reference="")
    with pytest.raises(NotPossible):
        register.confirm_deletion(sent, by=cast.clerk, reference="")


@pytest.mark.parametrize("who", NOT_CLERKS)
def test_nobody_but_the_clerk_confirms_a_deletion(cast, recalled, who):
    with pytest.raises(PermissionDenied):
        register.confirm_deletion(recalled, by=cast[who], reference="")


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "voided"},
        {"voided_at": now() - timedelta(days=1), "reason": "Nhầm"},
        {"recalled_at": now()},
        {"state": "voided", "voided_at": now()},
    ],
)
def test_the_database_refuses_a_line_that_contradicts_itself(cast, keep, broken):
    line = keep()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=line.pk).update(**broken)


def test_keeping_and_issuing_a_number_are_few_statements(cast, keep, statements):
    with statements() as kept:
        line = keep()
    with statements() as confirmed:
        register.confirm(line, by=cast.clerk)
    assert (len(kept), len(confirmed)) == (5, 3), kept.sql


def test_a_recall_is_of_who_recalls_and_not_of_who_issued(cast, issued):
    other = arrange.newcomer(cast, "van-thu-2", cast.units["VP"], "clerk")
    line = register.recall(issued, by=other, reason="Sai thẩm quyền")
    newest = TrailEvent.objects.filter(subject_kind="document", subject_id=line.pk).latest("seq")
    assert (newest.action, newest.actor, newest.actor_name) == ("recall", other, other.name)
    assert (line.issued_by, line.ended_by) == (cast.clerk, other)
    assert OutboxMessage.objects.get(topic="recalled").payload["person"] == other.pk
