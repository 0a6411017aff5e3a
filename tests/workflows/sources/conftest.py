import os
import time
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from workflows.models import FigureSource, UnitReport
from workflows.sources import actions, folders

from . import mailserver

KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def report(start, on_day) -> UnitReport:
    on_day("2026-11-28 09:00")
    return start


@pytest.fixture
def source(cast, report, settings, tmp_path) -> FigureSource:
    """A system of the police, with a folder of its own, that may also mail from an address."""
    settings.FIGURES_DIR = tmp_path / "figures"
    made = actions.add_source(
        report.unit, by=cast["CA:drafter"], name="Quản lý hành chính", senders=["he-thong@congan.example"]
    )
    folders.open_folder(made)
    return made


def left(source: FigureSource, name: str, content: bytes | str, *, ago: float = 60.0) -> Path:
    """A file that the system left in its folder a while ago."""
    path = folders.folder_of(source) / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (time.time() - ago, time.time() - ago))
    return path


def csv_of(number: int, value: str, period: str = "2026-11", **more: str) -> str:
    names = ["ky_bao_cao", "chi_tieu", "gia_tri", *more]
    return "\ufeff" + ";".join(names) + "\n" + ";".join([period, str(number), value, *more.values()]) + "\n"


@pytest.fixture(scope="module")
def server():
    with mailserver.dovecot() as port:
        yield port


@pytest.fixture(scope="module")
def names():
    found = mailserver.Names()
    found.texts["k1._domainkey.congan.example"] = f"v=DKIM1; k=rsa; p={b64encode(PUBLIC).decode()}"
    found.texts["k1._domainkey.ke-khac.example"] = f"v=DKIM1; k=rsa; p={b64encode(PUBLIC).decode()}"
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def box(server, names, settings, source):
    """The port of the mail server, its mailbox empty and read by the product."""
    settings.FIGURES_MAILBOX = f"imap://{mailserver.USER}:{mailserver.PASSWORD}@127.0.0.1:{server}/INBOX"
    settings.DKIM_RESOLVER = names.address
    mailserver.emptied(server)
    return server
