"""Memory at rest of the embedded profile: web, worker and beat under the supervisor, without demo data."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from .measure import Row, at_most

MOST = 400  # MB
REST = 8  # seconds
PATIENCE = 60  # seconds


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        own = {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "PORT": str(port), "DEMO": "0"}
        own |= {
            "DJANGO_SETTINGS_MODULE": "deploy.settings",
            "HOST": "127.0.0.1",
            "PROFILE": "embedded",
            "REDIS_URL": "",
        }
        environment = os.environ | own
        for command in (["migrate"], ["collectstatic", "--no-input"]):
            subprocess.run([sys.executable, "manage.py", *command, "--verbosity", "0"], env=environment, check=True)
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "deploy.supervise"], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            wait_for(port)
            time.sleep(REST)
            parts = {name_of(pid): resident(pid) for pid in descendants(supervisor.pid)}
        finally:
            supervisor.terminate()
            supervisor.wait(timeout=30)
    beside = ", ".join(f"{name} {size:.0f}" for name, size in parts.items())
    yield at_most("memory at rest of web, worker and beat", sum(parts.values()), MOST, " MB", beside)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    """Until the page of signing in has answered, asked for as by a proxy that speaks TLS."""
    page = urllib.request.Request(f"http://127.0.0.1:{port}/account/login/", headers={"X-Forwarded-Proto": "https"})
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(page, timeout=5).read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def descendants(pid: int) -> list[int]:
    """All processes below `pid`, however deep."""
    children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [found for child in children for found in (child, *descendants(child))]


def resident(pid: int) -> float:
    """Megabytes of resident memory, shared pages counted each time."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def name_of(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return next((word for word in ("deploy.embedded", "worker", "beat") if word in command), str(pid))
