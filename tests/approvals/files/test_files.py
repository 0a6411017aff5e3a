"""Files kept by their SHA-256: a disk is not believed, and what fails leaves nothing behind."""

import errno
import hashlib
from io import BytesIO

import pytest

from approvals.files import store as files
from approvals.register.given_numbers import GivenNumber, all_noted, note

PDF = b"%PDF-1.7 one"
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.DOCUMENTS_DIR, settings.FILES_DIR = tmp_path / "documents", tmp_path / "files"


@pytest.fixture
def path():
    files.keep(PDF, {"csv": b"a;b"})
    return files.pdf_path(SHA256)


def test_a_file_is_read_by_its_hash(path):
    assert files.content(path, SHA256) == PDF
    assert files.fault(path, SHA256) == ""


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_missing_or_changed_file_is_not_read(path, harm):
    path.unlink() if harm == "missing" else path.write_bytes(PDF.replace(b"one", b"two"))
    with pytest.raises(files.FileFault) as found:
        files.content(path, SHA256)
    assert found.value.fault == files.fault(path, SHA256) == harm


def test_a_folder_in_place_of_a_file_is_no_file(path):
    path.unlink()
    path.mkdir()
    assert files.fault(path, SHA256) == "missing"


def test_a_lack_of_handles_is_no_fault_of_the_file(path, monkeypatch):
    def none_left(*arguments):
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(type(path), "open", none_left)
    with pytest.raises(OSError, match="Too many") as raised:
        files.content(path, SHA256)
    assert not isinstance(raised.value, files.FileFault)


def test_what_lies_beside_a_pdf_is_told_by_its_endings_but_for_pictures(path):
    assert files.beside(SHA256) == {".csv": hashlib.sha256(b"a;b").hexdigest()}


def test_an_upload_that_fails_leaves_nothing_behind(monkeypatch):
    def cut_off(source, target):
        target.write(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(files.shutil, "copyfileobj", cut_off)
    with pytest.raises(OSError, match="No space"):
        files.store(BytesIO(PDF))
    assert list(files.stored_files()) == []


def test_a_number_is_noted_once_and_the_issued_document_stays_in_its_note():
    given = GivenNumber(7, "BC-BCĐ/X", 2026, 9, "Kết quả")
    assert given.noted is None
    for issued in ("", SHA256, "", "0" * 64):
        note(GivenNumber(7, "BC-BCĐ/X", 2026, 9, "Kết quả", issued))
    assert list(all_noted()) == [GivenNumber(7, "BC-BCĐ/X", 2026, 9, "Kết quả", SHA256)]
