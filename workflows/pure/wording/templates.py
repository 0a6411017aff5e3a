"""The small language in which a coordinator writes how a part of the report is drafted. It can only join words.

A template is read line by line, each line a paragraph:

- `[kỳ]` puts in what is named; a list puts in how many it holds.
- `[chỉ tiêu đỏ|có # chỉ tiêu chậm|không có chỉ tiêu chậm]` puts in the first words where there are any, else the
  second; `#` is how many. Brackets may be nested.
- `@nếu chỉ tiêu đỏ: …` keeps the line where there are any, `@nếu không chỉ tiêu đỏ: …` where there are none.
- `@mỗi chỉ tiêu đỏ: …` writes the line for each, and its brackets name what belongs to it.
- Lines that begin with `- ` are items: they end with `;`, the last of them with `.`.

Django's template language is not used: what people type is never run.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from .words import ended

DEEPEST = 3
LONGEST = 8000
DIRECTIVE = re.compile(r"@(mỗi|nếu không|nếu)\s+([^:]+):[ \t]?(.*)")
BULLET = "- "


class WordingFault(ValueError):
    """A template cannot be read; the message is a translated sentence that names the line."""


@dataclass(frozen=True)
class Listed:
    """Things to count or to go through; `words` is what is written for their number."""

    rows: Sequence[Mapping[str, Any]]
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)


Scope = Mapping[str, Any]


@dataclass(frozen=True)
class TemplateNames:
    """What may be named: values and lists everywhere, and what belongs to each row of a list."""

    values: frozenset[str]
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def within(self, listed: str) -> frozenset[str]:
        return self.values | self.lists.keys() | self.lists.get(listed, frozenset())


@dataclass(frozen=True)
class Put:
    """`[name|there|not]`; without alternatives the value itself."""

    name: str
    there: "Text | None" = None
    missing: "Text | None" = None


Text = tuple["str | Put", ...]


@dataclass(frozen=True)
class TemplateLine:
    """A line of a template: `how` is "mỗi", "nếu", "nếu không" or blank, `about` what it asks of."""

    how: str
    about: str
    text: Text


def parse(template: str, names: TemplateNames) -> tuple[TemplateLine, ...]:
    """The template's lines. Raises WordingFault at what is not understood or not known."""
    if len(template) > LONGEST:
        raise WordingFault(gettext("The template is too long: at most %(most)s letters.") % {"most": LONGEST})
    lines = unicodedata.normalize("NFC", template).splitlines()
    return tuple(_line(place, line.strip(), names) for place, line in enumerate(lines, start=1) if line.strip())


def render(lines: Iterable[TemplateLine], scope: Scope) -> str:
    """The paragraphs that the template gives for these facts, a line each."""
    written = (paragraph for line in lines for paragraph in _written(line, scope))
    split = (part.rstrip() for paragraph in written for part in paragraph.split("\n"))
    return "\n".join(_marked([line for line in split if line]))


def _line(place: int, line: str, names: TemplateNames) -> TemplateLine:
    how, about, text = "", "", line
    if line.startswith("@"):
        found = DIRECTIVE.fullmatch(line)
        if not found:
            words = gettext("Line %(line)s begins with @ but is no rule. Write @nếu …: or @mỗi …: before the words.")
            raise WordingFault(words % {"line": place})
        how, about, text = found[1], _name(found[2]), found[3]
        known: Iterable[str] = names.lists if how == "mỗi" else names.within("")
        _require(place, about, known)
    parsed, rest = _text(place, text, names.within(about if how == "mỗi" else ""), depth=0)
    if rest:
        raise WordingFault(gettext("Line %(line)s closes a bracket that was never opened.") % {"line": place})
    return TemplateLine(how, about, parsed)


def _text(place: int, rest: str, known: Iterable[str], depth: int) -> tuple[Text, str]:
    """What can be read up to the end of the enclosing bracket, and what is left over."""
    stop = "[]" if depth == 0 else "[]|"
    pieces: list[str | Put] = []
    while rest:
        cut = next((at for at, letter in enumerate(rest) if letter in stop), len(rest))
        if cut:
            pieces.append(rest[:cut])
        rest = rest[cut:]
        if not rest.startswith("["):
            break
        put, rest = _put(place, rest[1:], known, depth + 1)
        pieces.append(put)
    return tuple(pieces), rest


def _put(place: int, rest: str, known: Iterable[str], depth: int) -> tuple[Put, str]:
    if depth > DEEPEST:
        raise WordingFault(gettext("Line %(line)s has too many brackets within brackets.") % {"line": place})
    found = re.match(r"[^][|]*", rest)
    name, rest = _name(found[0] if found else ""), rest[len(found[0]) if found else 0 :]
    _require(place, name, known)
    alternatives: list[Text] = []
    while rest.startswith("|") and len(alternatives) < 2:
        text, rest = _text(place, rest[1:], known, depth)
        alternatives.append(text)
    if not rest.startswith("]"):
        raise WordingFault(
            gettext("Line %(line)s opens a bracket that is not closed: [%(name)s") % _message_values(place, name)
        )
    there, missing = [*alternatives, None, None][:2]
    return Put(name, there, missing), rest[1:]


def _require(place: int, name: str, known: Iterable[str]) -> None:
    if name not in known:
        words = gettext("Line %(line)s names “%(name)s”, which is not known there. Take a name from the list.")
        raise WordingFault(words % _message_values(place, name))


def _message_values(place: int, name: str) -> dict[str, Any]:
    return {"line": place, "name": name}


def _name(typed: str) -> str:
    return " ".join(typed.casefold().split())


def _written(line: TemplateLine, scope: Scope) -> Iterator[str]:
    if line.how == "mỗi":
        yield from (_put_together(line.text, {**scope, **row}) for row in scope[line.about].rows)
    elif not line.how or bool(scope[line.about]) == (line.how == "nếu"):
        yield _put_together(line.text, scope)


def _put_together(text: Text, scope: Scope, count: str = "#") -> str:
    return "".join(
        piece.replace("#", count) if isinstance(piece, str) else _value(piece, scope, count) for piece in text
    )


def _value(put: Put, scope: Scope, count: str) -> str:
    value = scope[put.name]
    if put.there is None:
        return _plain(value)
    if value:
        return _put_together(put.there, scope, _plain(value))
    return _put_together(put.missing, scope, count) if put.missing else ""


def _plain(value: Any) -> str:
    if isinstance(value, Listed):
        return value.words or f"{len(value.rows):02d}"
    return value if isinstance(value, str) else ""


def _marked(lines: list[str]) -> Iterator[str]:
    """Items end with `;`, the last of a run with `.`."""
    for line, following in zip(lines, [*lines[1:], ""], strict=False):  # nothing follows the last
        if line.startswith(BULLET):
            yield ended(line, ";" if following.startswith(BULLET) else ".")
        else:
            yield line
