"""The types of attached files, as each room registers its own: their bytes lie in one folder, and go by all of them."""

from collections.abc import Callable, Iterator
from typing import Any

from approvals.registry import Registry
from workflows.models import AttachedFile

KINDS: Registry[type[AttachedFile]] = Registry()  # by what rows of the outbox call them
DROPPED: Registry[Callable[[Any], dict[str, list[Any]]]] = Registry()  # by the same names


def register(model: type[AttachedFile], *, dropped: Callable[[Any], dict[str, list[Any]]] | None = None) -> None:
    """`dropped` does in a locked case what follows where malware was found in the row's file, and returns what changed.

    Raises ImproperlyConfigured for a name that is registered already.
    """
    KINDS.add({model.NAME: model})
    if dropped:
        DROPPED.add({model.NAME: dropped})


def rows(**wanted: Any) -> Iterator[AttachedFile]:
    """The rows of every type that are so, each with its case."""
    for model in KINDS.values():
        found: Any = model._default_manager.filter(**wanted)
        yield from found.select_related(model.CASE)


def named_in(payload: dict[str, Any], *scans: str) -> AttachedFile | None:
    """The row that a row of the outbox names, where its scan is one of these; None where it is not, or is gone."""
    name = next(name for name in payload if name in KINDS)
    return KINDS[name]._default_manager.filter(pk=payload[name], scan__in=scans).first()
