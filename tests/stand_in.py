"""A service of its own on loopback, for tests and rehearsals: `stand_in.py SERVICE FOLDER`; prints its address.

sign: the protocol of docs/signing.md; stamp: RFC 3161; away: answers 503; hang: takes the question and stays silent;
other: signs something else than was asked; noise: answers with what is no signature.
"""

import asyncio
import base64
import hashlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import tsp
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper

SERVICE, FOLDER = sys.argv[1], Path(sys.argv[2])


def key(name: str) -> SimpleSigner:
    return SimpleSigner.load_pkcs12_data((FOLDER / name).read_bytes(), [], b"demo")


class Service(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        (FOLDER / "asked").write_bytes(question)
        if SERVICE == "hang":
            time.sleep(60)
        elif SERVICE == "away":
            self.send_error(503)
        elif SERVICE == "stamp":
            self.answer(stamped(question), "application/timestamp-reply")
        else:
            self.answer(json.dumps({"cms": signed(json.loads(question))}).encode(), "application/json")

    def answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


def stamped(question: bytes) -> bytes:
    signer = key("stamp.p12")
    stamper = DummyTimeStamper(signer.signing_cert, signer.signing_key, certs_to_embed=signer.cert_registry)
    return stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump()


def signed(question: dict) -> str:
    digest = base64.b64decode(question["digest"])
    if SERVICE == "noise":
        return base64.b64encode(b"no signature").decode()
    if SERVICE == "other":
        digest = hashlib.sha256(b"something else").digest()
    answer = asyncio.run(key("signer.p12").async_sign(digest, "sha256", use_pades=True))
    return base64.b64encode(answer.dump()).decode()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
