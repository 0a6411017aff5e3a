"""A real installation of its own for the browser: database, folder, web, worker and beat as processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import environ
import psycopg
from psycopg import sql

from deploy.settings import BASE_DIR
from tests.gathered import gather

STARTS_WITHIN = 60.0  # seconds
ENDS_WITHIN = 20.0
LONGEST_COMMAND = 180.0
DATABASE_URL, REDIS_URL = "DATABASE_URL", "REDIS_URL"
TEMPLATE = os.environ.get("TEMPLATE_DATABASE")  # one on that server, migrated, to which nobody is connected


class Broken(Exception):
    """What the command said that should have worked."""


@dataclass(frozen=True)
class System:
    """One installation. `address` has no slash at its end; `folder` is its DATA_DIR."""

    folder: Path
    port: int
    variables: dict[str, str]
    inside: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "supervisor.log"

    @property
    def outgoing(self) -> Path:
        return self.folder / "outgoing"

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints; raises Broken where it fails."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=BASE_DIR, env=self.variables, capture_output=True, text=True, timeout=LONGEST_COMMAND
        )
        if done.returncode:
            raise Broken(done.stdout + done.stderr)
        return done.stdout

    def run(self, *lines: str) -> str:
        """What this Python prints, run inside the installation. Raises Broken where it fails."""
        assert self.inside.stdin
        assert self.inside.stdout
        print(json.dumps("\n".join(lines)), file=self.inside.stdin, flush=True)
        printed, fault = json.loads(self.inside.stdout.readline())
        if fault:
            raise Broken(printed + fault)
        return printed.strip()


@contextmanager
def started(folder: Path, number: int, *lines: str) -> Iterator[System]:
    """The installation, furnished by `lines` of Python, while its processes run. `number` is its own in a run."""
    with ExitStack() as undo:
        port = free_port()
        variables = {**os.environ, "DEMO": "1", "PROFILE": "embedded", "DATA_DIR": str(folder), "PORT": str(port)}
        variables["HOST"] = "127.0.0.1"
        variables[DATABASE_URL] = undo.enter_context(own_database(folder, number))
        if os.environ.get(REDIS_URL):
            variables[REDIS_URL] = f"{os.environ[REDIS_URL].rpartition('/')[0]}/{number}"
        system = System(folder, port, variables, undo.enter_context(inside(variables)))
        if not TEMPLATE:
            system.manage("migrate", "--verbosity=0")
        gather(variables)
        system.run(*lines)
        undo.enter_context(supervised(system))
        yield system


@contextmanager
def inside(variables: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process that runs Python in the installation; it ends with its input."""
    command = [sys.executable, "-m", "tests.browser.inside"]
    variables = {**variables, "DJANGO_SETTINGS_MODULE": "deploy.settings"}
    process = subprocess.Popen(
        command, cwd=BASE_DIR, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield process


@contextmanager
def own_database(folder: Path, number: int) -> Iterator[str]:
    """The URL of a new database: on the server of DATABASE_URL where that is PostgreSQL, else a file."""
    server = os.environ.get(DATABASE_URL, "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = sql.Identifier(database := f"browser_{os.getpid()}_{number}")
    given = environ.Env.db_url_config(server)
    where = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as connection:
        template = sql.Identifier(TEMPLATE or "template1")
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, template))
        yield f"{server.rpartition('/')[0]}/{database}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def supervised(system: System) -> Iterator[None]:
    """Web, worker and beat under their supervisor, which ends them all, and itself where the run is killed."""
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "deploy.supervise"]
    with system.log.open("wb") as output:
        supervisor = subprocess.Popen(
            command, cwd=BASE_DIR, env=system.variables, stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_for_web(system, supervisor)
        yield
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(ENDS_WITHIN)


def wait_for_web(system: System, supervisor: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and supervisor.poll() is None:
        try:
            urllib.request.urlopen(f"{system.address}/account/login/", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    raise Broken(system.log.read_text())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
