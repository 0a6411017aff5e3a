"""A pytest plugin: the settled database of SQLite is kept in a file, from which later runs begin.

A mutant's tests run for a second or two, and the migrations would take ten. KEPT_DATABASE names the file. Hypothesis
does not measure time here: on a busy machine a slow test is no mutant noticed.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation
from hypothesis import HealthCheck, settings

settings.register_profile("mutation", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("mutation")

KEPT = os.environ["KEPT_DATABASE"]
create_test_db = DatabaseCreation.create_test_db


def copy_of_kept(creation: DatabaseCreation, **options: Any) -> str:
    """In place of migrating, for Django's own `create_test_db`."""
    if not os.path.exists(KEPT):
        return create_test_db(creation, **options)
    name = creation._get_test_db_name()
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    with closing(sqlite3.connect(KEPT)) as kept:
        kept.backup(connection.connection)
    return name


DatabaseCreation.create_test_db = copy_of_kept


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef) -> Iterator[None]:
    result = yield
    if fixturedef.argname == "django_db_setup" and fixturedef.baseid == "tests" and not os.path.exists(KEPT):
        with closing(sqlite3.connect(KEPT)) as kept:
            connection.connection.backup(kept)
    return result
