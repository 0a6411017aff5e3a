"""Transitions: how many a second, and what they cost beside raw SQL, bare viewflow and a long history."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count, islice
from statistics import median
from time import perf_counter
from typing import Any

from .contestants import Product, Raw, Viewflow
from .databases import use
from .measure import Row, at_most, number
from .world import Ward

CHUNK = 10  # reports
RETURNED = 40  # reports
ONCE = ("consolidate", "send", "approve", "issue")
SHOWN = ("draft", "submit", "take", "accept", "return", *ONCE)
TIMES_RAW = 8
TIMES_VIEWFLOW = 2
TIMES_HISTORY = 1.2

Seconds = dict[str, float]
Found = dict[str, list[Seconds]]


def codes() -> Iterator[str]:
    """Months that the first ward's plans cover and that no history touches."""
    for year in count(2027):
        for month in range(1, 13):
            yield f"{year}-{month:02}"


def rounds(ward: Ward, months: Iterator[str], number_of: int) -> Found:
    """Rounds of the same case by all three, step by step beside one another."""
    found: Found = defaultdict(list)
    for code in islice(months, number_of):
        use("fresh")
        contestants = [Product(ward, code), Raw(ward, code), Viewflow(ward, code)]
        for name, taken in play(contestants, len(ward.units)).items():
            found[name].append(taken)
    return found


def play(contestants: list[Any], size: int) -> dict[str, Seconds]:
    """Take each contestant's case from draft to issue; seconds for each sort of step.

    They take turns every CHUNK reports, so that what else the machine does meets all alike. "return" is no part of
    the case.
    """
    taken: dict[str, Seconds] = {contestant.name: defaultdict(float) for contestant in contestants}
    returned = range(min(RETURNED, size))
    for contestant in contestants:
        taken[contestant.name]["draft"] = seconds(contestant.draft)
        contestant.ready()
    for name, step, places in (
        ("submit", "submit", range(size)),
        ("take", "take", range(size)),
        ("return", "give_back", returned),
        ("", "submit", returned),
        ("", "take", returned),
        ("accept", "accept", range(size)),
    ):
        in_turns(contestants, step, places, name, taken)
    for name in ONCE:
        for contestant in contestants:
            contestant.fetch_ward()
            taken[contestant.name][name] = seconds(getattr(contestant, name))
    return taken


def in_turns(contestants: list[Any], step: str, places: range, name: str, taken: dict[str, Seconds]) -> None:
    """The step over these reports, added up under `name`. What a page would have fetched is fetched before."""
    for contestant in contestants:
        contestant.fetch()
    for chunk in (places[start : start + CHUNK] for start in range(0, len(places), CHUNK)):
        contestants = [*contestants[1:], contestants[0]]
        for contestant in contestants:
            call = getattr(contestant, step)
            took = seconds(lambda call=call, chunk=chunk: [call(place) for place in chunk])
            taken[contestant.name][name] += took


def beside_history(wards: dict[str, Ward], months: Iterator[str], number_of: int) -> Found:
    """The product's transitions in a fresh database and in one with a long history, in turns."""
    found: Found = defaultdict(list)
    for turn, code in enumerate(islice(months, number_of)):
        cases = {}
        for name, ward in wards.items():
            use(name)
            cases[name] = Product(ward, code)
            cases[name].draft()
            cases[name].ready()
            found[name].append({})
        for step in ("submit", "take", "accept"):
            for name in reversed(cases) if turn % 2 else cases:
                use(name)
                found[name][-1][step] = all_at(cases[name], step)
    return found


def all_at(case: Product, step: str) -> float:
    """Seconds for the step over the whole case, fetched before; the connection is new, and warmed."""
    case.fetch()
    call = getattr(case, step)
    return seconds(lambda: [call(place) for place in range(len(case.reports))])


def seconds(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began


def whole(taken: Seconds) -> float:
    return sum(value for name, value in taken.items() if name not in ("return", ""))


def rows(found: Found, size: int, on_postgres: bool) -> Iterator[Row]:
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


def history_row(found: Found) -> Row:
    times = ratio(found, "history", "fresh", whole)
    return at_most("submit, take, accept beside the history, times without", times, TIMES_HISTORY)


def ratio(found: Found, over: str, under: str, part: Callable[[Seconds], float]) -> float:
    """The median of the rounds' ratios."""
    return median(part(one) / part(other) for one, other in zip(found[over], found[under], strict=True))


def step_row(found: Found, name: str, size: int) -> Row:
    parts = 1 if name in ONCE else min(RETURNED, size) if name == "return" else size

    def cost(who: str) -> float:
        return median(taken[name] for taken in found[who]) / parts * 1000

    def step(taken: Seconds) -> float:
        return taken[name]

    beside = (
        f"{number(ratio(found, 'product', 'raw', step))} x raw ({number(cost('raw'))}), "
        f"viewflow {number(cost('viewflow'))} = {number(ratio(found, 'viewflow', 'product', step))} x this"
    )
    return Row(f"{name}, ms", number(cost("product")), beside=beside)
