"""What keeps a fault that comes again and again from filling the disk with its lines."""

import logging
import time
from collections import Counter

WINDOW = 60.0  # seconds
MOST = 20  # records of a kind in a window


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
