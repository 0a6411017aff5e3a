"""Runs web, worker and beat together and starts again the one that dies: `python -m deploy.supervise`.

Reads HOST (127.0.0.1), PORT (8000) and DATA_DIR through the settings' environment. Linux only: the children die with
the supervisor, however it ends.
"""

import fcntl
import http.client
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from django.core.exceptions import ImproperlyConfigured

from approvals.outbox.processes import die_with
from deploy.settings import BASE_DIR, DATA_DIR, PORT, env
from deploy.values import own_folder

GRACE = 10.0  # seconds between TERM and KILL
STEADY = 30.0  # seconds after which a child counts as running well
LONGEST_PAUSE = 30.0  # seconds, at most, before a child that keeps dying is started again
TICK = 0.2  # seconds
HERE_OF = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # where one reaches what listens everywhere
PROBED = "/static/img/mark.svg"  # answered whatever ALLOWED_HOSTS says, and without the database
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """One sentence that says why, and what to do."""


def say(line: str) -> None:
    try:
        print(line, flush=True)
    except OSError:
        # The terminal is gone. Stopping the children matters more than telling of it.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


@dataclass
class Child:
    """One supervised command, in a process group of its own."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = 0.0
    unfinished: bytes = field(default=b"", repr=False)

    def start(self) -> IO[bytes]:
        """Start the command; returns its output, to be read without blocking."""
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=partial(die_with, os.getpid()),
        )
        self.started = time.monotonic()
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        return self.process.stdout

    def send(self, number: signal.Signals) -> None:
        """Signal the command and whatever it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def pause(self) -> float:
        """Seconds before the next start: longer each time that the command died young."""
        lived = time.monotonic() - self.started
        self.deaths = 0 if lived > STEADY else self.deaths + 1
        return 0.0 if self.deaths == 0 else min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)

    def lines(self, chunk: bytes) -> list[str]:
        *whole, self.unfinished = (self.unfinished + chunk).split(b"\n")
        return [line.decode(errors="replace") for line in whole]


class Supervisor:
    """Keeps `commands` running until a stop signal comes; asks `ready` each turn until it has a line to say."""

    def __init__(self, commands: Mapping[str, Sequence[str]], ready: Callable[[], str | None]) -> None:
        self.children = [Child(name, command) for name, command in commands.items()]
        self.ready = ready
        self.announced = False
        self.stopping = False
        self.width = max(len(name) for name in commands)
        self.selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Returns when all children, and theirs, have ended."""
        for number in STOP_SIGNALS:
            # Whoever started this in the background had INT ignored, too, and meant nothing by it; nohup means HUP.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self.stop)
        try:
            while not self.stopping:
                self.turn()
        finally:
            self.end()

    def stop(self, number: int, _frame: object) -> None:
        self.stopping = True

    def turn(self) -> None:
        for child in self.children:
            self.keep_running(child)
        self.forward(TICK)
        if not self.announced and (line := self.ready()):
            self.announced = True
            say(line)

    def keep_running(self, child: Child) -> None:
        if child.process is not None and child.process.poll() is not None:
            status = child.process.returncode
            child.send(signal.SIGKILL)  # what the dead command left behind
            child.process = None
            pause = child.pause()
            child.start_at = time.monotonic() + pause
            say(f"{child.name} ended with status {status}; starting it again in {pause:.0f} s")
        if child.process is None and time.monotonic() >= child.start_at:
            output = child.start()
            self.selector.register(output, selectors.EVENT_READ, (child, output))

    def forward(self, seconds: float) -> None:
        """Print the children's output, each line after its name, waiting for it for at most `seconds`."""
        for key, _ in self.selector.select(seconds):
            child, output = key.data
            chunk = output.read1(65536)
            for line in child.lines(chunk or b"\n" * bool(child.unfinished)):
                say(f"{child.name:{self.width}} | {line}")
            if not chunk:
                self.selector.unregister(output)
                output.close()

    def end(self) -> None:
        """TERM to every group, KILL to what is left after the grace."""
        say("Stopping")
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(c.process and c.process.poll() is None for c in self.children) and time.monotonic() < deadline:
            self.forward(TICK)
        for child in self.children:
            child.send(signal.SIGKILL)
            if child.process:
                child.process.wait()
        say("Stopped")


def lock(folder: Path) -> IO[str]:
    """Hold `folder` for this process until the returned file is closed. Raises CannotStart where another holds it."""
    handle = (folder / "supervisor.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotStart(f"Trình duyệt is running already on {folder}: stop it, or set another DATA_DIR.") from None
    return handle


def refuse_taken(host: str, port: int) -> None:
    """Raises CannotStart where nothing can listen on the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Cannot listen on {host} port {port} ({error.strerror}): set another PORT or HOST."
            ) from error


def web_ready(host: str, port: int) -> Callable[[], str | None]:
    """Whether the web answers yet: then the line that tells the address."""
    reached = HERE_OF.get(host, host)
    shown = f"[{reached}]" if ":" in reached else reached

    def ready() -> str | None:
        connection = http.client.HTTPConnection(reached, port, timeout=5)
        try:
            connection.request("HEAD", PROBED)
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return f"Trình duyệt đang chạy (is running): http://{shown}:{port}  Ctrl-C để dừng (to stop)"

    return ready


def commands(host: str, port: int) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    listen = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    schedule = f"--schedule={DATA_DIR / 'beat-schedule'}"
    return {
        "web": [*python, "deploy.embedded", listen],
        "worker": [sys.executable, "manage.py", "worker"],
        "beat": [
            *python,
            "celery",
            "--quiet",
            "--app=deploy.celery",
            "beat",
            schedule,
            "--pidfile=",
            "--loglevel=WARNING",
        ],
    }


def main() -> None:
    host, port = env.str("HOST", default="127.0.0.1"), PORT
    with lock(own_folder(DATA_DIR)):
        refuse_taken(host, port)
        Supervisor(commands(host, port), web_ready(host, port)).run()


if __name__ == "__main__":
    try:
        main()
    except (CannotStart, ImproperlyConfigured) as error:
        sys.exit(str(error))
