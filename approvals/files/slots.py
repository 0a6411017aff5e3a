"""How many of what is large are read at once, and how many wait: the rest is told to come back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

PATIENCE = 8.0  # seconds for which one waits for its place


@dataclass(frozen=True)
class Slots:
    """`at_once` and `waiting` together leave a web process threads for everything else."""

    at_once: int
    waiting: int
    _taken: BoundedSemaphore = field(init=False)
    _free: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_taken", BoundedSemaphore(self.at_once + self.waiting))
        object.__setattr__(self, "_free", BoundedSemaphore(self.at_once))

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Whether there is a place: at once, or within PATIENCE for those few who may wait for it."""
        if not self._taken.acquire(blocking=False):
            yield False
            return
        try:
            with _acquired(self._free) as free:
                yield free
        finally:
            self._taken.release()


@contextmanager
def _acquired(places: BoundedSemaphore) -> Iterator[bool]:
    free = places.acquire(timeout=PATIENCE)
    try:
        yield free
    finally:
        if free:
            places.release()
