"""A database as a release left it: the tables of that release, filled with what its own code made (`make`)."""

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.serializers.python import Deserializer
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.states import rendered_on_demand

FIXTURE = Path(__file__).parent / "0.1.0"
LAST_OF_RELEASE = dict.fromkeys(("approvals", "units", "workflows"), "0001_first_release")


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[None]:
    """An empty database in place of the tests' one, which stays as it is beside it."""
    kept, name = connection.connection, connection.settings_dict["NAME"]
    own = str(folder / "db.sqlite3") if connection.vendor == "sqlite" else f"{name}_upgrade"
    if connection.vendor == "postgresql":
        _without_database(f'DROP DATABASE IF EXISTS "{own}"', f'CREATE DATABASE "{own}"')
    connection.connection, connection.settings_dict["NAME"] = None, own
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = kept, name
        ContentType.objects.clear_cache()
        if connection.vendor == "postgresql":
            _without_database(f'DROP DATABASE "{own}"')


def _without_database(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fill() -> None:
    """Make the release's tables in an empty database, and put its rows into them."""
    executor = MigrationExecutor(connection)
    leaves = dict(executor.loader.graph.leaf_nodes()) | LAST_OF_RELEASE
    del leaves["casetype"]  # the tests' own, and of today
    with rendered_on_demand():
        apps = executor.migrate(list(leaves.items())).apps
    rows = defaultdict(list)
    with transaction.atomic():
        for each in of_release(apps):
            rows[type(each.object)].append(each)
        for model, objects in rows.items():
            model._base_manager.all().delete()  # what the migrations themselves put there
            model._base_manager.bulk_create([each.object for each in objects], batch_size=200)
        for each in (each for objects in rows.values() for each in objects):
            for field, related in each.m2m_data.items():
                getattr(each.object, field).set(related)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
                cursor.execute(statement)


def of_release(apps: Any) -> Iterator[Any]:
    """The rows as objects of the release's own models."""

    class OfRelease(Deserializer):
        @staticmethod
        def _get_model_from_node(model_identifier: str) -> Any:
            return apps.get_model(model_identifier)

    return iter(OfRelease(json.loads(lzma.decompress((FIXTURE / "rows.json.xz").read_bytes()))))
