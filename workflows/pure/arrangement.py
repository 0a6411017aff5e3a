"""Which parts a report has, and in which order: as its outline says, or as every report had them. Pure."""

from collections.abc import Iterable, Sequence

INDICATORS, ASSIGNMENTS = OF_THE_PLAN = ("indicators", "assignments")
TEXTS = ("results", "difficulties", "proposals", "directions")
STANDING = (*OF_THE_PLAN, *TEXTS)
FIELDS = "fields"  # a section with fields of its own


def arrangement_of(asked: Sequence[str]) -> list[str]:
    """What a period keeps of these parts, in the outline's order; nothing where the outline leaves no standing part
    out, moves none, and has its own sections at the end.
    """
    return [] if tuple(asked[: len(STANDING)]) == STANDING else list(asked)


def arranged(arrangement: Sequence[str], own: Iterable[str]) -> list[str]:
    """The parts in order; `own` are the outline's own sections that have fields. Where nothing is arranged, these stand
    between what the plan gives and the texts.
    """
    there = list(own)
    if not arrangement:
        return [*OF_THE_PLAN, *there, *TEXTS]
    return [part for part in arrangement if part in STANDING or part in there]


def asked_of(arrangement: Sequence[str]) -> tuple[str, ...]:
    """The standing parts that are asked for, in order."""
    return tuple(part for part in arrangement if part in STANDING) if arrangement else STANDING
