"""How a new draft is merged with what people have written: their paragraphs stay, untouched ones are replaced.

A paragraph is a line. The last draft tells the two apart: a line that is still as it was drafted is the draft's, every
other is a person's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = Sequence[str]


@dataclass(frozen=True)
class Offer:
    """Where the text differs from its draft: the present lines, and the draft's. `place` counts these places from 0."""

    place: int
    kept: tuple[str, ...]
    drafted: tuple[str, ...]


def merge(before: str, written: str, draft: str) -> str:
    """`written` on the new `draft`; `before` is the draft on which it was written."""
    base, mine, new = (text.splitlines() for text in (before, written, draft))
    merged = [line for chunk in _chunks(base, mine, new) for line in chunk]
    return "\n".join(merged)


def offers(written: str, draft: str) -> list[Offer]:
    """The places where the text is not as drafted, top to bottom."""
    mine, new = written.splitlines(), draft.splitlines()
    differing = (block for block in _blocks(mine, new) if block[0] != "equal")
    return [
        Offer(place, tuple(mine[start:end]), tuple(new[low:high]))
        for place, (_tag, start, end, low, high) in enumerate(differing)
    ]


def take(written: str, draft: str, place: int) -> str:
    """The text with the draft's lines at that place. Raises IndexError where it has no such place."""
    mine, new = written.splitlines(), draft.splitlines()
    _tag, start, end, low, high = [block for block in _blocks(mine, new) if block[0] != "equal"][place]
    return "\n".join([*mine[:start], *new[low:high], *mine[end:]])


def _blocks(one: Lines, other: Lines) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _chunks(base: Lines, mine: Lines, new: Lines) -> Iterator[Lines]:
    """The merged lines: between the lines that all three share, what `_settled` chooses; then each shared line."""
    in_mine, in_new = _places(base, mine), _places(base, new)
    shared = [(at, in_mine[at], in_new[at]) for at in range(len(base)) if at in in_mine and at in in_new]
    ends = (len(base), len(mine), len(new))
    start = (0, 0, 0)
    for stop in (*shared, ends):
        yield _settled(*(lines[low:high] for lines, low, high in zip((base, mine, new), start, stop, strict=True)))
        if stop != ends:
            yield [base[stop[0]]]
        start = (stop[0] + 1, stop[1] + 1, stop[2] + 1)


def _places(base: Lines, other: Lines) -> dict[int, int]:
    """The index in `other` of each line of `base` that is there too, in the same order."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {start + step: low + step for start, low, size in blocks for step in range(size)}


def _settled(base: Lines, mine: Lines, new: Lines) -> Lines:
    """Untouched: the new draft. Only added to: the new draft and what was added. Changed: as the person left it."""
    if base == mine:
        return new
    added = [line for line in mine if line not in base]
    if [line for line in mine if line in base] == list(base):
        return [*new, *added]
    return mine
