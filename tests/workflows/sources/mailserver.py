"""A mail server and a DNS server on loopback: Debian's Dovecot, and answers to questions for keys of DKIM."""

import getpass
import imaplib
import os
import pwd
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

USER, PASSWORD = "so-lieu", "mat-khau-thu"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{root}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def dovecot() -> Iterator[int]:
    """The port of a server with one empty mailbox. It runs as whoever runs the tests; root gives way to `mail`."""
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    root = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    root.chmod(0o755)
    own = getpass.getuser() if os.geteuid() else ""
    keeper = pwd.getpwnam(own or "mail")
    (root / "mail").mkdir()
    if not own:
        os.chown(root / "mail", keeper.pw_uid, keeper.pw_gid)
    port = free_port()
    (root / "dovecot.conf").write_text(
        CONFIG.format(
            root=root,
            login=own or "dovenull",
            internal=own or "dovecot",
            group=own or "dovecot",
            password=PASSWORD,
            uid=keeper.pw_uid,
            gid=keeper.pw_gid,
            port=port,
        )
    )
    server = subprocess.Popen([program, "-F", "-c", str(root / "dovecot.conf")])
    try:
        _wait_for(port, root / "log")
        yield port
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(root, ignore_errors=True)


def _wait_for(port: int, log: Path) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=5).logout()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(log.read_text() if log.exists() else "Dovecot does not start.")


@contextmanager
def signed_in(port: int) -> Iterator[imaplib.IMAP4]:
    box = imaplib.IMAP4("127.0.0.1", port, timeout=10)
    box.login(USER, PASSWORD)
    try:
        yield box
    finally:
        box.logout()


def put_in(port: int, raw: bytes) -> None:
    with signed_in(port) as box:
        box.append("INBOX", "", None, raw)


def counted(port: int) -> dict[str, int]:
    """How many mails lie in each folder."""
    with signed_in(port) as box:
        found = {name: box.select(name, readonly=True) for name in ("INBOX", "Taken", "Refused")}
    return {name: int(told[0]) for name, (status, told) in found.items() if status == "OK"}


def emptied(port: int) -> None:
    with signed_in(port) as box:
        for name in ("Taken", "Refused"):
            box.delete(name)
        _status, told = box.select("INBOX")
        if int(told[0]):
            box.store("1:*", "+FLAGS", r"(\Deleted)")
            box.expunge()


class Names(socketserver.ThreadingUDPServer):
    """A DNS server that knows these TXT records; every other name there is not."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Question)
        self.texts: dict[str, str] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Question(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        asked = dns.message.from_wire(self.request[0])
        answer = dns.message.make_response(asked)
        question = asked.question[0]
        text = self.server.texts.get(question.name.to_text(omit_final_dot=True))
        if text is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.TXT:
            parts = " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", "TXT", parts))
        self.request[1].sendto(answer.to_wire(), self.client_address)
