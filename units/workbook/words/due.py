"""When an assignment is due, as plans write it: "30/6/2026", "Quý II/2026", "6 tháng đầu năm", "Thường xuyên"."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from approvals.pages.days import FIRST, LAST
from approvals.text.vietnamese import folded
from units.workbook.content import Recurring
from units.workbook.sheets.cells import CellFault

YEAR = r"(?:(?: ?[/.-] ?| nam | )(?P<year>[0-9]{4}|[0-9]{2}))?"
LEAD_IN = re.compile(
    r"(?:(?:hoan thanh|xong|thuc hien|thoi han|cham nhat|muon nhat|khong qua|han|trong|den|het|vao|tai|cuoi|truoc|ngay)"
    r"(?: |: ?))+"
)
EVERY = re.compile(
    r"(?:dinh ky )?(?:(?:hang|moi|theo) |(?:[0-9]+|mot) lan ?(?:/ ?|moi |trong |mot ))(tuan|thang|quy|nam)"
)
ALWAYS = re.compile(
    r"(?:thuong xuyen|lien tuc|(?:hang|moi) ngay)"
    r"(?:[, ]+(?:lien tuc|thuong xuyen|theo quy dinh|(?:hang|moi) ngay|(?:trong |ca )?nam(?: [0-9]{4})?))*"
)
DAY = re.compile(rf"(?P<day>[0-9]{{1,2}})(?: ?[/.-] ?| thang )(?P<month>[0-9]{{1,2}}){YEAR}")
WRITTEN_BY_MACHINES = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
QUARTER = re.compile(rf"quy ?(?P<quarter>iv|i{{1,3}}|0?[1-4]){YEAR}")
MONTH = re.compile(rf"(?:thang |t)(?P<month>[0-9]{{1,2}}){YEAR}")
MONTH_OF_YEAR = re.compile(r"(?P<month>[0-9]{1,2}) ?[/.-] ?(?P<year>[0-9]{4})")
PART = re.compile(rf"(?P<months>[0-9]{{1,2}}) thang (?P<part>dau|cuoi) nam{YEAR}")
WHOLE_YEAR = re.compile(r"(?:(?:ca )?nam ?)?(?P<year>[0-9]{4})|(?:ca )?nam(?: nay)?")
SPAN = re.compile(
    r"(?:tu )?(?P<begin>.+?) (?:den(?: het)?|-) (?P<end>.+)|(?:giai doan )?[0-9]{4} ?- ?(?P<last>[0-9]{4})"
)
SEVERAL = re.compile(r"[;\n]|, ")
LONGEST = 200  # signs: what is longer is no due time
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
RECURRING: dict[str, Recurring] = {"tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "annual"}


@dataclass(frozen=True)
class Due:
    """A day, or how often. `before`: the plan says "trước", which some read with that day and some without it."""

    on: date | None = None
    recurring: Recurring = ""
    before: bool = False


def read_due(written: str, year: int | None) -> Due:
    """When it is due; `year` holds where the words name none. A month, quarter or year is due on its last day.

    Tones do not count: "hàng" and "hằng" are one. Raises CellFault.
    """
    short = written if len(written) <= LONGEST else ""
    due = _single(folded(short), written, year)
    if due:
        return due
    parts = {_single(part, written, year) for part in map(folded, SEVERAL.split(short)) if part}
    if len(parts) > 1:
        parts.discard(Due(recurring="regular"))
    found = parts.pop() if len(parts) == 1 else None
    if found:
        return found
    if parts and None not in parts:
        raise CellFault(_("“%(text)s” names several times. Keep the one that counts.") % {"text": written})
    sentence = _(
        "“%(text)s” is no due time. Write a date such as 30/4/2026, “Quý II/2026”, “Hằng tháng” or “Thường xuyên”."
    )
    raise CellFault(sentence % {"text": written})


def _single(words: str, written: str, year: int | None) -> Due | None:
    words = words.replace("–", "-").strip(" .:;,()*")
    if ALWAYS.fullmatch(words):
        return Due(recurring="regular")
    if every := EVERY.fullmatch(words):
        return Due(recurring=RECURRING[every[1]])
    lead_in = LEAD_IN.match(words)
    before = bool(lead_in and "truoc" in lead_in[0])
    rest = words[lead_in.end() :] if lead_in else words
    if day := DAY.fullmatch(rest) or WRITTEN_BY_MACHINES.fullmatch(rest):
        return Due(_day(_year(day["year"], year, written), int(day["month"]), int(day["day"]), written), before=before)
    last = _last_month(rest, written, year)
    if last and before:
        sentence = _(
            "“%(text)s” may mean the first day or the last one of that time. Write the day, such as 30/6/2026."
        )
        raise CellFault(sentence % {"text": written})
    if last:
        return Due(_day(*last, 0, written))
    return _end_of_span(rest, written, year)


def _last_month(words: str, written: str, year: int | None) -> tuple[int, int] | None:
    """The year and last month of a quarter, a month, a part of the year or a year."""
    if found := QUARTER.fullmatch(words):
        quarter = QUARTERS.get(found["quarter"]) or int(found["quarter"])
        return _year(found["year"], year, written), 3 * quarter
    if found := MONTH.fullmatch(words) or MONTH_OF_YEAR.fullmatch(words):
        return _year(found["year"], year, written), int(found["month"])
    if found := PART.fullmatch(words):
        return _year(found["year"], year, written), int(found["months"]) if found["part"] == "dau" else 12
    if found := WHOLE_YEAR.fullmatch(words):
        return _year(found["year"], year, written), 12
    return None


def _end_of_span(words: str, written: str, year: int | None) -> Due | None:
    """Of "từ … đến …" the end, where both are times."""
    span = SPAN.fullmatch(words)
    if span is None:
        return None
    if span["last"]:
        return _single(span["last"], written, year)
    end = _single(span["end"], written, year)
    begin = end and end.on and _single(span["begin"], written, end.on.year)
    return replace(end, before=False) if end and begin else None


def _year(stated: str | None, year: int | None, written: str) -> int:
    if stated:
        return int(stated) if len(stated) == 4 else 2000 + int(stated)
    if year is None:
        raise CellFault(_("“%(text)s” names no year. Write it, such as 30/6/2026.") % {"text": written})
    return year


def _day(year: int, month: int, day: int, written: str) -> date:
    """The day; day 0 is the month's last one."""
    try:
        found = date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError as error:
        raise CellFault(_("“%(text)s”: there is no such day. Check day and month.") % {"text": written}) from error
    if not FIRST <= found <= LAST:
        raise CellFault(_("“%(text)s”: there is no such day. Check day and month.") % {"text": written})
    return found
