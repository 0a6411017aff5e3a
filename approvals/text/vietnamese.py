"""How Vietnamese text is found and put in order, the same in Python, on SQLite and on PostgreSQL.

Found: tones, hats, case and normal form do not count ("uy ban", "uỷ ban" and "ỦY BAN" are one). In order: a ă â b c d đ
e ê … o ô ơ … u ư …, and of equal letters no tone, huyền, hỏi, ngã, sắc, nặng. People stand by tên,
the last word of a name.
"""

import unicodedata
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, F, Func, Q, TextField, Transform

HATS = "\u0306\u0302\u031b"  # breve, circumflex, horn: they make another letter
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
VOWELS = "aăâeêioôơuưy"
FOLDED = "folded"
COLLATIONS = {"sqlite": "vietnamese", "postgresql": "vi-x-icu"}


def folded(text: str) -> str:
    """A key to find text by, never for show: small letters without marks, one space between words."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).replace("đ", "d").split())


def sort_key(text: str) -> tuple[list[tuple[str, int]], list[int], str]:
    """A key that puts text in the order of the Vietnamese alphabet: the letters decide, then the tones, then case."""
    letters: list[tuple[str, int]] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFD", text.casefold()):
        if sign in HATS and letters:
            letters[-1] = (letters[-1][0], HATS.index(sign) + 1)
        elif sign in TONES and letters:
            tones[-1] = TONES.index(sign) + 1
        elif not unicodedata.combining(sign):
            letters.append(("d", 1) if sign == "đ" else (sign, 0))
            tones.append(0)
    return letters, tones, text


def person_key(name: str) -> tuple[Any, Any]:
    """A key that puts people in order: by tên, the last word of the name, then by the whole."""
    return sort_key(given_name(name)), sort_key(name)


def given_name(name: str) -> str:
    return name.split()[-1] if name.split() else ""


def compare(one: str, other: str) -> int:
    """Below, at or above 0 as `one` stands before, beside or behind `other`: SQLite's collation."""
    first, second = sort_key(one), sort_key(other)
    return (first > second) - (first < second)


def marked_letters() -> dict[str, str]:
    """Each Vietnamese letter that bears a mark, small and capital, with the plain small one."""
    made = {unicodedata.normalize("NFC", base + tone) for base in VOWELS for tone in ["", *TONES]} | {"đ"}
    small = [letter for letter in made if not letter.isascii()]
    return {letter: folded(letter) for each in sorted(small) for letter in (each, each.upper())}


class Folded(Transform):
    """The lookup `name__folded__contains`: give it `folded(text)`. The columns hold NFC."""

    lookup_name = FOLDED
    function = "TRINHDUYET_FOLDED"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        letters = marked_letters()
        pair = f"'{''.join(letters)}', '{''.join(letters.values())}'"
        return self.as_sql(compiler, connection, template=f"translate(lower(%(expressions)s), {pair})", **context)


class InOrder(Func):
    """What a queryset is ordered by, to stand in the order of the Vietnamese alphabet."""

    template = '(%(expressions)s) COLLATE "%(collation)s"'

    def __init__(self, name: "str | Func") -> None:
        super().__init__(F(name) if isinstance(name, str) else name)

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        return super().as_sql(compiler, connection, collation=COLLATIONS[connection.vendor], **context)


class GivenName(Func):
    """The last word of the column, which holds a person's name."""

    function = "TRINHDUYET_GIVEN_NAME"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template=r"substring(%(expressions)s from '\S+\s*$')", **context)


def in_order_of_people(name: str) -> tuple[InOrder, InOrder]:
    """What a queryset is ordered by, to stand in the order of the people's names in this column (`person_key`)."""
    return InOrder(GivenName(F(name))), InOrder(name)


def holds(name: str, text: str) -> Q:
    """Whether the field holds the text, however it is accented and cased."""
    return Q((f"{name}__{FOLDED}__contains", folded(text)))


def teach(connection: Any, **_signal: Any) -> None:
    """Give a new SQLite connection the function and the collation."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(Folded.function, 1, _folded_or_null, deterministic=True)
        connection.connection.create_function(GivenName.function, 1, _given_or_null, deterministic=True)
        connection.connection.create_collation(COLLATIONS["sqlite"], compare)


def _folded_or_null(text: str | None) -> str | None:
    return None if text is None else folded(text)


def _given_or_null(name: str | None) -> str | None:
    return None if name is None else given_name(name)


def register() -> None:
    """Make the lookup known, and teach each connection that is opened from now on."""
    connection_created.connect(teach, dispatch_uid="approvals.vietnamese")
    for field in (CharField, TextField):
        field.register_lookup(Folded)
