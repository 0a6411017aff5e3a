"""The other side of a channel as a process of its own on loopback: `counterpart.py mail|sftp|vxp FOLDER`.

It prints its port, and for sftp the fingerprint of its key, and keeps what it gets in FOLDER. Before each exchange it
reads FOLDER/manner: ok; fail; stall: says nothing more; cut: hangs up in the middle; deaf: takes it, then hangs up
without a word; lie: answers with nonsense; twice: tells everything twice; small: takes no
message of this size. A mail server knows no password.
"""

import asyncio
import hashlib
import json
import os
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import paramiko
from aiosmtpd.smtp import SMTP, AuthResult

KIND, FOLDER = sys.argv[1], Path(sys.argv[2])
STALL = 30  # seconds: longer than any test waits


def manner() -> str:
    path = FOLDER / "manner"
    return path.read_text() if path.exists() else "ok"


def keep(name: str, content: bytes) -> None:
    (FOLDER / name).write_bytes(content)


class Mailbox:
    """Keeps each mail under its Message-ID: what comes twice is one mail."""

    async def handle_DATA(self, server, session, envelope) -> str:
        how = manner()
        if how == "fail":
            return "554 Khong nhan"
        if how == "stall":
            await asyncio.sleep(STALL)
        if how == "cut":
            server.transport.abort()
            return ""
        head = envelope.content.partition(b"\r\n\r\n")[0]
        identity = next(line for line in head.splitlines() if line.lower().startswith(b"message-id"))
        keep(f"{hashlib.sha256(identity).hexdigest()}.eml", envelope.content)
        if how == "deaf":
            server.transport.abort()
        return "250 lie" if how == "lie" else "250 OK"


async def mail() -> None:
    loop = asyncio.get_running_loop()
    locked = {"authenticator": lambda *_given: AuthResult(success=False, handled=False), "auth_require_tls": False}
    server = await loop.create_server(lambda: SMTP(Mailbox(), loop=loop, **locked), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Doors(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        return paramiko.AUTH_SUCCESSFUL if (username, password) == ("phuong", "mat-khau") else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username: str) -> str:
        return "password"


class Written(paramiko.SFTPHandle):
    def write(self, offset: int, data: bytes) -> int:
        how = manner()
        if how == "full":
            return paramiko.SFTP_FAILURE
        if how == "cut":
            os._exit(1)
        if how == "stall":
            time.sleep(STALL)
        return super().write(offset, data)


class Shelf(paramiko.SFTPServerInterface):
    """A real folder, FOLDER/shelf."""

    def _path(self, path: str) -> Path:
        return FOLDER / "shelf" / path.lstrip("/").removeprefix("./")

    def open(self, path, flags, attr):
        handle = Written(flags)
        handle.writefile = handle.readfile = self._path(path).open("w+b" if flags & os.O_CREAT else "rb")
        return handle

    def stat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(self._path(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def mkdir(self, path, attr):
        self._path(path).mkdir()
        return paramiko.SFTP_OK

    def remove(self, path):
        self._path(path).unlink()
        return paramiko.SFTP_OK

    def posix_rename(self, oldpath, newpath):
        if manner() == "deaf" and newpath.endswith("-7.pdf"):
            self._path(oldpath).replace(self._path(newpath))
            os._exit(1)
        self._path(oldpath).replace(self._path(newpath))
        return paramiko.SFTP_OK


def sftp() -> None:
    (FOLDER / "shelf").mkdir(exist_ok=True)
    path = FOLDER / "host"
    if not path.exists():
        paramiko.RSAKey.generate(2048).write_private_key_file(str(path))
    key = paramiko.RSAKey.from_private_key_file(str(path))
    listener = socket.create_server(("127.0.0.1", int(os.environ.get("COUNTERPART_PORT", "0"))))
    print(listener.getsockname()[1], key.fingerprint, flush=True)
    while True:
        line, _address = listener.accept()
        if manner() == "fail":
            line.close()
            continue
        transport = paramiko.Transport(line)
        transport.add_server_key(key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Shelf)
        threading.Thread(target=served, args=(transport,), daemon=True).start()


def served(transport: paramiko.Transport) -> None:
    try:
        transport.start_server(server=Doors())
    except (paramiko.SSHException, EOFError, OSError):
        transport.close()


class Exchange(BaseHTTPRequestHandler):
    """Keeps what is sent as sent-<number>.xml, and gives out what lies there as status-*.xml until it is done with."""

    def do_GET(self) -> None:
        call = self.path.partition("?")[0].strip("/")
        if self.is_odd(call):
            return
        if call == "getSentEdocList":
            names = [path.read_text() for path in FOLDER.glob("sent-*.id")]
            self.answer({"status": "OK", "list": [{"docId": name} for name in names]})
        elif call == "getReceivedEdocList":
            names = sorted(path.stem for path in FOLDER.glob("status-*.xml"))
            self.answer({"status": "OK", "list": [{"docId": name} for name in names * (1 + (manner() == "twice"))]})
        else:
            path = FOLDER / f"{self.path.partition('docId=')[2]}.xml"
            self.give(path.read_bytes() if path.exists() else b"<none/>", "application/xml")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        call = self.path.strip("/")
        with (FOLDER / "calls").open("a") as calls:
            calls.write(json.dumps([call, json.loads(self.headers["header"])]) + "\n")
        if self.headers["Authorization"] != "Bearer ma-truy-cap":
            self.send_error(401)
            return
        if manner() != "deaf" and self.is_odd(call):
            return
        if call == "sendEdoc":
            number = len(list(FOLDER.glob("sent-*.xml"))) + 1
            keep(f"sent-{number}.xml", body)
            identity = body.partition(b"DocumentId>")[2].partition(b"<")[0]
            keep(f"sent-{number}.id", identity)
        if call == "updateStatus":
            told = json.loads(body)
            keep(f"{told['status']}-{told['docId']}", b"")
            (FOLDER / f"{told['docId']}.xml").unlink(missing_ok=True)
        if manner() == "deaf":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.answer({"status": "OK"})

    def is_odd(self, call: str) -> bool:
        how = manner()
        if how == "fail":
            self.send_error(503)
        elif how == "refuse":
            self.answer({"status": "FAIL", "message": "Sai mã định danh"})
        elif how == "small":
            self.send_error(413)
        elif how == "stall":
            time.sleep(STALL)
        elif how == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        elif how == "lie":
            self.give(b"<html>Xin chao</html>", "text/html")
        return how in ("fail", "refuse", "small", "stall", "cut", "lie")

    def answer(self, told: dict) -> None:
        self.give(json.dumps(told).encode(), "application/json")

    def give(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


def vxp() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    if KIND == "mail":
        asyncio.run(mail())
    elif KIND == "sftp":
        sftp()
    else:
        vxp()
