"""What each web server refuses by itself, before the product sees it, is told on a page of ours."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.gathered import gather

SERVERS = {
    "embedded": lambda listen: (["deploy.embedded", listen], {}),
    "service": lambda listen: (
        ["gunicorn", "--config", "python:deploy.web"],
        {"WEB_LISTEN": listen, "WEB_WORKERS": "1"},
    ),
}
TOO_LARGE = 2 * settings.LARGEST_REQUEST + 1
POST = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: "


@pytest.fixture(scope="module", params=SERVERS)
def port(request, tmp_path_factory) -> Iterator[int]:
    """Where a server of each profile listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("web")
    given = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
    command, extra = SERVERS[request.param](f"127.0.0.1:{number}")
    environment = {**os.environ, **given, **extra}
    gather(environment)
    server = subprocess.Popen([sys.executable, "-m", *command], cwd=settings.BASE_DIR, env=environment)
    deadline = time.monotonic() + 60
    while socket.socket().connect_ex(("127.0.0.1", number)) and time.monotonic() < deadline:
        time.sleep(0.1)
    yield number
    server.terminate()
    server.wait(30)


def answer(port: int, *sent: bytes) -> tuple[int, str]:
    """Status and whole answer to these bytes; they are sent to the end before anything is read, as browsers do."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        for part in sent:
            connection.sendall(part)
        told = b""
        while chunk := connection.recv(65536):
            told += chunk
    text = told.decode()
    return int(text.split()[1]), text


def is_ours(text: str) -> bool:
    """A page in Vietnamese that says what to do, under the policy of all pages, of the length that it tells."""
    head, _, body = text.partition("\r\n\r\n")
    lengths = re.findall(r"(?i)content-length: (\d+)", head)  # none where the answer is chunked
    policies = ("Content-Security-Policy", "Permissions-Policy", "Cache-Control: no-store")
    told = "chưa có gì thay đổi" in body and "quay lại" in body.lower()
    return told and all(int(each) == len(body.encode()) for each in lengths) and all(each in head for each in policies)


def filled(before: bytes, after: bytes) -> bytes:
    """As long as the longest head that waitress takes; gunicorn takes less."""
    return before + b"x" * (256 * 1024 - len(before) - len(after)) + after


@pytest.mark.parametrize(
    ("head", "statuses"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n", {400}),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", {400}),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", {400, 501}),
        (filled(b"GET /?q=", b" HTTP/1.1\r\nHost: localhost\r\n\r\n"), {414, 431}),
        (filled(b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ", b"\r\n\r\n"), {431}),
    ],
    ids=["header", "length", "coding", "address", "cookies"],
)
def test_what_the_server_refuses_is_told_on_our_page(port, head, statuses):
    status, text = answer(port, head)
    assert status in statuses
    assert is_ours(text)


def test_an_answer_of_no_known_length_to_head_ends_with_its_headers(port):
    status, text = answer(port, b"HEAD / HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n")
    assert (status, text.partition("\r\n\r\n")[2]) == (400, "")


@pytest.mark.parametrize("port", ["embedded"], indirect=True)  # nginx does so for the service
def test_what_is_far_too_large_is_heard_to_its_end_and_told(port):
    block = b"x" * 1024 * 1024
    blocks, rest = divmod(TOO_LARGE, len(block))
    status, text = answer(port, POST + b"%d\r\n\r\n" % TOO_LARGE, *([block] * blocks), block[:rest])
    assert status == 413
    assert is_ours(text)
    assert "MB" in text


def test_what_declares_more_than_is_ever_heard_is_refused_at_once(port):
    status, text = answer(port, POST + b"%d\r\n\r\n" % (100 * TOO_LARGE))
    assert status == 413
    assert is_ours(text)
