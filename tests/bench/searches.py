"""Finding: everything of the whole history taken in, then searched by who works in one ward and who reads them all."""

from collections.abc import Iterator
from time import perf_counter

from approvals.models import SearchRow
from approvals.search import actions as indexing
from approvals.search.querysets import found
from approvals.text.vietnamese import folded
from tests.bench.measure import Row, at_most, milliseconds, percentile
from units import compiled
from units.models import Office, Person
from units.rules import visible_wards

from . import databases
from .world import Ward

SLOWEST = 50  # ms
WORDS = ("báo cáo", "báo cáo tháng 3/2026", "khong co o dau ca")


def rows(ward: Ward, everywhere: Person, requests: int) -> Iterator[Row]:
    took = milliseconds(indexing.compare_all)
    databases.analyze()
    number = SearchRow.objects.count()
    yield at_most("search: taking in all, s", took / 1000, float("inf"), beside=f"{number} rows")
    people = {
        "drafter": ward.holder(Office.DRAFTER, ward.units[0].pk),
        "coordinator": ward.holder(Office.COORDINATOR),
        "for all wards": everywhere,
    }
    for name, person in people.items():
        scopes = list(visible_wards(person).values_list("pk", flat=True))
        for words in WORDS:
            times = [_timed(person, folded(words).split(), scopes) for _turn in range(requests)]
            yield at_most(f"search, {name}: “{words}”, p95", percentile(times, 0.95), SLOWEST, " ms", f"{number} rows")


def _timed(person: Person, words: list[str], scopes: list[int]) -> float:
    began = perf_counter()
    found(person, words, scopes, rows=compiled.rows)
    return (perf_counter() - began) * 1000
