"""The one clock. Everything that asks for the time asks here.

Tests and the demo's past months set it with `at`, which refuses where neither DEMO nor a test run is on; what is only
rehearsed, with `rehearsed`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import pgettext

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The present day in Vietnam."""
    return now().astimezone(ZONE).date()


def deadline(at: datetime, day: str = "%d/%m/%Y") -> str:
    """The first moment that is late, as pages and mails say it behind "before": "ngày 05/11/2026" where it is the
    beginning of that day in Vietnam, else "16:00 ngày 05/11/2026"; in English "05/11/2026" and "16:00 on 05/11/2026".
    """
    local = at.astimezone(ZONE)
    values = {"day": f"{local:{day}}", "time": f"{local:%H:%M}"}
    words = pgettext("deadline", "%(day)s") if local.time() == time.min else pgettext("deadline", "%(time)s on %(day)s")
    return words % values


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Set the clock to an aware `instant` for the block. Raises ImproperlyConfigured in a real installation."""
    if not settings.CLOCK_MAY_BE_SET:
        raise ImproperlyConfigured("The clock can be set in demo mode and in tests alone.")
    with rehearsed(instant):
        yield


@contextmanager
def rehearsed(instant: datetime) -> Iterator[None]:
    """The same in a real installation too: only for what is rolled back afterwards (workflows.rehearsal)."""
    token = _set_to.set(instant)
    try:
        yield
    finally:
        _set_to.reset(token)
