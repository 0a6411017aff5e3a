"""What a measurement is: a name, its figure, what was to be reached, and the same in other hands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Row:
    """A line of the table. `reached` is None where nothing is to be reached; `beside` is what it is compared with."""

    name: str
    figure: str
    target: str = ""
    reached: bool | None = None
    beside: str = ""

    @property
    def verdict(self) -> str:
        return {None: "", True: "reached", False: "NOT reached"}[self.reached]


def at_most(name: str, value: float, target: float, unit: str = "", beside: str = "") -> Row:
    """A figure that is not to pass `target`."""
    return Row(name, f"{number(value)}{unit}", f"<= {number(target)}{unit}", value <= target, beside)


def number(value: float) -> str:
    """Three digits at least, no more decimals than tell something."""
    if isinstance(value, int) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def milliseconds(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000


def middle(values: Iterable[float]) -> float:
    return median(values)


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def processor_milliseconds(call: Callable[[], object]) -> float:
    """Of this process's own time on a processor: what others do on the machine is not in it, nor is PostgreSQL."""
    began = process_time()
    call()
    return (process_time() - began) * 1000


class Counted:
    """How many statements reach the database within the block, but for the transaction's own words. Their SQL is not
    kept, which would cost a tenth of what is timed beside it: SQLite's parameters are quoted one by one for that.
    """

    def __enter__(self) -> "Counted":
        self.count = 0
        self._around = connection.execute_wrapper(self._one)
        self._around.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._around.__exit__(*raised)

    def _one(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        self.count += not sql.startswith(WORDS)
        return execute(sql, *given)


class Statements(CaptureQueriesContext):
    """What reaches the database within the block, but for the transaction's own words."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def sql(self) -> list[str]:
        return [row["sql"] for row in self.captured_queries if not row["sql"].startswith(WORDS)]

    def __len__(self) -> int:
        return len(self.sql)

    def in_transaction_of(self, words: str) -> int:
        """How many belong to the transaction of the first statement that holds these words."""
        whole = [row["sql"] for row in self.captured_queries]
        place = next(place for place, sql in enumerate(whole) if words in sql)
        first = max(place for place, sql in enumerate(whole[:place]) if sql.startswith("BEGIN"))
        last = next(place for place, sql in enumerate(whole) if place > first and sql.startswith("COMMIT"))
        return sum(not sql.startswith(WORDS) for sql in whole[first:last])
