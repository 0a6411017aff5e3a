"""`python -m tests.bench [--only ROW…] [--rounds N] [--quick]`, on the empty database that DATABASE_URL names.

Prints a table; exit status 1 only where something failed to run, whatever the figures are.
"""

import argparse
import gc
import sys
import traceback
from collections.abc import Callable, Iterator

import django

django.setup()

from django.db import connection  # noqa: E402

from tests.bench import (  # noqa: E402
    calls,
    consolidations,
    counts,
    databases,
    desks,
    dispatches,
    documents,
    exports,
    history,
    load,
    memory,
    opinions,
    pages,
    phones,
    provinces,
    races,
    reminders,
    searches,
    steps,
    tables,
    trails,
    transitions,
    world,
)
from tests.bench.measure import Row  # noqa: E402
from units.models import Membership, Office, Person  # noqa: E402

GROUPS = (
    *("transitions", "statements", "history", "pages", "consolidation", "documents", "trail", "reminders"),
    *("tables", "search", "dispatches", "provinces", "exports", "api", "memory", "phone", "races", "load"),
)
NEED_HISTORY = ("history", "pages", "consolidation", "trail", "search", "api")
POSTGRES_ONLY = ("races", "load")
ONCE = ("documents", "memory", "phone")  # the same on both databases: measured with the first
WARDS, UNITS = 50, 200
PROVINCE = (124, 20)  # wards, and units of each


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/bench")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS, metavar="ROW", help=", ".join(GROUPS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="small cases and a short history: to try, not to quote")
    return parser.parse_args()


class Bench:
    """One run on one database."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.on_postgres = connection.vendor == "postgresql"
        left_out = ONCE if self.on_postgres else POSTGRES_ONLY
        self.groups = [name for name in given.only if name not in left_out]
        self.rounds = given.rounds
        self.quick = given.quick
        self.units = 40 if given.quick else UNITS
        self.wards = 5 if given.quick else WARDS
        self.requests = 10 if given.quick else 30
        self.province = (5, 20) if given.quick else PROVINCE
        self.seconds = 10 if given.quick else 60
        self.months = transitions.codes()

    def run(self) -> Iterator[tuple[str, Callable[[], Iterator[Row]]]]:
        """The groups asked for, in the order in which they disturb one another least."""
        databases.use("fresh")
        self.fresh = world.build(1, self.units)[0]
        if set(self.groups) & set(NEED_HISTORY):
            databases.use("history")
            wards = world.build(self.wards, self.units)
            self.old, self.everywhere = wards[0], overseer(wards)
            history.fill(wards)
            databases.analyze()
        gc.collect()
        gc.freeze()  # no server holds this world in memory: its garbage collection is not the product's
        for name in GROUPS:
            if name in self.groups:
                yield name, getattr(self, name)

    def transitions(self) -> Iterator[Row]:
        found = transitions.rounds(self.fresh, self.months, self.rounds)
        yield from transitions.rows(found, self.units, self.on_postgres)

    def history(self) -> Iterator[Row]:
        wards = {"fresh": self.fresh, "history": self.old}
        yield transitions.history_row(transitions.beside_history(wards, self.months, self.rounds))

    def statements(self) -> Iterator[Row]:
        databases.use("fresh")
        yield from counts.rows(self.fresh, next(self.months))

    def pages(self) -> Iterator[Row]:
        databases.use("history")
        yield from pages.rows(self.old, self.everywhere, self.requests)
        yield from desks.rows(self.old, self.requests)
        yield from steps.rows(self.old)

    def consolidation(self) -> Iterator[Row]:
        databases.use("fresh")
        yield from consolidations.rows(self.fresh, next(self.months), self.rounds)
        yield from consolidations.footprint(self.fresh, next(self.months))
        yield from consolidations.field_rows(self.fresh, next(self.months), self.rounds)
        yield from opinions.rows(self.fresh, self.rounds)
        databases.use("history")
        yield from consolidations.rows(self.old, next(self.months), self.rounds, beside=", beside the history")

    def documents(self) -> Iterator[Row]:
        yield from documents.rows()

    def trail(self) -> Iterator[Row]:
        databases.use("history")
        yield from trails.rows(self.wards * self.units * len(history.FINISHED_MONTHS), self.rounds)

    def reminders(self) -> Iterator[Row]:
        yield from reminders.rows(*self.province)

    def tables(self) -> Iterator[Row]:
        databases.use("fresh")
        yield from tables.rows(self.fresh)

    def search(self) -> Iterator[Row]:
        databases.use("history")
        yield from searches.rows(self.old, self.everywhere, self.requests)

    def dispatches(self) -> Iterator[Row]:
        yield from dispatches.rows(*([200] if self.quick else []))

    def provinces(self) -> Iterator[Row]:
        yield from provinces.rows(self.province[0], self.requests, self.rounds)

    def exports(self) -> Iterator[Row]:
        yield from exports.rows(self.province[0], 9)

    def api(self) -> Iterator[Row]:
        databases.use("history")
        yield from calls.rows(self.old, self.requests)

    def memory(self) -> Iterator[Row]:
        yield from memory.rows()

    def phone(self) -> Iterator[Row]:
        yield from phones.rows(self.rounds)

    def races(self) -> Iterator[Row]:
        databases.use("fresh")
        yield from races.rows(self.fresh, next(self.months))

    def load(self) -> Iterator[Row]:
        yield from load.rows(*self.province, self.seconds)


def overseer(wards: list[world.Ward]) -> Person:
    """Somebody who coordinates all the wards: the longest desk there can be."""
    person = Person.objects.create(username="overseer", name="Overseer", password="!")
    held = Membership.objects.filter(office=Office.COORDINATOR, unit__in=[ward.unit for ward in wards])
    groups = dict(held.values_list("unit_id", "group_id"))
    Membership.objects.bulk_create(
        Membership(person=person, unit_id=unit, group_id=group, office=Office.COORDINATOR, starts_at=world.SINCE)
        for unit, group in groups.items()
    )
    return person


def main() -> int:
    failed = []
    bench = Bench(arguments())
    print(f"{'PostgreSQL' if bench.on_postgres else 'SQLite'}", flush=True)
    for name, measure in bench.run():
        print(f"  {name}", flush=True)
        try:
            for row in measure():
                print(f"    {row.name:58} {row.figure:>10}  {row.target:10} {row.verdict:12} {row.beside}", flush=True)
        except Exception:  # the other groups are measured all the same
            traceback.print_exc()
            failed.append(name)
    if failed:
        print(f"FAILED to run: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
