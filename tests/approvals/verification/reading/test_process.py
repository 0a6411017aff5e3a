"""Files that mean harm end their own reading process at the worst, within seconds, and are told in a sentence."""

import resource
import subprocess
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import StreamObject, pdf_string
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from approvals.files import slots
from approvals.verification.reading import confine, process
from approvals.verification.reading.facts import Reading
from tests.approvals.verification import certificates, samples

HEAD = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def roots(settings, tmp_path):
    settings.SIGNING_ROOTS = certificates.home().publish(tmp_path / "roots", samples.SIGNED_AT)


@pytest.fixture
def told(tmp_path):
    """What the reading process tells of these bytes."""

    def read(content: bytes) -> Reading:
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        with path.open("rb") as file:
            return process.read(file)

    return read


def with_table(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1, with a cross-reference table; the first is the catalogue."""
    content, places = HEAD, []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer, start,
    )  # fmt: skip


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def bomb() -> bytes:
    """An object stream of a kilobyte or two that unpacks to gigabytes."""
    packed = zlib.compress(b"\0" * 200_000_000, 9)
    packed = zlib.compress(packed, 9)
    filters = b"/Type /ObjStm /N 1 /First 10 /Filter [/FlateDecode /FlateDecode]"
    return with_table(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm 3 0 R >>",
            b"<< >>",
            b"<< /Fields [4 0 R] >>",
            stream(packed, filters),
        ]
    )


def table_that_points_to_itself() -> bytes:
    pdf = with_table([b"<< /Type /Catalog >>"])
    return pdf.replace(b"/Size 2 ", b"/Size 2 /Prev %d" % pdf.rindex(b"xref\n0"))


def nested(depth: int) -> bytes:
    return with_table([b"<< /Type /Catalog /AcroForm << /Fields " + b"[" * depth + b"]" * depth + b" >> >>"])


def endless_kids() -> bytes:
    return with_table(
        [b"<< /Type /Catalog /AcroForm 2 0 R >>", b"<< /Fields [3 0 R] >>", b"<< /T (a) /Kids [3 0 R] >>"]
    )


def millions_of_objects() -> bytes:
    pdf = with_table([b"<< /Type /Catalog >>"])
    rows = b"0000000009 00000 n \n" * 1_000_000
    return pdf.replace(b"0 2\n", b"0 1000002\n").replace(b"trailer", rows + b"trailer")


HARMFUL = {
    "empty": b"",
    "no PDF": b"MZ" + b"\0" * 500,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "head alone": HEAD,
    "table that points to itself": table_that_points_to_itself,
    "bomb": bomb,
    "deep": lambda: nested(200_000),
    "kids of itself": endless_kids,
    "millions of objects": millions_of_objects,
    "garbage behind a head": HEAD + bytes(range(256)) * 4000,
    "startxref of billions": HEAD + b"startxref\n99999999999\n%%EOF",
    "half": lambda: samples.issued()[:40_000],
}


@pytest.mark.parametrize("harmful", HARMFUL)
def test_a_harmful_file_is_told_in_seconds(told, harmful):
    content = HARMFUL[harmful]
    began = time.monotonic()
    reading = told(content() if callable(content) else content)
    assert reading.fault in ("unreadable", "limits") or reading.signatures == ()
    assert time.monotonic() - began < process.FOR_LARGE.seconds


def test_a_file_locked_with_a_password_says_so(told):
    writer = copy_into_new_writer(PdfFileReader(BytesIO(samples.blank())))
    writer.encrypt("secret", "secret")
    assert told(samples.written(writer)).fault == "encrypted"


def test_a_reading_that_takes_too_long_is_ended(told, monkeypatch):
    started = []

    class Slow(subprocess.Popen):
        def __init__(self, _command, **how):
            super().__init__(["sleep", "60"], **how)
            started.append(self)

    monkeypatch.setattr(process, "FOR_SMALL", process.ReadingSlots(at_once=1, waiting=0, work=5, seconds=0.2))
    monkeypatch.setattr(process.subprocess, "Popen", Slow)
    assert told(HEAD).fault == "busy"  # the machine has no time: a file that asks for too much is ended otherwise
    assert started[0].returncode == -9


@contextmanager
def taken(places: process.ReadingSlots, count: int):
    """So many of the places, one after another, each by somebody else."""
    with ExitStack() as held:
        for _each in range(count):
            assert held.enter_context(places.one())
        yield


def queued(places: process.ReadingSlots, count: int) -> None:
    """Returns once so many wait for one of these places, all of which are taken."""
    while places._taken._value != places.waiting - count:
        time.sleep(0.01)


def large() -> bytes:
    return HEAD + b"\0" * process.SMALL


def test_who_comes_beside_too_many_waits_and_is_then_told_to_come_again(told, monkeypatch):
    monkeypatch.setattr(slots, "PATIENCE", 0.3)
    with taken(process.FOR_SMALL, process.FOR_SMALL.at_once):
        began = time.monotonic()
        assert told(HEAD).fault == "busy"
        assert time.monotonic() - began >= 0.3
    assert told(HEAD).fault == "unreadable"


def test_who_waits_is_served_when_a_place_is_free(told):
    with ThreadPoolExecutor() as others:
        with taken(process.FOR_SMALL, process.FOR_SMALL.at_once):
            waiting = others.submit(told, HEAD)
            queued(process.FOR_SMALL, 1)
            assert not waiting.done()
        assert waiting.result(timeout=20).fault == "unreadable"


def test_few_wait_and_the_others_are_told_at_once(told, monkeypatch):
    monkeypatch.setattr(slots, "PATIENCE", 5)
    with taken(process.FOR_SMALL, process.FOR_SMALL.at_once), ThreadPoolExecutor() as others:
        waiting = [others.submit(told, HEAD) for _each in range(process.FOR_SMALL.waiting)]
        queued(process.FOR_SMALL, process.FOR_SMALL.waiting)
        began = time.monotonic()
        assert told(HEAD).fault == "busy"
        assert time.monotonic() - began < slots.PATIENCE
        monkeypatch.setattr(slots, "PATIENCE", 0)
    assert {each.result().fault for each in waiting} == {"busy"}


def test_large_files_leave_the_places_of_small_ones(told, monkeypatch):
    monkeypatch.setattr(slots, "PATIENCE", 0.1)
    with taken(process.FOR_LARGE, process.FOR_LARGE.at_once):
        assert told(large()).fault == "busy"
        assert told(HEAD).fault == "unreadable"


def test_a_large_file_that_asks_for_too_much_work_is_refused_before_it_is_done(told):
    """Forty revisions behind a signed document, each of which would have all that came before read anew."""
    pdf = samples.issued()
    with_many = samples.changed(pdf, lambda writer: writer.add_object(StreamObject(stream_data=b"\0" * 12_000_000)))
    for _each in range(40):
        with_many = samples.changed(with_many, lambda writer: writer.add_object(pdf_string("x")))
    before = process_seconds()
    assert told(with_many).fault == "limits"
    assert process_seconds() - before < 3


def confined(code: str) -> subprocess.CompletedProcess:
    start = "from approvals.verification.reading import confine; confine.limit(7); confine.forbid_io()\n"
    command = [process.sys.executable, "-c", start + code]
    return subprocess.run(command, cwd=process.HOUSE, env={}, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
    ],
)
def test_the_reading_process_reaches_nothing_outside(code):
    assert "PermissionError" in confined(code).stderr


def test_the_reading_process_writes_no_file(tmp_path):
    path = tmp_path / "written"
    assert "PermissionError" in confined(f"open({str(path)!r}, 'w')").stderr
    assert not path.exists()


def test_the_reading_process_has_its_own_memory_and_processor():
    assert "MemoryError" in confined(f"bytearray({confine.ADDRESS_SPACE})").stderr
    limits = "import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[1], r.getrlimit(r.RLIMIT_FSIZE)[1])"
    assert confined(limits).stdout.split() == ["7", "0"]


def test_the_reading_process_knows_no_secret(told, monkeypatch):
    seen = {}
    real = subprocess.Popen

    def spy(command, **how):
        seen.update(how["env"])
        return real(command, **how)

    monkeypatch.setattr(process.subprocess, "Popen", spy)
    told(HEAD)
    assert set(seen) == {"LANG"}


@pytest.mark.parametrize("pages", [5, 40])
@pytest.mark.parametrize("archive", [False, True])
def test_a_signed_document_is_read_within_two_seconds_of_processor(told, pages, archive):
    pdf = samples.issued(pages, archive)
    before = process_seconds()
    assert told(pdf).fault == ""
    assert process_seconds() - before < 2


def process_seconds() -> float:
    """Seconds of processor that processes started here have used: other work on the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
