"""The web of the service profile: a real server of several processes, behind a proxy and without one."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from deploy import proxy, values
from tests.gathered import gather

CONFIGURED = ("nginx", "systemd", "container")


def files_of(folder: str) -> str:
    return "\n".join(path.read_text() for path in (settings.BASE_DIR / "deploy" / folder).iterdir())


def test_nginx_lets_through_whatever_the_product_may_be_told_to_take():
    (most,) = re.findall(r"client_max_body_size (\d+)m;", files_of("nginx"))
    assert int(most) > values.MOST_MEGABYTES + 2


def test_no_other_file_has_a_limit_of_its_own():
    assert not re.search(r"max-request-body|limit_request|MB|\d{7}", files_of("systemd") + files_of("container"))


@pytest.mark.parametrize("folder", ["systemd", "container"])
def test_each_way_to_run_it_starts_the_same_server(folder):
    assert "gunicorn" in files_of(folder)
    assert "python:deploy.web" in files_of(folder)


def asked_of(monkeypatch, trusted, **headers) -> dict[str, str]:
    """The environment that the pages get of a request from 127.0.0.1."""
    monkeypatch.setattr(proxy, "TRUSTED", trusted)
    monkeypatch.setattr(proxy, "pages", lambda environ, _start: environ)
    return proxy.application({"REMOTE_ADDR": "127.0.0.1", **headers}, None)


@pytest.mark.parametrize("trusted", [["127.0.0.1"], ["*"]])
def test_the_client_is_whom_the_proxy_saw(monkeypatch, trusted):
    environ = asked_of(monkeypatch, trusted, HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")
    assert environ["REMOTE_ADDR"] == "203.0.113.9"


def test_without_a_proxys_word_the_client_is_who_connects(monkeypatch):
    assert asked_of(monkeypatch, ["127.0.0.1"])["REMOTE_ADDR"] == "127.0.0.1"


def test_what_a_stranger_claims_is_dropped(monkeypatch):
    claims = {"HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "x"}
    assert asked_of(monkeypatch, ["10.0.0.1"], **claims) == {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """Where a server of two processes listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("web")
    given = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "WEB_WORKERS": "2"}
    environment = {**os.environ, **given, "WEB_LISTEN": f"127.0.0.1:{number}"}
    gather(environment)
    command = [sys.executable, "-m", "gunicorn", "--config", "python:deploy.web"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    deadline = time.monotonic() + 60
    while socket.socket().connect_ex(("127.0.0.1", number)) and time.monotonic() < deadline:
        time.sleep(0.1)
    yield number
    server.terminate()
    assert server.wait(30) == 0


@pytest.fixture
def connection(port) -> Iterator[http.client.HTTPConnection]:
    opened = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    yield opened
    opened.close()


def ask(connection, method, path, **details) -> tuple[int, str]:
    connection.request(method, path, **details)
    response = connection.getresponse()
    return response.status, response.read().decode()


def test_a_kept_connection_reads_no_garbage_after_head(connection):
    assert ask(connection, "HEAD", "/static/js/theme.js") == (200, "")
    status, script = ask(connection, "GET", "/static/js/theme.js")
    assert (status, "theme" in script) == (200, True)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_style_sheet_is_sent_compressed(connection, encoding):
    connection.request("GET", "/static/css/base.css", headers={"Accept-Encoding": encoding})
    response = connection.getresponse()
    assert response.headers["Content-Encoding"] == encoding
    assert len(response.read()) < 15_000


def test_what_is_too_large_is_refused_without_a_proxy(connection):
    connection.putrequest("POST", "/account/login/")
    connection.putheader("Content-Length", str(settings.LARGEST_REQUEST + 1))
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 413
    assert "quá lớn" in response.read().decode()


def test_where_the_database_has_no_tables_the_page_is_calm(connection):
    status, page = ask(connection, "GET", "/account/login/")
    assert status == 503
    assert "Tạm thời chưa phục vụ được" in page
