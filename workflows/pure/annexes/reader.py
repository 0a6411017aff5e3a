"""An annex from its tables: all rows, what is doubted of them, and what is said once for the whole."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from units.workbook.sheets.cells import plain

from .content import Annex, AnnexRow, Doubt, Kind, Table, UnreadableAnnex
from .content import Mapping as Columns
from .fonts import old_encoding, way_out
from .headings import Headings, find_headings, titles_in_order
from .lines import AnnexItem, Lines, read_lines, renumbered
from .names import UnitNames
from .rows import Reader, Seen

YEAR_SAID = re.compile(r"năm (20[0-9]{2})|\b[0-9]{1,2}/(20[0-9]{2})\b", re.IGNORECASE)
YEAR_ABOVE = re.compile(r"năm\s+(20[0-9]{2})", re.IGNORECASE)
SMALLEST_TOLD = 3  # rows of a table without headings that is worth a sentence
COUNTED = {
    "indicator": gettext_lazy(
        "The indicators were counted through from 1: the annex numbers none, begins anew in each group, or has numbers "
        "like 1.1."
    ),
    "assignment": gettext_lazy(
        "The assignments were counted through from 1: the annex numbers none, begins anew in each group, or has "
        "numbers like 1.1."
    ),
}
Chosen = Mapping[str, Mapping[int, str]]


def read_annex(
    tables: Sequence[Table],
    names: UnitNames,
    *,
    year: int | None = None,
    chosen: Chosen | None = None,
    before_counts: bool | None = None,
) -> Annex:
    """Read the tables. `year` is the plan's, else the one that the annex names; `chosen`: fields by table and column,
    where somebody corrected the mapping. Raises UnreadableAnnex where no table has headings.
    """
    _refuse_old_encoding(tables)
    named = _year_of(tables)
    lines, headings, notes = _lines(tables, year or named, chosen or {})
    if not headings:
        raise UnreadableAnnex(
            _("No table has a row of headings such as STT, Nội dung, Đơn vị chủ trì, Thời gian. Add or copy it.")
        )
    reader = Reader(names, year or named, before_counts)
    rows = []
    for kind in ("indicator", "assignment"):
        items = [item for item in lines.items if _kind(item) == kind]
        rows += _numbered(items, kind, reader, notes)
    if any(table.scanned for table in tables):
        rows = [_of_scan(row) for row in rows]
        notes.append(_("This is a scan: letters and figures may be misread. Compare each row with the paper."))
    if not rows:
        raise UnreadableAnnex(_("The table has headings and no rows below them. Copy the rows too."))
    if year and named and year != named:
        notes.append(
            _("The annex speaks of %(named)s, the plan is of %(year)s. Check that it is the right annex.")
            % {"named": named, "year": year}
        )
    return Annex(
        rows=tuple(sorted(rows, key=lambda row: not row.doubts)),
        mappings=tuple(Columns(name, tuple(titles_in_order(each))) for name, each in headings.items()),
        notes=(*notes, *_said_once(reader.seen)),
        questions=_questions(reader),
        left_out=tuple(lines.left_out),
        year=year or named,
    )


def _lines(tables: Sequence[Table], year: int | None, chosen: Chosen) -> tuple[Lines, dict[str, Headings], list[str]]:
    """The lines of all tables; the first headings of each table; sentences about tables."""
    lines, headings, notes = Lines(), dict[str, Headings](), list[str]()
    before: tuple[Headings, int, str] | None = None
    for table in tables:
        notes += table.notes
        found = find_headings(table, year)
        width = max((max(row) for row in table.cells.values()), default=0)
        if not found and before and before[1] == width:
            found = [replace(before[0], first=0, last=0)]
            group = before[2]
            notes.append(
                _("%(table)s has no headings: it was read as going on from the table before.") % {"table": table.name}
            )
        elif not found:
            if len(table.cells) >= SMALLEST_TOLD:
                notes.append(_("%(table)s has no row of headings and was left out.") % {"table": table.name})
            continue
        else:
            group = ""
        found = [each.mapped(dict(chosen[table.name])) for each in found] if table.name in chosen else found
        headings.setdefault(table.name, found[0])
        ends = [each.first for each in found[1:]] + [max(table.cells) + 1]
        for each, end in zip(found, ends, strict=True):
            group = read_lines(table, each, end, lines, group)
        before = (found[-1], width, group)
    return lines, headings, notes


def _kind(item: AnnexItem) -> Kind:
    """A table of indicators has goals; where it has due times too, a row without a goal is an assignment."""
    if not {"goal", "measure"} & item.columns:
        return "assignment"
    both = "due" in item.columns and "due" in item.cells
    return "assignment" if both and not {"goal", "measure"} & item.cells.keys() else "indicator"


def _numbered(items: list[AnnexItem], kind: Kind, reader: Reader, notes: list[str]) -> list[AnnexRow]:
    """The rows of one kind. Numbers that begin anew in each group, or like 1.1, are counted through; said once."""
    numbers = Counter(item.number for item in items)
    if items and (numbers[1] > 1 or any(item.nested for item in items) or set(numbers) == {None}):
        items = list(renumbered(items))
        numbers = Counter(item.number for item in items)
        notes.append(str(COUNTED[kind]))
    rows = [reader.row(item, kind) for item in items]
    twice = {number for number, count in numbers.items() if number and count > 1}
    return [_doubled(row) if row.number in twice else row for row in rows]


def _doubled(row: AnnexRow) -> AnnexRow:
    sentence = _("The number %(number)s stands in several rows. Give each its own.") % {"number": row.number}
    return replace(row, doubts=(*row.doubts, Doubt("number", sentence)))


def _of_scan(row: AnnexRow) -> AnnexRow:
    doubt = Doubt("text", _("Read from a picture: compare words, figures and units with the paper."))
    return replace(row, doubts=(*row.doubts, doubt))


def _said_once(seen: Seen) -> list[str]:
    notes = []
    if seen.led_twice:
        sentence = ngettext(
            "In %(count)s row the leading unit stood among the cooperating units too; there it was left out.",
            "In %(count)s rows the leading unit stood among the cooperating units too; there it was left out.",
            seen.led_twice,
        )
        notes.append(sentence % {"count": seen.led_twice})
    for words, number in seen.groups.items():
        notes.append(_("“%(words)s” was read as all %(number)d of them.") % {"words": words, "number": number})
    if seen.above:
        notes.append(_("Goals such as “Trên 85%” are read as ≥ 85; the words are kept beside the number."))
    return notes


def _questions(reader: Reader) -> tuple[str, ...]:
    if not reader.seen.before or reader.before_counts is not None:
        return ()
    return (_("Some rows are due “trước” a day. Does that day itself still count? Until you say otherwise it does."),)


def _year_of(tables: Sequence[Table]) -> int | None:
    """The year above the tables, else the one most often named in them."""
    for table in tables:
        if found := YEAR_ABOVE.findall(table.before):
            return int(found[-1])
    texts = chain.from_iterable(_texts(table) for table in tables)
    years = Counter(year for text in texts for found in YEAR_SAID.findall(text) for year in found if year)
    return int(years.most_common(1)[0][0]) if years else None


def _texts(table: Table) -> list[str]:
    return [plain(cell) for row in table.cells.values() for cell in row.values()]


def _refuse_old_encoding(tables: Collection[Table]) -> None:
    if encoding := old_encoding(text for table in tables for text in _texts(table)):
        raise UnreadableAnnex(way_out(encoding))
