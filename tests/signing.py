"""Arrange: an authority, keys and the two services, as a test needs them; all on this machine."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.conf import settings
from django.test import override_settings
from PIL import Image

from approvals.signing.keys import demo
from approvals.signing.keys import safe as keys
from approvals.signing.keys.actions import KeyFile, add_key
from approvals.signing.signers import StoredKey
from workflows.demo.cast import Cast

SIGNER = "Vũ Xuân Quỳnh"
ORGAN = "Ban Chỉ đạo phường Minh Xuân (DEMO)"
PASSPHRASE = "demo"
FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
STAND_IN = Path(__file__).parent / "stand_in.py"


@cache
def authority() -> demo.DemoAuthority:
    return demo.authority(Path(mkdtemp(prefix="authority-")))


@cache
def key_file(name: str = SIGNER) -> bytes:
    return authority().key_file(name, PASSPHRASE)


def stored(name: str = SIGNER, image: bytes = b"") -> StoredKey:
    """A key, unlocked."""
    return keys.opened(key_file(name), PASSPHRASE, image=image)


@cache
def time_stamp_key() -> bytes:
    """RSA: pyHanko's own time stamper knows nothing else."""
    key = rsa.generate_private_key(65537, 2048)
    certificate = authority().certified("Time stamp", key, stamps=True)
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"", key, certificate, [authority().certificate], locked)


@cache
def png(width: int = 600, height: int = 200) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (width, height), (20, 50, 160, 255)).save(file, "PNG")
    return file.getvalue()


def trust(settings, folder: Path) -> None:
    """The installation trusts the authority and reads its revocation list."""
    settings.SIGNING_ROOTS = settings.SIGNING_CRLS = folder
    settings.DOCUMENTS_DIR = folder / "documents"
    root = authority().certificate.public_bytes(demo.Encoding.PEM)
    (folder / "root.pem").write_bytes(root)
    (folder / "root.crl").write_bytes(authority().revocations())


@cache
def home() -> Path:
    """The folder to `trust` where neighbouring tests start from the same signed files."""
    return Path(mkdtemp(prefix="home-"))


@contextmanager
def stored_here() -> Iterator[None]:
    """While such files are arranged: keys kept here sign, and the installation trusts `home`."""
    with override_settings(SIGNER="stored"):
        trust(settings, home())
        yield


def keep_keys(cast: Cast) -> None:
    """The approver's key and the office's, each with an image."""
    own = KeyFile(key_file(), PASSPHRASE, png())
    add_key(own, by=cast.approver, scope=cast.ward.pk, names=[SIGNER])
    seal = KeyFile(key_file(ORGAN), PASSPHRASE, png(400, 400))
    add_key(seal, by=cast.clerk, scope=cast.ward.pk, organ=True)


@contextmanager
def stand_in(service: str, folder: Path, *, name: str = SIGNER) -> Iterator[str]:
    """A service as a process of its own ("sign", "stamp", "hang" …); yields its address."""
    (folder / "signer.p12").write_bytes(authority().key_file(name, PASSPHRASE))
    (folder / "stamp.p12").write_bytes(time_stamp_key())
    process = subprocess.Popen([sys.executable, STAND_IN, service, folder], stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)
