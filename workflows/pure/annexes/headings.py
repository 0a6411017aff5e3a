"""Which row of a table holds its headings, and what each column is. Tones, case and the order do not count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from approvals.text.vietnamese import folded
from units.workbook.sheets.cells import Cell, plain
from units.workbook.sheets.grid import Cells

from .content import Table

LONGEST = 14  # words of a heading
FEWEST = 2  # columns that are known, of a row of headings
# In the order in which they are asked: "đơn vị chủ trì thực hiện" leads, "đơn vị phối hợp thực hiện" cooperates.
FIELDS = (
    ("number", r"(so )?(stt|tt|so thu tu|thu tu)|#|no\.?"),
    ("measure", r".*(don vi tinh|\bdvt\b|don vi do).*|don vi \(tinh\)"),
    ("lead", r".*(chu tri|dau moi|chiu trach nhiem|duoc giao|phu trach).*"),
    ("cooperating", r".*(phoi hop|cung thuc hien).*"),
    ("authority", r".*(tham quyen|phe duyet|cap trinh).*"),
    ("due", r".*(thoi gian|thoi han|thoi diem|tien do|han hoan thanh|ngay hoan thanh|ky han|lo trinh).*|han"),
    ("product", r".*(san pham|dau ra|ket qua (can dat|dat duoc|du kien)|du kien ket qua).*"),
    ("comparison", r".*(so sanh|dau so).*"),
    (
        "goal",
        r"((cac )?(muc tieu|muc phan dau|phan dau|chi tieu (giao|phan dau|ke hoach)|ke hoach( giao)?|muc dat|muc giao|"
        r"gia tri|so luong|chi tieu nam|kh)\b.*)|nam 20[0-9]{2}|.*\b(phan dau|muc tieu) (den )?(het )?nam 20[0-9]{2}.*",
    ),
    ("lead", r".*(don vi|co quan|phong|bo phan|nguoi|can bo)\b.*(thuc hien|tham muu|theo doi)|phan cong( thuc hien)?"),
    ("lead", r"(don vi|co quan)( bao cao)?"),
    ("group", r"(ma |ten )?(nhom|linh vuc)\b.*"),
    (
        "text",
        r"((ten|noi dung|danh muc|cac|tom tat) )*(chi tieu|nhiem vu|cong viec|noi dung|chi so|hoat dong|giai phap|"
        r"noi dung cong viec|muc tieu cu the)\b.*",
    ),
)
NEXT_COLUMNS = re.compile(r"thuc hien nam|ket qua nam|ghi chu|nam truoc|uoc thuc hien")
YEAR = re.compile(r"20[0-9]{2}")
COLUMN_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class Headings:
    """The rows from `first` to `last` that hold a table's headings; columns by our fields; all titles by column."""

    first: int
    last: int
    columns: dict[str, int]
    titles: dict[int, str]

    def mapped(self, fields: dict[int, str]) -> "Headings":
        """As somebody has chosen it: our field, or blank, by column."""
        return replace(self, columns={field: column for column, field in fields.items() if field})


def find_headings(table: Table, year: int | None) -> list[Headings]:
    """All rows of headings in the table, from above; a table that is printed on several pages repeats its own."""
    found: list[Headings] = []
    for number in sorted(table.cells):
        if found and number <= found[-1].last:
            continue
        one = _at(table.cells, number, year)
        if one and "text" in one.columns and len(one.columns) >= FEWEST:
            found.append(_with_second_row(table.cells, one, year))
    return found


def _with_second_row(cells: Cells, one: Headings, year: int | None) -> Headings:
    """Headings of two rows: "Đơn vị thực hiện" above "Chủ trì" and "Phối hợp"."""
    below = cells.get(one.last + 1, {})
    shared = any(cell.origin[0] < one.last + 1 for cell in below.values())
    parted = len({cell.origin for cell in cells[one.first].values()}) < len(cells[one.first])
    if not (shared or parted):
        return one
    titles = {
        column: " ".join(
            dict.fromkeys(part for part in (one.titles.get(column, ""), _title(below.get(column))) if part)
        )
        for column in one.titles | below
    }
    fields = {column: field_of(_title(below.get(column)) or one.titles.get(column, "")) for column in titles}
    joined = Headings(one.first, one.last + 1, _columns(titles, year, fields), titles)
    return joined if set(joined.columns) >= set(one.columns) else one


def _at(cells: Cells, number: int, year: int | None) -> Headings | None:
    """None where the row is no row of headings: most of what it says would be known."""
    row = cells[number]
    titles = {column: _title(cell) for column, cell in row.items()}
    if any(len(title.split()) > LONGEST for title in titles.values()) or len({c.origin for c in row.values()}) < 2:
        return None
    fields = {column: field_of(title) for column, title in titles.items()}
    known = [title for column, title in titles.items() if fields[column]]
    if 2 * len(set(known)) < len(set(titles.values())) or not _distinct(row, fields):
        return None
    return Headings(number, number, _columns(titles, year, fields), titles)


def _distinct(row: dict[int, Cell], fields: dict[int, str]) -> bool:
    return len({row[column].origin for column, field in fields.items() if field}) >= FEWEST


def field_of(title: str) -> str:
    """Our name of a column with this heading; blank where it is none of ours."""
    words = _words(title)
    return next((name for name, pattern in FIELDS if re.fullmatch(pattern, words)), "") if words else ""


def _columns(titles: dict[int, str], year: int | None, fields: dict[int, str]) -> dict[str, int]:
    """The first column of each field; of goals of several years the one of the plan's year."""
    columns: dict[str, int] = {}
    for column in sorted(titles):
        if fields[column] and not (fields[column] == "goal" and _is_of_another_year(titles[column], year)):
            columns.setdefault(fields[column], column)
    return columns


def _is_of_another_year(title: str, year: int | None) -> bool:
    years = YEAR.findall(title)
    return bool(NEXT_COLUMNS.search(folded(title))) or bool(years and year and str(year) not in years)


def _title(cell: Cell | None) -> str:
    return " ".join(plain(cell).split()) if cell else ""


def _words(title: str) -> str:
    """Without a remark in brackets, signs and line ends."""
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", title) or title
    return re.sub(r"[\s.:*/]+", " ", folded(bare)).strip()


def are_column_numbers(row: dict[int, Cell]) -> bool:
    """The row (1) (2) (3) … or A B 1 2 … that forms have under their headings."""
    written = [folded(_title(cell)).strip("()[] ") for _column, cell in sorted(row.items())]
    numbers = [int(each) for each in written if COLUMN_NUMBER.fullmatch(each)]
    others = [each for each in written if not COLUMN_NUMBER.fullmatch(each)]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return counted and len(written) > 2 and all(len(each) == 1 for each in others) and numbers[0] in (0, 1)


def titles_in_order(headings: Headings) -> Iterator[tuple[int, str, str]]:
    """(column, heading, our field or blank), from the left."""
    fields = {column: field for field, column in headings.columns.items()}
    for column, title in sorted(headings.titles.items()):
        yield column, title, fields.get(column, "")
