import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from approvals.channels.kinds import mail, sftp, vxp
from approvals.channels.seam import Enclosure, Parcel

COUNTERPART = Path(__file__).with_name("counterpart.py")


@dataclass
class Counterpart:
    """The other side: its folder, its port, and for sftp the fingerprint of its key."""

    folder: Path
    port: int
    shown: str
    process: subprocess.Popen

    def behaves(self, manner: str) -> None:
        (self.folder / "manner").write_text(manner)


@pytest.fixture
def counterpart(tmp_path) -> Iterator[Callable[..., Counterpart]]:
    """Starts the other side of a kind of channel; it ends with the test."""
    started: list[subprocess.Popen] = []

    def start(kind: str, manner: str = "ok") -> Counterpart:
        folder = tmp_path / kind
        folder.mkdir(exist_ok=True)
        command = [sys.executable, str(COUNTERPART), kind, str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        started.append(process)
        port, _space, shown = (process.stdout.readline() if process.stdout else "").strip().partition(" ")
        other = Counterpart(folder, int(port), shown, process)
        other.behaves(manner)
        return other

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def impatient(monkeypatch, settings):
    """A second is long enough to wait on loopback."""
    for module in (sftp, vxp):
        monkeypatch.setattr(module, "PATIENCE", 1)
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "django.core.mail.backends.smtp.EmailBackend", 1
    assert mail.FIELDS


@pytest.fixture
def parcel() -> Parcel:
    facts = {"number": 12, "symbol": "BC-BCĐ", "code": "12/BC-BCĐ", "issued_on": "2026-11-06", "pages": 3}
    facts |= {"abstract": "Kết quả tháng 10", "signer": "Vũ Xuân Quỳnh"}
    letter = {"organ": "Ban Chỉ đạo", "place": "Minh Xuân", "kind": "Báo cáo", "to_places": ["Sở"], "priority": 1}
    return Parcel(
        identity="5f0f8ab4-55b6-4f1c-b3ea-6a3df2b7a001",
        name="2026-12-BC-BCĐ-7",
        code="12/BC-BCĐ",
        abstract="Kết quả tháng 10",
        facts=facts,
        letter=letter,
        pdf=b"%PDF-1.7 ...%%EOF",
        enclosures=(Enclosure("01-Phụ lục.pdf", "application/pdf", b"%PDF-1.7 phu luc%%EOF"),),
    )
