"""Which tests run on SQLite too in a run of everything. docs/decisions/0072 says why."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import databases
from tests.databases import TOP, WALKS, rooms_of_own_sql


@dataclass(eq=False)
class Item:
    """As much of a test as the rule asks for."""

    file: str = "tests/units/tree/test_units.py"
    fixturenames: tuple[str, ...] = ("cast", "db")
    marks: dict[str, pytest.Mark] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return TOP / self.file

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self.marks.get(name)

    def add_marker(self, name: str) -> None:
        self.marks[name] = getattr(pytest.mark, name).mark


def marked(**asked) -> set[str]:
    """What the rule adds to a test of this kind that is not the first of its file."""
    first, item = Item(), Item(**asked)
    given = set(item.marks)
    databases.pytest_collection_modifyitems([first, item])
    return set(item.marks) - given


def test_what_meets_no_database_runs_once():
    assert marked(fixturenames=("tmp_path",)) == {"pure"}


def test_what_does_runs_on_postgresql_alone():
    assert marked() == set()
    assert marked(fixturenames=(), marks={"django_db": pytest.mark.django_db.mark}) == set()


def test_the_first_of_each_file_runs_on_both_so_that_every_page_action_and_rule_is_met():
    pure = Item("tests/units/tree/test_wards.py", ())
    firsts = [Item(), Item("tests/units/tree/test_wards.py")]
    databases.pytest_collection_modifyitems([pure, *firsts, Item()])
    assert [set(item.marks) for item in (pure, *firsts)] == [{"pure"}, {"twice"}, {"twice"}]


@pytest.mark.parametrize("fixture", ["statements", "transactional_db"])
def test_what_counts_statements_or_commits_runs_on_both(fixture):
    assert marked(fixturenames=("db", fixture)) == {"twice"}


def test_what_commits_by_its_mark_runs_on_both():
    assert marked(marks={"django_db": pytest.mark.django_db(transaction=True).mark}) == {"twice"}


@pytest.mark.parametrize("alone", ["browser", "postgres"])
def test_what_needs_postgresql_runs_there_alone(alone):
    marks = {alone: getattr(pytest.mark, alone).mark}
    assert marked(file="tests/approvals/trail/test_trail.py", marks=marks) == set()


def test_a_room_with_sql_of_its_own_runs_on_both():
    assert marked(file="tests/approvals/trail/test_trail.py") == {"twice"}
    assert {"approvals", "approvals/trail", "approvals/register", "approvals/outbox"} <= rooms_of_own_sql()
    assert "workflows/figures/origins" in rooms_of_own_sql()
    assert "workflows/outlines" not in rooms_of_own_sql()  # Django writes its window for either database


@pytest.mark.parametrize("room", sorted(rooms_of_own_sql()))
def test_the_tests_of_such_a_room_lie_where_they_are_looked_for(room):
    assert list((TOP / "tests" / room).glob("test_*.py"))


@pytest.mark.parametrize(
    "walk", ["upgrade/test_upgrade", "workflows/cases/test_every_form", "workflows/demo/test_demo"]
)
def test_walks_through_everything_run_on_both(walk):
    file = f"tests/{walk}.py"
    assert (TOP / file).exists()
    assert WALKS.search(file)
    assert marked(file=file) == {"twice"}
