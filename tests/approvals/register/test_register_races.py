"""The register under eight clerks at once, each a process of its own, and under processes that die on the way."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from approvals.clock import today
from approvals.models import Document, NumberSeries
from approvals.register import actions as register
from units.models import Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CLERKS = 8
ROUNDS = 25
PATIENCE = 60  # seconds
SYMBOL = "BC-BCĐ"
TOLD = {"abstract": "Kết quả tháng", "period": "2026-10", "signer": "Vũ Xuân Quỳnh"}

fork = multiprocessing.get_context("fork")


def reserve(cast, subject: Any) -> Document:
    return register.reserve(subject, by=cast.clerk, scope=cast.ward.pk, symbol=SYMBOL, **TOLD)


def issue(cast, subject: Any) -> Document:
    line = reserve(cast, subject)
    with transaction.atomic():
        return register.confirm(line, by=cast.clerk)


def subject(number: int) -> Unit:
    """Something with an id that can be issued: nothing of it is read."""
    return Unit(pk=1_000_000 + number)


def together(work: Callable[[int], Any], count: int = CLERKS) -> list[int | None]:
    """Run `work` in processes of their own, each with its own connection, beginning at once; how each of them ended."""
    connection.close()
    barrier = fork.Barrier(count)
    runners = [fork.Process(target=_begin, args=(work, number, barrier)) for number in range(count)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(PATIENCE)
    return [runner.exitcode for runner in runners]


def _begin(work: Callable[[int], Any], number: int, barrier: Any) -> None:
    connection.ensure_connection()
    barrier.wait(PATIENCE)
    work(number)
    connection.close()


def no_gap_no_double() -> bool:
    """Every number from 1 to the series' last has its line, once."""
    numbers = sorted(Document.objects.values_list("number", flat=True))
    return numbers == list(range(1, NumberSeries.objects.get().last + 1))


def test_eight_clerks_issue_round_after_round(cast):
    def issue_all(clerk: int) -> None:
        for each in range(ROUNDS):
            issue(cast, subject(clerk * ROUNDS + each))

    assert together(issue_all) == [0] * CLERKS
    assert Document.objects.filter(state="issued").count() == CLERKS * ROUNDS
    assert no_gap_no_double()


def test_eight_clerks_keep_a_number_for_the_same_subjects(cast):
    def reserve_all(_clerk: int) -> None:
        for each in range(ROUNDS):
            reserve(cast, subject(each))

    assert together(reserve_all) == [0] * CLERKS
    assert Document.objects.filter(state="reserved").count() == ROUNDS
    assert no_gap_no_double()


def test_eight_clerks_keep_numbers_of_the_new_year_for_what_last_year_left(cast, on_day):
    on_day("2026-12-31 23:59")
    for each in range(ROUNDS):
        reserve(cast, subject(each))
    on_day("2027-01-01 00:01")

    def reserve_all(_clerk: int) -> None:
        for each in range(ROUNDS):
            reserve(cast, subject(each))

    assert together(reserve_all) == [0] * CLERKS
    for year, state in ((2026, "voided"), (2027, "reserved")):
        lines = Document.objects.filter(year=year, state=state).order_by("number")
        assert [line.number for line in lines] == list(range(1, ROUNDS + 1))


def dies() -> None:
    """As a power cut would have it: no clean-up of any kind."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_dies_while_it_takes_a_number_leaves_none(cast, monkeypatch):
    def die_within(_clerk: int) -> None:
        monkeypatch.setattr(register, "_keep", lambda *_args, **_details: dies())
        reserve(cast, subject(1))

    assert together(die_within, 1) == [-signal.SIGKILL]
    assert not Document.objects.exists()
    assert reserve(cast, subject(2)).number == 1


def test_a_process_that_dies_with_its_number_kept_finds_it_again(cast):
    def die_after(_clerk: int) -> None:
        reserve(cast, subject(1))
        dies()

    assert together(die_after, 1) == [-signal.SIGKILL]
    assert reserve(cast, subject(2)).number == 2
    assert issue(cast, subject(1)).number == 1
    assert no_gap_no_double()


def test_a_process_that_dies_while_it_issues_leaves_the_number_kept(cast):
    def die_within(_clerk: int) -> None:
        line = reserve(cast, subject(1))
        with transaction.atomic():
            register.confirm(line, by=cast.clerk)
            dies()

    assert together(die_within, 1) == [-signal.SIGKILL]
    assert Document.objects.get().state == "reserved"
    assert issue(cast, subject(1)).number == 1
    assert no_gap_no_double()


def test_clerks_who_die_at_random_among_others_leave_no_gap(cast, monkeypatch):
    """Half of the processes die in one of the three places, in the midst of those that work on."""
    keep = register._keep

    def work(clerk: int) -> None:
        def keep_or_die(line: Document, action: str, *names: str, **details: Any) -> None:
            if clerk % 2 and line.number > ROUNDS and action == ("reserve", "enter")[clerk % 4 // 2]:
                dies()
            keep(line, action, *names, **details)

        monkeypatch.setattr(register, "_keep", keep_or_die)
        for each in range(ROUNDS):
            issue(cast, subject(clerk * ROUNDS + each))

    codes = together(work)
    assert codes[0::2] == [0] * (CLERKS // 2)
    assert codes[1::2] == [-signal.SIGKILL] * (CLERKS // 2)
    assert no_gap_no_double()
    for line in Document.objects.filter(state="reserved"):
        assert issue(cast, subject(line.subject_id - 1_000_000)).number == line.number
    assert not Document.objects.exclude(state="issued").exists()
    assert Document.objects.filter(issued_on=today()).count() == NumberSeries.objects.get().last
