"""Transitions: how many a second, how long each takes, what they cost beside raw SQL, bare viewflow and a long history."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

from .contestants import Product, Raw, Viewflow
from .databases import use
from .measure import Row, at_most, number
from .world import Ward

RETURNED = 40
ONCE = ("consolidate", "send", "approve", "issue")
SHOWN = ("draft", "submit", "take", "accept", "return", *ONCE)
TIMES_RAW = 8
TIMES_VIEWFLOW = 2
TIMES_HISTORY = 1.2

Seconds = dict[str, float]


def codes() -> Iterator[str]:
    """Months that the first ward's plans cover and that no history touches."""
    for year in count(2027):
        for month in range(1, 13):
            yield f"{year}-{month:02}"


def play(contestant: Any, size: int) -> Seconds:
    """Take the case from draft to issue. Seconds for each sort of step; "return" is beside the case."""
    taken: Seconds = {"draft": seconds(contestant.draft)}
    contestant.ready()
    taken["submit"] = each(contestant, contestant.submit, range(size))
    taken["take"] = each(contestant, contestant.take, range(size))
    some = range(min(RETURNED, size))
    taken["return"] = each(contestant, contestant.give_back, some) * size / len(some)
    each(contestant, contestant.submit, some)
    each(contestant, contestant.take, some)
    taken["accept"] = each(contestant, contestant.accept, range(size))
    for name in ONCE:
        contestant.fetch_ward()
        taken[name] = seconds(getattr(contestant, name))
    return taken


def each(contestant: Any, step: Callable[[int], None], places: range) -> float:
    """Seconds for the step over these reports, fetched before."""
    contestant.fetch()
    return seconds(lambda: [step(place) for place in places])


def seconds(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began


def whole(taken: Seconds) -> float:
    return sum(value for name, value in taken.items() if name != "return")


def rounds(ward: Ward, old_ward: Ward | None, number_of: int) -> dict[str, list[Seconds]]:
    """Interleaved rounds, each contestant first in turn. "history" is the product beside the finished cases."""
    found: dict[str, list[Seconds]] = defaultdict(list)
    months = codes()
    for turn in range(number_of):
        code = next(months)
        order = [Product, Raw, Viewflow]
        for contestant in order[turn % 3 :] + order[: turn % 3]:
            use("fresh")
            found[contestant.name].append(play(contestant(ward, code), len(ward.units)))
            if contestant is Product and old_ward:
                use("history")
                found["history"].append(play(Product(old_ward, code), len(ward.units)))
    return found


def rows(found: dict[str, list[Seconds]], size: int, on_postgres: bool) -> Iterator[Row]:
    """The table's lines of a set of rounds."""
    steps = 4 * size + len(ONCE)
    times_raw = ratio(found, "product", "raw", whole)
    times_viewflow = ratio(found, "viewflow", "product", whole)
    rate = {name: steps / median(map(whole, taken)) for name, taken in found.items()}
    yield Row(
        f"transitions a second, a case of {size} units",
        number(rate["product"]),
        beside=f"raw {number(rate['raw'])}, viewflow {number(rate['viewflow'])}",
    )
    yield Row(
        "the case, times faster than bare viewflow",
        number(times_viewflow),
        f">= {TIMES_VIEWFLOW}",
        times_viewflow >= TIMES_VIEWFLOW,
    )
    if on_postgres:
        yield at_most("the case, times raw SQL", times_raw, TIMES_RAW)
    else:
        yield Row("the case, times raw SQL", number(times_raw))
    for name in SHOWN:
        yield step_row(found, name, size)
    if "history" in found:
        yield at_most("transitions beside the history, times without", ratio(found, "history", "product", moves), TIMES_HISTORY)


def moves(taken: Seconds) -> float:
    """The single transitions of unit reports, without the opening and the consolidation."""
    return taken["submit"] + taken["take"] + taken["accept"]


def ratio(found: dict[str, list[Seconds]], over: str, under: str, part: Callable[[Seconds], float]) -> float:
    """The median of the rounds' ratios."""
    return median(part(one) / part(other) for one, other in zip(found[over], found[under], strict=True))


def step_row(found: dict[str, list[Seconds]], name: str, size: int) -> Row:
    parts = 1 if name in ONCE else size

    def cost(who: str) -> float:
        return median(taken[name] for taken in found[who]) / parts * 1000

    def step(taken: Seconds) -> float:
        return taken[name]

    beside = (
        f"{number(ratio(found, 'product', 'raw', step))} x raw ({number(cost('raw'))}), "
        f"viewflow {number(cost('viewflow'))} = {number(ratio(found, 'viewflow', 'product', step))} x this"
    )
    return Row(f"{name}, ms", number(cost("product")), beside=beside)
