"""How people and documents call periods, by their codes (period_codes.py). Vietnamese. Pure."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

from .period_codes import NamedPeriod, named
from .wording.words import month_number, roman

OF_ITS_OWN = "kỳ báo cáo"  # one that no code names
COMING, BEFORE = "thời gian tới", "kỳ trước"
NUMBERED = ("weekly", "monthly", "quarterly")  # within their year
HALVES = {1: "6 tháng đầu năm", 2: "6 tháng cuối năm"}


QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4} | {str(number): number for number in range(1, 5)}
HALF = {"d": "H1", "đ": "H1", "c": "H2"}
YEAR = r"(?:(?: ?/ ?| năm | nam | )(?P<year>[0-9]{4})\b)?"
WRITTEN: Sequence[tuple[re.Pattern[str], Callable[[str], str]]] = (
    (re.compile(rf"\bqu[yý] (?P<place>iv|i{{1,3}}|[1-4])\b{YEAR}", re.I), lambda place: f"Q{QUARTERS[place]}"),
    (re.compile(rf"\btu[aầ]n (?P<place>[0-9]{{1,2}})\b{YEAR}", re.I), lambda place: f"W{int(place):02}"),
    (re.compile(rf"\b6 th[aá]ng (?P<place>[dđ][aầ]u|cu[oố]i) n[aă]m\b{YEAR}", re.I), lambda place: HALF[place[0]]),
    (re.compile(rf"\b(?P<place>9) th[aá]ng\b{YEAR}", re.I), lambda place: f"{place}M"),
    (
        re.compile(r"\bth[aá]ng (?P<place>[0-9]{1,2}) n[aă]m (?P<year>[0-9]{4})\b", re.I),
        lambda place: f"{int(place):02}",
    ),
    (re.compile(r"\b(?P<place>[0-9]{1,2})/(?P<year>[0-9]{4})\b"), lambda place: f"{int(place):02}"),
)


def with_codes(text: str) -> str:
    """What somebody looks for, with the codes of periods in the place of their words: "2026-Q3" for "quý III/2026",
    "-Q3" for "quý 3" of any year.
    """
    found = unicodedata.normalize("NFC", text)
    for pattern, coded in WRITTEN:
        found = pattern.sub(partial(_code_in, coded=coded), found)
    return found


def _code_in(match: re.Match[str], coded: Callable[[str], str]) -> str:
    return f"{match['year'] or ''}-{coded(match['place'].lower())}"


def period_words(code: str) -> str:
    """`tháng 10 năm 2026`, `tháng 01 năm 2026`, `quý III năm 2026` or `năm 2026`, for the middle of a sentence
    (NĐ 30/2020, PL I II.4).
    """
    found = named(code)
    if found is None:
        return OF_ITS_OWN
    return f"{_without_year(found)}{_joint(found)} {found.year}"


def short_words(code: str) -> str:
    """As people say it: `tháng 10/2026`, `quý III/2026`, `6 tháng đầu năm 2026`."""
    found = named(code)
    if found is None:
        return OF_ITS_OWN
    if found.frequency == "monthly":
        return f"tháng {found.place}/{found.year}"
    joint = "/" if found.frequency in NUMBERED else " "
    return f"{_without_year(found)}{joint}{found.year}"


def _joint(found: NamedPeriod) -> str:
    return " năm" if found.frequency in NUMBERED else ""


def _without_year(found: NamedPeriod) -> str:
    return {
        "weekly": f"tuần {found.place:02d}",
        "monthly": f"tháng {month_number(found.place)}",
        "quarterly": f"quý {roman(found.place)}",
        "halfyearly": HALVES.get(found.place, ""),
        "ninemonths": "9 tháng năm",
        "annual": "năm",
    }[found.frequency]


def to_date_words(code: str) -> str:
    """What covers the year up to the period's end, to begin a sentence with."""
    found = named(code)
    if found is None:
        return "Lũy kế từ đầu năm"
    if found.frequency in NUMBERED:
        return f"Lũy kế đến hết {period_words(code)}"
    if found.frequency == "annual":
        return f"Năm {found.year}"
    whole = found.frequency == "halfyearly" and found.place > 1
    return f"Lũy kế năm {found.year}" if whole else f"Lũy kế {period_words(code)}"


def coming_words(code: str) -> str:
    """What a report of this period looks ahead to: the next one, after nine months the rest of the year."""
    found = named(code)
    if found is None:
        return COMING
    if found.frequency == "ninemonths":
        return f"3 tháng cuối năm {found.year}"
    return period_words(found.moved(1).code)


def before_words(code: str) -> str:
    """The period before."""
    found = named(code)
    return period_words(found.moved(-1).code) if found else BEFORE


def coming_title(code: str) -> str:
    """The same as a heading in the report names it: without the year where that is the report's own."""
    found, words = named(code), coming_words(code)
    if found is None:
        return words
    return words.removesuffix(f"{_joint(found)} {found.year}")


def joined(name: str, words: str) -> str:
    """The name of a kind and the words of its period, what both say once: `Báo cáo quý III/2026`."""
    named = name.split()
    for count in range(min(len(named), len(words.split())), 0, -1):
        end = " ".join(named[-count:])
        if words.casefold().startswith(f"{end.casefold()} "):
            return f"{name} {words[len(end) + 1 :]}"
    return f"{name} {words}"
