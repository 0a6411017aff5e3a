import logging
import logging.config
from io import StringIO

import pytest
from django.urls import reverse

from deploy import logs
from tests import factories


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


@pytest.fixture
def console(client):
    """What the product's own handler prints of the requests that `client` makes."""
    configured = logging.config.DictConfigurator(logs.logging_at("WARNING"))
    configured.config["filters"] = {"at_most": configured.configure_filter(configured.config["filters"]["at_most"])}
    configured.config["formatters"] = {"line": configured.configure_formatter(configured.config["formatters"]["line"])}
    handler = configured.configure_handler(configured.config["handlers"]["console"])
    printed = StringIO()
    handler.setStream(printed)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    client.raise_request_exception = False
    yield printed
    logger.removeHandler(handler)


def test_what_is_refused_is_told_in_one_line(client, cast, console):
    client.force_login(cast["CA:unit_head"])
    refused = reverse("unit_report_write", args=[factories.unit_report(cast).pk])
    assert client.get(refused).status_code == 403
    assert console.getvalue().count("\n") == 1
    assert f"Forbidden (Permission denied): {refused}" in console.getvalue()


def test_what_breaks_keeps_its_traceback(client, cast, console, monkeypatch):
    client.force_login(cast["CA:drafter"])
    monkeypatch.setattr("workflows.boards.views.desk.desk_of", None)
    assert client.get("/").status_code == 500
    assert "Traceback" in console.getvalue()
