"""The figures of a report for machines: `so-lieu.json` and `so-lieu.csv`, within the PDF and beside it.

Both are exact, where the printed page rounds to two decimals, and neither holds number or date: the figures are those
that were approved, whatever the register says later.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from io import StringIO
from itertools import count
from typing import Any

from workflows.pure.arrangement import INDICATORS
from workflows.pure.wording.words import roman

from .content import AssignmentGroup, AssignmentLine, DocumentContent, FieldLine, FieldSection, IndicatorLine, Rating
from .pages.layout import NOT_REPORTED
from .pages.tables import answer_of, in_order

COLOURS = {Rating.GREEN: "Xanh", Rating.YELLOW: "Vàng", Rating.RED: "Đỏ"}  # what programs read: these words stay
FORMULA_STARTS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class DataLine:
    """A row of `so-lieu.csv`: both annexes in one table, told apart by the first column."""

    annex: str
    number: int
    group: str = ""
    name: str = ""
    measure: str = ""
    goal: str = ""
    in_period: str = ""
    year_to_date: str = ""
    rating: str = ""
    note: str = ""
    product: str = ""
    due: str = ""
    lead: str = ""
    cooperating: str = ""
    status: str = ""
    progress: str = ""


HEADINGS = (
    *("Phụ lục", "STT", "Nhóm nhiệm vụ", "Nội dung", "ĐVT", "Mục tiêu", "Trong kỳ", "Lũy kế", "Đánh giá", "Ghi chú"),
    *("Sản phẩm", "Thời gian", "Cơ quan chủ trì", "Cơ quan phối hợp", "Tình trạng", "Kết quả trong kỳ"),
)
FIGURES = frozenset({"number", "goal", "in_period", "year_to_date"})


def figures_json(content: DocumentContent) -> bytes:
    """UTF-8 JSON, keys in Vietnamese without marks; decimals are texts with a point, `null` is "nothing known"."""
    facts: dict[str, Any] = {
        "co_quan_ban_hanh": content.issuer.full_name,
        "ky_hieu": content.issuer.symbol,
        "trich_yeu": content.subject,
        "ke_hoach": content.plan.symbol if content.plan else None,
        "chi_tieu": [_indicator_facts(row) for row in content.indicators],
        "nhiem_vu": [_assignment_facts(group, row) for group in content.assignments for row in group.rows],
    }
    if content.practice:
        facts["tap_duot"] = True
    if content.on_paper:
        facts["ky_giay"] = True
    if content.urgency:
        facts["do_khan"] = content.urgency
    if content.fields:
        facts["noi_dung_khac"] = [_section_facts(section) for section in content.fields]
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def figures_csv(content: DocumentContent) -> bytes:
    """For a Vietnamese Excel: UTF-8 with its mark, `;` between cells, decimal commas; no text starts a formula."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(_cells(line) for line in _lines(content))
    return file.getvalue().encode("utf-8-sig")


def plain(value: Decimal | None, point: str = ".") -> str | None:
    """The exact value without exponent or idle zeros: `88.52`, `6000`."""
    if value is None:
        return None
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace(".", point)


def _section_facts(section: FieldSection) -> dict[str, Any]:
    return {
        "muc": section.title,
        "truong": [_field_facts(line) for line in section.lines],
        "bang": [
            {"ten": table.title, "cot": [table.first, *table.columns], "dong": [list(row) for row in table.rows]}
            for table in section.tables
        ],
    }


def _field_facts(line: FieldLine) -> dict[str, Any]:
    return {
        "ma": f"F{line.number}",
        "ten": line.name,
        "dvt": line.measure,
        "gia_tri": plain(line.value),
        "ket_qua": line.result,
        "don_vi": [{"ten": remark.unit, "ket_qua": "\n".join(remark.paragraphs)} for remark in line.told],
        "ghi_chu": line.note,
    }


def _indicator_facts(row: IndicatorLine) -> dict[str, Any]:
    return {
        "stt": row.number,
        "ten": row.name,
        "dvt": row.measure,
        "muc_tieu": plain(row.goal),
        "trong_ky": plain(row.in_period),
        "luy_ke": plain(row.year_to_date),
        "danh_gia": COLOURS[row.rating] if row.rating else None,
        "co_bao_cao": row.reported,
        "ghi_chu": row.note,
    }


def _assignment_facts(group: AssignmentGroup, row: AssignmentLine) -> dict[str, Any]:
    return {
        "stt": row.number,
        "nhom": group.title,
        "ten": row.work,
        "san_pham": row.product,
        "thoi_gian": row.due,
        "chu_tri": row.lead,
        "phoi_hop": row.cooperating,
        "tinh_trang": row.status or None,
        "ket_qua": row.progress,
    }


def _indicator_line(numeral: str, row: IndicatorLine) -> DataLine:
    return DataLine(
        annex=numeral,
        number=row.number,
        name=row.name,
        measure=row.measure,
        goal=plain(row.goal, ",") or "",
        in_period=plain(row.in_period, ",") or ("" if row.reported else NOT_REPORTED),
        year_to_date=plain(row.year_to_date, ",") or "",
        rating=COLOURS[row.rating] if row.rating else "",
        note=row.note,
    )


def _assignment_line(numeral: str, group: AssignmentGroup, row: AssignmentLine) -> DataLine:
    return DataLine(
        annex=numeral,
        number=row.number,
        group=group.title,
        name=row.work,
        product=row.product,
        due=row.due,
        lead=row.lead,
        cooperating=row.cooperating,
        status=row.status,
        progress=row.progress,
    )


def _lines(content: DocumentContent) -> Iterator[DataLine]:
    """A line for each row of each annex, in their order."""
    places = count(1)
    for kind, section in in_order(content.fields, content.annexed):
        if section:
            yield from _further_lines(section, places)
        elif kind == INDICATORS:
            numeral = roman(next(places))
            yield from (_indicator_line(numeral, row) for row in content.indicators)
        else:
            numeral = roman(next(places))
            yield from (_assignment_line(numeral, group, row) for group in content.assignments for row in group.rows)


def _further_lines(section: FieldSection, places: Iterator[int]) -> Iterator[DataLine]:
    """A line for each field, and for each row of a table."""
    if section.lines:
        numeral = roman(next(places))
        for number, line in enumerate(section.lines, start=1):
            yield _field_line(numeral, number, section.title, line)
    for table in section.tables:
        numeral = roman(next(places))
        for number, row in enumerate(table.rows, start=1):
            unit, cells = ("", row) if table.is_own else (row[0], row[1:])
            columns = (table.first, *table.columns) if table.is_own else table.columns
            filled = "; ".join(f"{column}: {cell}" for column, cell in zip(columns, cells, strict=True) if cell)
            yield DataLine(numeral, number, section.title, table.title, lead=unit, progress=filled)


def _field_line(numeral: str, number: int, group: str, line: FieldLine) -> DataLine:
    reported = answer_of(line)
    return DataLine(
        annex=numeral,
        number=number,
        group=group,
        name=line.name,
        measure=line.measure,
        in_period=plain(line.value, ",") or ("" if reported else NOT_REPORTED),
        note=line.note,
        progress="" if line.value is not None else reported,
    )


def _cells(line: DataLine) -> list[str]:
    """A text that Excel would take for a formula gets an apostrophe; figures stay figures."""
    named = zip(fields(line), astuple(line), strict=True)
    return [value if field.name in FIGURES else _harmless(value) for field, value in named]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
