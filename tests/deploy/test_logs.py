import logging

import pytest

from deploy import logs


def record(message: str = "Accepting failed: %s") -> logging.LogRecord:
    return logging.LogRecord("waitress", logging.WARNING, "server.py", 1, message, ("EMFILE",), None)


@pytest.fixture
def moments(monkeypatch):
    """What the clock says, in seconds, to be moved."""
    told = [1000.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: told[0])
    return told


def test_a_flood_of_one_kind_is_cut_off_and_says_so(moments):
    bound, last = logs.AtMost(), record()
    passed = [bound.filter(record()) for _each in range(logs.MOST - 1)]
    assert all(passed)
    assert bound.filter(last)
    assert last.getMessage().endswith("(the rest of this minute's are left out)")
    assert not any(bound.filter(record()) for _each in range(1000))


def test_another_kind_and_another_minute_are_heard(moments):
    bound = logs.AtMost()
    for _each in range(logs.MOST + 1):
        bound.filter(record())
    assert bound.filter(record("Something else: %s"))
    moments[0] += logs.WINDOW
    assert bound.filter(record())
