"""Where log records go, and what keeps faults that come again and again, and refusals, from filling the disk."""

import logging
import time
from collections import Counter
from typing import Any

WINDOW = 60.0  # seconds
MOST = 20  # records of a kind in a window
FAULTS = 500  # statuses from here on are the product's own faults


class AtMost(logging.Filter):
    """Lets so many records of a kind through each minute; the last of them says that more of it is left out.

    A kind is a logger with its message before values are put in, and the class of the exception.
    """

    def __init__(self) -> None:
        super().__init__()
        self.began = time.monotonic()
        self.seen: Counter[tuple[str, str, type | None]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        if time.monotonic() - self.began >= WINDOW:
            self.began, self.seen = time.monotonic(), Counter()
        kind = (record.name, str(record.msg), record.exc_info[0] if record.exc_info else None)
        self.seen[kind] += 1
        if self.seen[kind] == MOST:
            record.msg = f"{record.msg} (the rest of this minute's are left out)"
        return self.seen[kind] <= MOST


def told_in_a_line(record: logging.LogRecord) -> bool:
    """Lets everything through. What was refused, as Django notes it, loses its traceback: nothing broke."""
    if record.name == "django.request" and getattr(record, "status_code", FAULTS) < FAULTS:
        record.exc_info = record.exc_text = None
    return True


def logging_at(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything from `level` on goes to the console, one line a record."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "filters": {"at_most": {"()": "deploy.logs.AtMost"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["at_most", told_in_a_line],
            }
        },
        "root": {"handlers": ["console"], "level": level},
    }
