"""The scanner's seam, against a process that speaks INSTREAM."""

from io import BytesIO

import pytest

from approvals.files import scanning
from tests import attachments

AWAY = "tcp://127.0.0.1:1"


def test_without_an_address_there_is_no_scanner(settings):
    settings.SCANNER_URL = ""
    assert not scanning.is_set()


def test_eicars_test_file_is_caught(settings):
    with attachments.scanner() as settings.SCANNER_URL:
        assert scanning.is_set()
        assert scanning.scan(BytesIO(attachments.infected())) == "Eicar-Test-Signature"


def test_a_clean_file_is_clean_wherever_it_was_read_before(settings):
    file = BytesIO(attachments.pdf())
    file.read()
    with attachments.scanner() as settings.SCANNER_URL:
        assert scanning.scan(file) == ""


def test_all_of_a_large_file_is_sent(settings):
    file = BytesIO(b" " * (3 * scanning.CHUNK + 5) + attachments.infected())
    with attachments.scanner() as settings.SCANNER_URL:
        assert scanning.scan(file) == "Eicar-Test-Signature"


def test_a_socket_of_this_machine_serves_as_well(settings, tmp_path):
    with attachments.scanner("honest", tmp_path / "clamd") as settings.SCANNER_URL:
        assert settings.SCANNER_URL.startswith("unix:///")
        assert scanning.scan(BytesIO(attachments.infected())) == "Eicar-Test-Signature"


@pytest.mark.parametrize("address", [AWAY, "unix:///nowhere/clamd"])
def test_a_scanner_that_is_away_says_nothing_about_the_file(settings, address):
    settings.SCANNER_URL = address
    with pytest.raises(scanning.ScannerAway):
        scanning.scan(BytesIO(attachments.pdf()))


def test_nor_does_one_that_refuses(settings):
    with attachments.scanner("error") as settings.SCANNER_URL, pytest.raises(scanning.ScannerAway, match="size limit"):
        scanning.scan(BytesIO(attachments.pdf()))


def test_nor_one_that_stays_silent(settings, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE", 0.2)
    with attachments.scanner("hang") as settings.SCANNER_URL, pytest.raises(scanning.ScannerAway):
        scanning.scan(BytesIO(attachments.pdf()))
