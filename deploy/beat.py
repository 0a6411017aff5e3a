"""Celery's schedule, kept in a file, which a clock that is set back does not stop."""

from typing import Any

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """A task that last ran later than now counts as run just now: else it would wait for the clock to catch up."""
        for entry in self.schedule.values():
            if entry.last_run_at > entry.default_now():
                entry.last_run_at = entry.default_now()
                self._heap = None  # times of the old clock
        return super().tick(*args, **kwargs)
