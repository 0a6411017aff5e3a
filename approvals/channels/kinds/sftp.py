"""A folder on a server of the recipient, by SFTP. The server is known by the fingerprint of its key."""

import io
import json
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from paramiko.ssh_exception import AuthenticationException, SSHException

from approvals.channels.seam import PATIENCE, Answer, Field, NotTaken, Outcome, Parcel, RecallNotice, Unclear, Way

FIELDS: tuple[Field, ...] = (
    Field("host", gettext_lazy("Server"), gettext_lazy("Its name or IP address.")),
    Field("port", gettext_lazy("Port"), initial="22"),
    Field("user", gettext_lazy("User name")),
    Field("password", gettext_lazy("Password"), gettext_lazy("Or a key below."), required=False, secret=True),
    Field(
        "secret_key",
        gettext_lazy("Private key"),
        gettext_lazy("In OpenSSH's or PEM form, without a passphrase."),
        required=False,
        secret=True,
        lines=True,
    ),
    Field(
        "host_key",
        gettext_lazy("Fingerprint of the server's key"),
        gettext_lazy("As SHA256:…. Leave it blank, then “Try it” shows the server's: compare it with the recipient."),
        required=False,
    ),
    Field("directory", gettext_lazy("Folder on the server"), required=False, initial="."),
)
KEYS = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)
TRY = "gui-thu.txt"


def check(way: Way) -> None:
    with _session(way) as files:
        _put(files, way, TRY, b"")
        files.remove(_path(way, TRY))


def send(way: Way, parcel: Parcel) -> Outcome:
    """The PDF comes last, under its whole name only once it is there: whoever watches the folder finds all of it. Sent
    again, each file takes the place of itself.
    """
    with _session(way) as files:
        if parcel.enclosures:
            _make(files, _path(way, parcel.name))
        for enclosure in parcel.enclosures:
            _put(files, way, f"{parcel.name}/{enclosure.name}", enclosure.content)
        _put(files, way, f"{parcel.name}.json", _json(parcel.facts))
        _put(files, way, f"{parcel.name}.pdf", parcel.pdf)
    return Outcome.DELIVERED


def recall(way: Way, notice: RecallNotice) -> None:
    with _session(way) as files:
        _put(files, way, f"{notice.name}-recall.json", _json(notice.facts))


def answers(way: Way) -> Iterable[Answer]:
    """None: the recipient answers on another way, and the clerk records it."""
    return ()


@contextmanager
def _session(way: Way) -> Iterator[paramiko.SFTPClient]:
    """Signed in to the server whose fingerprint was entered. What breaks before is NotTaken, after it Unclear."""
    transport = _connected(way)
    try:
        _known(way, transport)
        _signed_in(way, transport)
        files = paramiko.SFTPClient.from_transport(transport)
        if files is None:
            raise NotTaken(_("The server opens no SFTP session."))
        channel = files.get_channel()
        if channel:
            channel.settimeout(PATIENCE)
        with files:
            yield files
    except (OSError, SSHException, EOFError) as error:
        sentence = _("The server took not all of it: %(error)s. It is sent again under the same name.")
        raise Unclear(sentence % {"error": _fault_words(error)}) from error
    finally:
        transport.close()


def _connected(way: Way) -> paramiko.Transport:
    host, port = way.address["host"], int(way.address["port"])
    try:
        line = socket.create_connection((host, port), timeout=PATIENCE)
        transport = paramiko.Transport(line)
        transport.banner_timeout = transport.auth_timeout = PATIENCE
        transport.start_client(timeout=PATIENCE)
    except (OSError, SSHException, EOFError, UnicodeError) as error:
        values = {"host": host, "port": port, "error": _fault_words(error)}
        raise NotTaken(_("No SFTP server answers at %(host)s, port %(port)s: %(error)s") % values) from error
    return transport


def _known(way: Way, transport: paramiko.Transport) -> None:
    shown, expected = transport.get_remote_server_key().fingerprint, way.address.get("host_key", "")
    if not expected:
        sentence = _(
            "The server shows a key with the fingerprint %(shown)s. Ask the recipient whether it is theirs, and enter "
            "it."
        )
        raise NotTaken(sentence % {"shown": shown})
    if shown != expected:
        sentence = _(
            "The server shows another key than the one entered: %(shown)s. Nothing was sent. Ask the recipient whether "
            "they changed it."
        )
        raise NotTaken(sentence % {"shown": shown})


def _signed_in(way: Way, transport: paramiko.Transport) -> None:
    user, key = way.address["user"], _key(way.secrets.get("secret_key", ""))
    try:
        if key:
            transport.auth_publickey(user, key)
        else:
            transport.auth_password(user, way.secrets.get("password", ""))
    except AuthenticationException as error:
        raise NotTaken(_("The server refuses this user name with this password or key. Enter them anew.")) from error


def _key(text: str) -> paramiko.PKey | None:
    """The key in this text; None where there is none."""
    if not text:
        return None
    form = _as_openssh(text)
    for kind in KEYS:
        try:
            return kind.from_private_key(io.StringIO(form))
        except (SSHException, ValueError, IndexError):
            continue
    raise NotTaken(_("The private key of this channel cannot be read, or has a passphrase. Enter another."))


def _as_openssh(text: str) -> str:
    """paramiko reads no PKCS #8, which is the form of most PEM files."""
    try:
        opened: Any = load_pem_private_key(f"{text}\n".encode(), None)
        return str(opened.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return f"{text}\n"


def _put(files: paramiko.SFTPClient, way: Way, name: str, content: bytes) -> None:
    path = _path(way, name)
    files.putfo(io.BytesIO(content), f"{path}.part", file_size=len(content))
    files.posix_rename(f"{path}.part", path)


def _make(files: paramiko.SFTPClient, path: str) -> None:
    try:
        files.stat(path)
    except FileNotFoundError:
        files.mkdir(path)


def _path(way: Way, name: str) -> str:
    return f"{way.address.get('directory') or '.'}/{name}"


def _json(facts: object) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()


def _fault_words(error: Exception) -> str:
    return str(error) or type(error).__name__
