"""A clamd on loopback, as far as INSTREAM goes: `scanner.py MODE [SOCKET]`; prints its address.

honest: finds EICAR's test file and nothing else; error: refuses as where a file is too large; hang: stays silent.
"""

import socketserver
import sys
import time

# In two halves, lest a scanner takes this file for what it describes.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    mode = "honest"

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        self.wfile.write(self.answer(content))

    def answer(self, content: bytes) -> bytes:
        if self.mode == "hang":
            time.sleep(60)
        if self.mode == "error":
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


if __name__ == "__main__":
    Clamd.mode = sys.argv[1]
    server = Unix(sys.argv[2], Clamd) if len(sys.argv) > 2 else Tcp(("127.0.0.1", 0), Clamd)
    print(f"unix://{sys.argv[2]}" if len(sys.argv) > 2 else f"tcp://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
