"""The fixed cast of the tests: the demo's own, named by unit and office."""

from datetime import datetime

from approvals.clock import ZONE, at
from units.models import Unit
from workflows.demo import cast as demo

from .remembered import known

SETTLED = "2026-01-02 08:00"


def instant(text: str) -> datetime:
    """ "2026-11-03 09:00", Vietnamese time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def settle() -> demo.Cast:
    with at(instant(SETTLED)):
        return demo.settle()


def cast() -> demo.Cast:
    """The cast, settled by whoever asks first."""
    return known.copied_cast(gathered)


def gathered() -> demo.Cast:
    ward = Unit.objects.filter(ward=None, code="MINHXUAN").first()
    return demo.gather(ward) if ward else settle()
