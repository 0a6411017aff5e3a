"""`deploy/test --fast` begins no test after its time."""

import time

import pytest

from tests import deadline


def test_in_time_a_test_begins(monkeypatch):
    monkeypatch.setattr(deadline, "UNTIL", time.time() + 60)
    deadline.pytest_runtest_setup()


def test_after_it_none_does(monkeypatch):
    monkeypatch.setattr(deadline, "UNTIL", time.time() - 1)
    with pytest.raises(pytest.skip.Exception, match="deploy/test runs it"):
        deadline.pytest_runtest_setup()
