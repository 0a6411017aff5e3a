"""Codes made of names, for addresses."""

from collections.abc import Collection
from itertools import count

from django.utils.text import slugify

LONGEST = 24


def free_code(name: str, taken: Collection[str], before: str = "") -> str:
    """A code for the name that is not taken yet: "bao-cao-quy", "bao-cao-quy-2"; `before` stands before it."""
    bare = slugify(f"{before}{name.replace('Đ', 'D').replace('đ', 'd')}")[:LONGEST].strip("-") or "loai"
    numbered = (f"{bare}-{place}" for place in count(2))
    return bare if bare not in taken else next(code for code in numbered if code not in taken)
