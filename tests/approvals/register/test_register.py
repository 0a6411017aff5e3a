import pytest
from django.db import IntegrityError, transaction

from approvals.errors import NotPossible
from approvals.models import Document, NumberSeries
from approvals.register import actions as register
from tests.dispatching import sent_to

SYMBOL = "BC-BCĐ"


def enter(cast, subject, symbol=SYMBOL, scope=None):
    told = {"abstract": "Kết quả tháng 10", "period": "2026-10", "signer": "Phó Trưởng Ban"}
    line = register.reserve(subject, by=cast.clerk, scope=scope or cast.ward.pk, symbol=symbol, **told)
    return register.confirm(line, by=cast.clerk)


def test_numbers_follow_one_another_from_one(cast):
    assert [register.next_number(cast.ward.pk, SYMBOL, 2026) for _ in range(3)] == [1, 2, 3]


def test_each_ward_symbol_and_year_counts_for_itself(cast):
    register.next_number(cast.ward.pk, SYMBOL, 2026)
    others = [(cast.ward.pk + 1, SYMBOL, 2026), (cast.ward.pk, "CV-BCĐ", 2026), (cast.ward.pk, SYMBOL, 2027)]
    assert [register.next_number(*series) for series in others] == [1, 1, 1]
    assert register.next_number(cast.ward.pk, SYMBOL, 2026) == 2


def test_a_line_of_the_register_says_what_the_decree_asks_for(cast, on_day):
    on_day("2026-11-08 09:00")
    line = Document.objects.get(pk=enter(cast, cast.ward).pk)
    assert (line.code, line.issued_on.isoformat(), line.issued_by) == ("01/BC-BCĐ", "2026-11-08", cast.clerk)
    assert (line.abstract, line.signer, line.scope) == ("Kết quả tháng 10", "Phó Trưởng Ban", cast.ward.pk)


def test_numbers_begin_anew_with_the_year_in_vietnam(cast, on_day):
    on_day("2026-12-31 23:59")
    old = [enter(cast, cast.units[code]).code for code in ("CA", "VP")]
    on_day("2027-01-01 00:01")
    new = enter(cast, cast.units["TDP"])
    assert old == ["01/BC-BCĐ", "02/BC-BCĐ"]
    assert (new.code, new.year, new.issued_on.isoformat()) == ("01/BC-BCĐ", 2027, "2027-01-01")


@pytest.mark.parametrize(("last", "digits"), [(None, 2), (8, 2), (98, 2), (99, 3), (998, 3), (999, 4)])
def test_a_document_is_filled_in_with_room_for_the_next_number(cast, on_day, last, digits):
    on_day("2026-11-08 09:00")
    NumberSeries.objects.create(scope=cast.ward.pk, symbol=SYMBOL, year=2025, last=5000)
    NumberSeries.objects.create(scope=cast.ward.pk, symbol="CV-BCĐ", year=2026, last=5000)
    NumberSeries.objects.create(scope=cast.ward.pk + 1, symbol=SYMBOL, year=2026, last=5000)
    if last:
        NumberSeries.objects.create(scope=cast.ward.pk, symbol=SYMBOL, year=2026, last=last)
    assert register.expected_digits(cast.ward.pk, SYMBOL) == digits


@pytest.mark.parametrize(("number", "code"), [(9, "09/BC-BCĐ"), (10, "10/BC-BCĐ"), (100, "100/BC-BCĐ")])
def test_a_number_below_ten_is_written_with_a_nought(number, code):
    assert Document(number=number, symbol=SYMBOL).code == code


def test_a_number_taken_in_a_transaction_that_fails_is_given_again(cast):
    with transaction.atomic():
        enter(cast, cast.ward)
        transaction.set_rollback(True)
    assert enter(cast, cast.ward).number == 1


def test_a_subject_is_entered_once(cast):
    enter(cast, cast.ward)
    with pytest.raises(NotPossible):
        enter(cast, cast.ward)
    assert register.next_number(cast.ward.pk, SYMBOL, Document.objects.get().year) == 2


def test_the_database_refuses_a_number_twice(cast):
    line = enter(cast, cast.ward)
    line.pk, line.subject_id = None, cast.ward.pk + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_a_subjects_line_is_found_again(cast):
    line = enter(cast, cast.ward)
    assert register.document_of(cast.ward) == line
    assert register.document_of(cast.units["CA"]) is None


def test_a_dispatch_waits_to_be_written_out(cast):
    sent = sent_to(enter(cast, cast.ward), "UBND tỉnh", by=cast.clerk)
    sent.refresh_from_db()
    assert (sent.recipient, sent.requested_by, sent.sent_at, sent.answer) == ("UBND tỉnh", cast.clerk, None, "")
