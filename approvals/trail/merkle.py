"""Merkle trees as RFC 6962, section 2.1, hashes them: one root for a growing list, and short proofs about it.

`leaves` are hashes made by `leaf`. A tree that only grows is kept as its `peaks`, the roots of its full subtrees from
the largest to the smallest: so a list of millions goes on from a dozen hashes.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def push(peaks: list[bytes], size: int, added: bytes) -> None:
    """Append a leaf to the peaks of a tree that has `size` leaves."""
    while size & 1:
        added, size = node(peaks.pop(), added), size >> 1
    peaks.append(added)


def top(peaks: Sequence[bytes]) -> bytes:
    """The root over the peaks; of no peaks the hash of nothing."""
    if not peaks:
        return hashlib.sha256().digest()
    found = peaks[-1]
    for peak in reversed(peaks[:-1]):
        found = node(peak, found)
    return found


def root(leaves: Sequence[bytes]) -> bytes:
    peaks: list[bytes] = []
    for size, each in enumerate(leaves):
        push(peaks, size, each)
    return top(peaks)


def split(size: int) -> int:
    """The largest power of two below `size`, which is two at least: how many leaves the left subtree has."""
    return 1 << (size - 1).bit_length() - 1


def inclusion(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """What proves that the leaf at `place`, from 0, is in the tree: the audit path of section 2.1.1."""
    if len(leaves) == 1:
        return []
    half = split(len(leaves))
    if place < half:
        return [*inclusion(leaves[:half], place), root(leaves[half:])]
    return [*inclusion(leaves[half:], place - half), root(leaves[:half])]


def inclusions(leaves: Iterable[tuple[int, bytes]], wanted: Collection[int]) -> dict[int, tuple[int, list[bytes]]]:
    """Place and audit path of those leaves whose key is wanted, in one pass that keeps no other: as `inclusion`."""
    found: dict[int, tuple[int, list[bytes]]] = {}
    peaks: list[tuple[bytes, list[int]]] = []  # each with the keys of the wanted leaves below it
    for place, (key, added) in enumerate(leaves):
        own, size = [key] if key in wanted else [], place
        found |= {each: (place, []) for each in own}
        peaks.append((added, own))
        while size & 1:
            _join(peaks, found)
            size >>= 1
    while len(peaks) > 1:
        _join(peaks, found)
    return found


def _join(peaks: list[tuple[bytes, list[int]]], found: dict[int, tuple[int, list[bytes]]]) -> None:
    """Make one tree of the two smallest; each is the next step of the paths in the other."""
    (left, before), (right, after) = peaks[-2:]
    for keys, beside in ((before, right), (after, left)):
        for key in keys:
            found[key][1].append(beside)
    peaks[-2:] = [(node(left, right), [*before, *after])]


def growth(before: int, peaks: Sequence[bytes], path: Sequence[bytes]) -> list[bytes]:
    """As `consistency` for the tree of the first `before` leaves, from its peaks and the path of its last leaf in the
    later tree.
    """
    whole = before & -before  # leaves below its last peak
    own = [] if whole == before else [peaks[-1]]
    return [*own, *path[whole.bit_length() - 1 :]]


def root_from(added: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an audit path leads to from a leaf. Raises ValueError where the path has not the tree's length."""
    if size == 1:
        if path:
            raise ValueError("The path is longer than the tree is high.")
        return added
    if not path:
        raise ValueError("The path is shorter than the tree is high.")
    half = split(size)
    if place < half:
        return node(root_from(added, place, half, path[:-1]), path[-1])
    return node(path[-1], root_from(added, place - half, size - half, path[:-1]))


def consistency(leaves: Sequence[bytes], before: int) -> list[bytes]:
    """What proves that the tree of the first `before` leaves is the beginning of this one: section 2.1.2."""
    return _consistency(leaves, before, whole=True) if 0 < before < len(leaves) else []


def _consistency(leaves: Sequence[bytes], before: int, *, whole: bool) -> list[bytes]:
    if before == len(leaves):
        return [] if whole else [root(leaves)]
    half = split(len(leaves))
    if before <= half:
        return [*_consistency(leaves[:half], before, whole=whole), root(leaves[half:])]
    return [*_consistency(leaves[half:], before - half, whole=False), root(leaves[:half])]


def roots_from(before: int, size: int, known: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that a consistency path leads to; `known` is the old root.

    Raises ValueError where the path does not fit the sizes. The proof holds where both are the roots one knows.
    """
    if not 0 < before < size:
        if path or before != size:
            raise ValueError("The path does not fit the sizes.")
        return known, known
    rest = list(path)
    found = _roots_from(before, size, known, rest, whole=True)
    if rest:
        raise ValueError("The path is longer than the tree is high.")
    return found


def _roots_from(before: int, size: int, known: bytes, rest: list[bytes], *, whole: bool) -> tuple[bytes, bytes]:
    if before == size:
        found = known if whole else _next(rest, last=False)
        return found, found
    half, side = split(size), _next(rest, last=True)
    if before <= half:
        old, new = _roots_from(before, half, known, rest, whole=whole)
        return old, node(new, side)
    old, new = _roots_from(before - half, size - half, known, rest, whole=False)
    return node(side, old), node(side, new)


def _next(rest: list[bytes], *, last: bool) -> bytes:
    if not rest:
        raise ValueError("The path is shorter than the tree is high.")
    return rest.pop() if last else rest.pop(0)
