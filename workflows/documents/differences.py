"""What differs between two renderings of a report, as a person compares them: figures, entries, words.

Pure: both sides are the JSON that `content.canonical` wrote, the older one perhaps by an older version of the product,
so what a side does not have counts as blank. Figures are compared as numbers and told as the document prints them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from units.models.authority import PREFIXES
from workflows.pure.wording.words import NOTHING, figure

from .pages.layout import RATINGS

Content = Mapping[str, Any]

KEPT_AROUND = 5  # words shown on each side of a change
MOST_WORDS = 1500  # of a paragraph: beyond, it is told as a whole
GAP = "…"


@dataclass(frozen=True)
class Run:
    """Words in a row that are the "same", "gone" or "new"."""

    kind: str
    text: str


Paragraph = tuple[Run, ...]


@dataclass(frozen=True)
class FieldChange:
    """A field of a row that differs: its row's name, its own, what stood there and what stands there now."""

    name: str
    field: str | Promise
    old: str
    new: str
    words: Paragraph = ()


@dataclass(frozen=True)
class Prose:
    """A part of the text with the paragraphs that differ."""

    title: str | Promise
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Differences:
    """All that differs. `form` is the heading, opening, signature and recipients, which differ in each period."""

    figures: tuple[FieldChange, ...] = ()
    entries: tuple[FieldChange, ...] = ()
    prose: tuple[Prose, ...] = ()
    form: tuple[Paragraph, ...] = ()

    @property
    def count(self) -> int:
        return len(self.figures) + len(self.entries) + sum(len(part.paragraphs) for part in self.prose)


def differences(old: Content, new: Content) -> Differences:
    """What `new` says otherwise than `old`."""
    return Differences(
        figures=(
            *_changed(_by_number(old["indicators"]), _by_number(new["indicators"]), FIGURES, "name"),
            *_changed(_by_number(_fields(old)), _by_number(_fields(new)), FIELDS, "name"),
        ),
        entries=tuple(_changed(_by_number(_entries(old)), _by_number(_entries(new)), ENTRIES, "work")),
        prose=tuple(_prose(_sections(old), _sections(new))),
        form=tuple(changed_paragraphs(list(_form(old)), list(_form(new)))),
    )


def changed_paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    """The paragraphs that differ, word by word, in their order; spaces count once."""
    old, new = ([" ".join(paragraph.split()) for paragraph in side] for side in (old, new))
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (changed_words(*pair) for pair in zip_longest(old[i:j], new[k:m], fillvalue=""))


def changed_words(old: str, new: str) -> Paragraph:
    """Runs that tell how `old` became `new`; what is the same is shortened around the changes."""
    before, after = old.split(), new.split()
    if before == after:
        return (Run("same", " ".join(after)),) if after else ()
    if not before or not after or max(len(before), len(after)) > MOST_WORDS:
        return tuple(Run(kind, text) for kind, text in (("gone", old.strip()), ("new", new.strip())) if text)
    runs: list[Run] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run("same", _shortened(before[i:j], first=i == 0, last=j == len(before))))
            continue
        runs += [Run(kind, " ".join(words)) for kind, words in (("gone", before[i:j]), ("new", after[k:m])) if words]
    return tuple(runs)


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    """The words beside the changes, the others as "…"."""
    head, tail = (0 if first else KEPT_AROUND), (0 if last else KEPT_AROUND)
    if len(words) <= head + tail + 1:
        return " ".join(words)
    return " ".join([*words[:head], GAP, *words[len(words) - tail :]])


def _by_number(rows: Iterable[Content]) -> dict[int, Content]:
    return {row["number"]: row for row in rows}


def _entries(content: Content) -> Iterator[Content]:
    for group in content["assignments"]:
        yield from group["rows"]


