"""A pytest plugin: marks on which of deploy/test's two databases a test has to run. docs/decisions/0072 says why.

`pure` meets no database and runs once. All others run on PostgreSQL; `twice` on SQLite too. Files need no list: a test
bears `twice` by what it asks for, by where it lies, as the first of its file, or where its file says so.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PACKAGES = ("approvals", "units", "workflows")
DATABASE = {"db", "transactional_db", "system"}  # fixtures that bring one
# What a database does otherwise than the other, whatever the file: how many statements it takes, what a commit leaves.
OWN_WAYS = {"statements", "transactional_db"}
# SQL of the product's own, whatever asks which database it is, and an order of what is missing, which each has its own.
OWN_SQL = re.compile(
    r"\.vendor\b|\.cursor\(\)|connection\.features\.|RawSQL|RunSQL|\.raw\(|\bFunc\b|\bnulls_(first|last)\b"
)
# Walks through all pages, all events, a month, and the schema of earlier releases.
WALKS = re.compile(r"tests/(upgrade|casetype|workflows/demo)/|/test_every_\w+\.py$")


@cache
def rooms_of_own_sql() -> frozenset[str]:
    """Folders of the product with SQL of its own, but for migrations: the tests' template runs all of those."""
    found = (path for package in PACKAGES for path in (TOP / package).rglob("*.py") if path.parent.name != "migrations")
    return frozenset(
        path.parent.relative_to(TOP).as_posix() for path in found if OWN_SQL.search(path.read_text(encoding="utf-8"))
    )


def file_of(item: pytest.Item) -> str:
    return item.path.relative_to(TOP).as_posix()


def meets_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("browser")
    return bool(marked or DATABASE & set(getattr(item, "fixturenames", ())))


def bears_on_both(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    commits = bool(mark and mark.kwargs.get("transaction"))
    if commits or OWN_WAYS & set(getattr(item, "fixturenames", ())):
        return True
    file = file_of(item)
    return bool(WALKS.search(file)) or file.removeprefix("tests/").rpartition("/")[0] in rooms_of_own_sql()


def firsts(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """The first of each file. A file is of one action, page or rule, so that each of them is met."""
    seen = set()
    for item in items:
        if item.path not in seen:
            seen.add(item.path)
            yield item


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    either = []  # what neither database is the only one for
    for item in items:
        if not meets_database(item):
            item.add_marker("pure")
        elif not item.get_closest_marker("browser") and not item.get_closest_marker("postgres"):
            either.append(item)
    for item in {*firsts(either), *filter(bears_on_both, either)}:
        item.add_marker("twice")
