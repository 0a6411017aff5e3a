"""The interface to a malware scanner: a clamd at SCANNER_URL, by INSTREAM. Without one nothing is scanned."""

import socket
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from django.conf import settings

PATIENCE = 20.0  # seconds for each step of the talk
CHUNK = 64 * 1024
ANSWER_LIMIT = 4096


class ScannerAway(Exception):
    """The scanner did not answer, or could not tell: nothing is known about the file."""


def is_set() -> bool:
    return bool(settings.SCANNER_URL)


def scan(file: BinaryIO) -> str:
    """The name of the malware that the scanner finds in the file; "" where it finds none. Raises ScannerAway."""
    file.seek(0)
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                line.sendall(len(chunk).to_bytes(4, "big") + chunk)
            line.sendall(bytes(4))
            answer = _answer(line)
    except OSError as error:
        raise ScannerAway(f"{type(error).__name__}: {error}") from error
    return _found(answer)


def _connected() -> socket.socket:
    parts = urlsplit(settings.SCANNER_URL)
    if parts.scheme != "unix":
        return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    line.connect(unquote(parts.path))
    return line


def _answer(line: socket.socket) -> str:
    """Up to the zero byte that ends it, or the end of the line."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_LIMIT and (part := line.recv(ANSWER_LIMIT)):
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _found(answer: str) -> str:
    """ "stream: OK" or "stream: NAME FOUND"; raises ScannerAway for anything else."""
    verdict = answer.removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")[:100]
    raise ScannerAway(answer or "no answer")
