import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from approvals.clock import at
from approvals.trail import append_only
from tests import people, prepared, remembered, settled
from workflows.demo.cast import Cast

pytest_plugins = ["tests.databases", "tests.schedule", "tests.starts"]
# Nothing is collected for tests: pages name the files where they lie. Set before the web application is loaded.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS = None, True
settings.WHITENOISE_AUTOREFRESH = True  # a file is looked for when it is asked for, not all of them by each client
gc.set_threshold(50_000, 20, 20)  # statements of SQL are made of many small objects, few of which are ever garbage


def pytest_collection_finish() -> None:
    """What was imported and collected stays: it need not be gone through for garbage, now or later."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    # A process that a test starts is the product. (Set at import, pytest's workers would inherit it as theirs.)
    os.environ["DJANGO_SETTINGS_MODULE"] = "deploy.settings"
    prepared.keep_all()
    settings.CLOCK_MAY_BE_SET = True
    settings.DOCUMENTS_DIR = tmp_path_factory.mktemp("documents")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # a real one takes its time on purpose


@pytest.fixture(autouse=True)
def numbers_of_this_test_alone() -> Iterator[None]:
    """What a test that commits has noted of its numbers goes with its rows."""
    yield
    shutil.rmtree(settings.DOCUMENTS_DIR / "numbers", ignore_errors=True)


@pytest.fixture
def empty_folders(settings: Any, tmp_path: Path) -> None:
    """Folders that hold nothing of other tests: whoever looks through them would read every document made so far."""
    settings.DOCUMENTS_DIR, settings.OUTGOING_DIR = tmp_path / "documents", tmp_path / "outgoing"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> Iterator[None]:
    """deploy/test gives a migrated database to begin from: the name of one on PostgreSQL, else an SQLite file."""
    template = os.environ.get("TEMPLATE_DATABASE")
    if template and connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as in_memory:
            with closing(sqlite3.connect(template)) as file:
                file.backup(in_memory)
            yield  # while it is open the database stays
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The cast is settled once; a test's transaction is rolled back to it.

    What commits is put back by DELETE, which triggers refuse on SQLite: they are laid down.
    """
    with django_db_blocker.unblock():
        people.cast()
        if connection.vendor == "sqlite":
            append_only.disarm(connection)
            append_only.disarm(connection, append_only.CHECKPOINTS)
            lay_down_deletion_triggers()
        remembered.watch()
        settled.instead_of_flush()


def lay_down_deletion_triggers() -> None:
    """Those of tables that are not the trail's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%_no_delete'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


@pytest.fixture(autouse=True)
def what_a_test_can_tell_of_arranging(request, monkeypatch, tmp_path_factory) -> None:
    """tests/remembered.py looks whether an arrangement has to run."""
    remembered.known.captures = "django_capture_on_commit_callbacks" in request.fixturenames
    remembered.known.patch, remembered.known.scratch = monkeypatch, str(tmp_path_factory.getbasetemp())
    asks = "tmp_path" in request.fixturenames
    remembered.known.own = str(request.getfixturevalue("tmp_path")) if asks else ""


@pytest.fixture(autouse=True)
def the_language_of_settings() -> Iterator[None]:
    """A page that was asked for in English leaves English behind in the process: the next test begins anew."""
    yield
    translation.deactivate()


@pytest.fixture
def cast(copied) -> Cast:
    """Phường Minh Xuân, everybody in office, no period open yet but where a test starts from more."""
    return copied[0] if copied else people.cast()


@pytest.fixture
def on_day() -> Iterator:
    """Set the clock for the rest of the test: `on_day("2026-11-03 09:00")`, Vietnamese time."""
    blocks = []

    def set_to(text: str) -> None:
        block = at(people.instant(text))
        block.__enter__()
        blocks.append(block)

    yield set_to
    for block in reversed(blocks):
        block.__exit__(None, None, None)


class Statements(CaptureQueriesContext):
    """Counts what reaches the database, but for the transaction's own words."""

    WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")

    @property
    def sql(self) -> list[str]:
        return [row["sql"] for row in self.captured_queries if not row["sql"].startswith(self.WORDS)]

    def __len__(self) -> int:
        return len(self.sql)


@pytest.fixture
def statements(db) -> type:
    """`with statements() as counted: …; assert len(counted) <= 8`"""
    return lambda: Statements(connection)