def _fields(content: Content) -> Iterator[Content]:
    """The fields of the outline, each with its result, note and units' answers joined into one text to compare."""
    for section in content.get("fields", ()):
        for line in section["lines"]:
            remarks = [f"{each['unit']}: {' '.join(each['paragraphs'])}" for each in line["told"]]
            yield {**line, "result": "; ".join(filter(None, [line["result"], *remarks]))}
        for table in section["tables"]:
            rows = (", ".join(filter(None, row)) for row in table["rows"])
            yield {"number": table["number"], "name": table["title"], "result": "; ".join(rows)}


def _sections(content: Content) -> dict[str, Content]:
    return {section["key"]: section for section in content["sections"]}


Reader = Callable[[Any], str]


def _as_figure(value: Any) -> str:
    return figure(Decimal(value)) if value is not None else NOTHING


def _as_rating(value: Any) -> str:
    return RATINGS.get(value, NOTHING)


def _as_words(value: Any) -> str:
    return " ".join(str(value or "").split())


FIGURES: dict[str, tuple[str | Promise, Reader]] = {
    "name": (_("Wording"), _as_words),
    "measure": (_("Unit of measure"), _as_words),
    "goal": (_("Goal"), _as_figure),
    "in_period": (_("In the period"), _as_figure),
    "year_to_date": (_("Since the year began"), _as_figure),
    "rating": (_("Rating"), _as_rating),
    "note": (_("Note"), _as_words),
}
ENTRIES: dict[str, tuple[str | Promise, Reader]] = {
    "work": (_("Wording"), _as_words),
    "product": (_("What comes of it"), _as_words),
    "due": (_("Due by"), _as_words),
    "lead": (_("Lead unit"), _as_words),
    "cooperating": (_("Cooperating units"), _as_words),
    "status": (_("Status"), _as_words),
    "progress": (_("Progress"), _as_words),
}


FIELDS: dict[str, tuple[str | Promise, Reader]] = {
    "name": (_("Wording"), _as_words),
    "measure": (_("Unit of measure"), _as_words),
    "result": (_("In the period"), _as_words),
    "note": (_("Note"), _as_words),
}


def _changed(
    old: dict[int, Content], new: dict[int, Content], fields: dict[str, tuple[str | Promise, Reader]], name: str
) -> Iterator[FieldChange]:
    """Field by field, row by row; a row that came or went differs in all that it says."""
    for number in sorted(old.keys() | new.keys()):
        before, after = old.get(number, {}), new.get(number, {})
        called = f"{number}. {(after or before).get(name, '')}"
        for field, (label, read) in fields.items():
            was, is_now = read(before.get(field)), read(after.get(field))
            if was != is_now:
                words = changed_words(was, is_now) if field in ("work", "progress") else ()
                yield FieldChange(called, label, was, is_now, words)


def _prose(old: dict[str, Content], new: dict[str, Content]) -> Iterator[Prose]:
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key, {}), new.get(key, {})
        paragraphs = tuple(changed_paragraphs(list(_paragraphs(before)), list(_paragraphs(after))))
        if paragraphs:
            yield Prose((after or before).get("title", ""), paragraphs)


def _paragraphs(section: Content) -> Iterator[str]:
    """The paragraphs of a section, then what each unit says in it."""
    yield from section.get("paragraphs", ())
    for remark in section.get("remarks", ()):
        yield from (f"{remark['unit']}: {paragraph}" for paragraph in remark["paragraphs"])


APART = ("indicators", "assignments", "fields", "annexes", "sections", "made_at")


def _form(content: Content) -> Iterator[str]:
    """Every other text of the document, a line each."""
    for key in sorted(content.keys() - set(APART)):
        yield from _texts(content[key])


def _texts(value: Any) -> Iterator[str]:
    """Its texts as the document prints them: an authority by its prefix; the issuer's form shows in its lines."""
    if isinstance(value, Mapping):
        for key in sorted(value.keys() - {"form"}):
            yield from _texts(PREFIXES.get(value[key], "") if key == "kind" else value[key])
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif value is not None and value != "":
        yield str(value)
