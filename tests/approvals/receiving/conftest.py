import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

PROGRAM = Path(__file__).with_name("installation.py")
TO_MAKE = "CREATE DATABASE {name} TEMPLATE {template}"


class Installation:
    """Another installation of the product: a process that is killed and started again on its own database."""

    def __init__(self, folder: Path, database: str) -> None:
        given = {"DATA_DIR": str(folder), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "deploy.settings"}
        given |= {"PYTHONPATH": str(settings.BASE_DIR), "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "x" * 64}
        given |= {"PROFILE": "embedded", "DEMO": "0", "REDIS_URL": "", "CELERY_TASK_ALWAYS_EAGER": "1"}
        self.environment, self.port = os.environ | given, 0
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-W", "ignore", str(PROGRAM), str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.port = int(self._line())

    def kill(self) -> None:
        """As kill -9 does."""
        self.process.kill()
        self.process.wait()

    def asked(self, what: str, **told: Any) -> Any:
        """What a person does there."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": what, **told}) + "\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/exchange"

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@pytest.fixture
def other(tmp_path) -> Iterator[Installation]:
    """The installation of the province, on an empty database of its own."""
    template, folder = os.environ["TEMPLATE_DATABASE"], tmp_path / "province"
    folder.mkdir()
    if connection.vendor == "sqlite":
        shutil.copy(template, folder / "db.sqlite3")
        found = Installation(folder, f"sqlite:///{folder / 'db.sqlite3'}")
        yield found
        found.kill()
        return
    given, name = connection.settings_dict, f"province_{os.getpid()}"
    server = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as own:
        own.execute(TO_MAKE.format(name=name, template=template))
        found = Installation(folder, f"{server}/{name}")
        yield found
        found.kill()
        own.execute(f"DROP DATABASE {name} WITH (FORCE)")
