"""A pytest plugin: neighbouring tests that start from the same rows have them arranged once.

    @pytest.mark.starts_from(factories.awaiting, on="2026-11-06 09:00")
    def test_the_approver_reads_it(client, cast, start): …

The rows stand in a transaction around those tests, each of which is rolled back to them. `start` is what the function
gave, of the cast: a copy for each test. `on` is the Vietnamese time of the arrangement, not of the test; without it the
mark is written `starts_from.with_args(factories.awaiting)`: pytest takes a function that stands alone for the test.
"""

import copy
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from approvals.clock import at
from workflows.demo.cast import Cast

from . import people
from .remembered import known

MARK = "starts_from"


@dataclass(frozen=True)
class Standing:
    """The rows that stand now: by which mark, of whom, what its function gave, and how they go."""

    mark: pytest.Mark
    cast: Cast
    given: Any
    noted: tuple[set[str], tuple, bool]  # by tests/remembered.py, of what was written
    undo: ExitStack


_standing: list[Standing] = []  # one, or none


def _mark(item: pytest.Item | None) -> pytest.Mark | None:
    return item.get_closest_marker(MARK) if item else None


@pytest.fixture
def copied(_started: None, db: None) -> tuple[Cast, Any] | None:
    """Both of one copy: the cast as it was gathered before the arrangement, whoever joined it there."""
    return copy.deepcopy((_standing[0].cast, _standing[0].given)) if _standing else None


@pytest.fixture
def start(copied: tuple[Cast, Any]) -> Any:
    return copied[1]


@pytest.fixture(autouse=True)
def _started(request: pytest.FixtureRequest) -> None:
    """Comes before the test's own transaction, as every autouse fixture does; the mark `django_db` would be earlier."""
    mark = _mark(request.node)
    if _standing and mark:
        known.stands_again(*_standing[0].noted)
    if mark is None or _standing or "db" not in request.fixturenames:
        return
    assert not request.node.get_closest_marker("django_db"), f"{MARK} goes with `cast` or `db`, not with a mark"
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with ExitStack() as undo:
        undo.enter_context(blocker.unblock())
        undo.enter_context(rolled_back())
        with at(people.instant(mark.kwargs["on"])) if mark.kwargs else nullcontext():
            cast = people.cast()
            given = mark.args[0](cast)
        _standing.append(Standing(mark, cast, given, known.standing(), undo.pop_all()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    yield
    if _standing and _mark(nextitem) != _standing[0].mark:
        _standing.pop().undo.close()


@contextmanager
def rolled_back() -> Iterator[None]:
    block = transaction.atomic()
    block._from_testcase = True  # else what must be outermost (`durable`) refuses to run within
    with block:
        yield
        transaction.set_rollback(True)
