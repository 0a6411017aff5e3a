"""A figure as prose quotes it, and how it reads: with its unit of measure, as a phrase, and beside earlier periods.

Pure. Whole numbers of things below ten take a leading zero, as counts in documents do: `05 sáng kiến` beside
`06/20 chỉ tiêu`; percentages and points do not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .aggregation import Direction, format_number, quantise
from .summing import day_words

NO_FIGURE, NO_YEAR = "chưa có số liệu", "không tính lũy kế"
IN_PERIOD, TO_DATE, GOAL = "trong kỳ", "lũy kế", "mục tiêu"
OUTCOME, OUTCOME_IN_PERIOD, REQUIRED = "kết quả", "kết quả trong kỳ", "yêu cầu"
BEFORE, YEAR_BEFORE = "kỳ trước", "cùng kỳ"
ALL, GREEN, AMBER, RED, SILENT, BEHIND = "tất cả", "xanh", "vàng", "đỏ", "chưa có số liệu", "đỏ và chưa có số liệu"
ON_TIME, UNRATED = "đạt tiến độ", "chưa đánh giá"
OTHER_DAYS = "số liệu từ ngày "  # so begins what says that an earlier period is of another length
BETTER, WORSE, SAME, LACKING = "tốt hơn", "kém hơn", "bằng", "chưa so sánh được"
GOAL_PLACES = 4  # a goal is never rounded
UNCOUNTED = ("%", "điểm")
OF_WHEN = re.compile(r" \(([^()]*)\)")  # the period behind the name of a unit
ONE_DIGIT = re.compile(r"[1-9](?: |$)")
HAPPENINGS = ("sự cố", "vụ", "vụ việc", "trường hợp", "vi phạm")


@dataclass(frozen=True)
class Quoted:
    """A figure as prose may quote it: the period's value, the year to date and the goal, in `measure`.

    `before` and `year_before` are the values of the period before and of the same month of the year before. Where they
    are left out because other units reported them, `before_lacks` and `year_before_lacks` name whose are missing; where
    that period is of another length, they say from when to when its data are (`of_other_days`).
    `light` is blank where the figure is none of the year, or none of the whole year, told from `counted_from` on alone.
    """

    number: int
    name: str
    measure: str
    places: int
    goal: Decimal
    value: Decimal | None
    year_value: Decimal | None
    light: str
    direction: Direction = "up"
    before: Decimal | None = None
    year_before: Decimal | None = None
    before_lacks: str = ""
    year_before_lacks: str = ""
    counted_from: date | None = None

    @property
    def is_silent(self) -> bool:
        return self.value is None and self.year_value is None

    def earlier(self, when: str) -> Decimal | None:
        """The value of BEFORE or YEAR_BEFORE."""
        return self.before if when == BEFORE else self.year_before

    def lacks(self, when: str) -> str:
        """Whose figures are missing for the comparison with BEFORE or YEAR_BEFORE."""
        return self.before_lacks if when == BEFORE else self.year_before_lacks


def of_other_days(starts: date, ends: date) -> str:
    """What a figure keeps in the place of that of a period of another length: which days' data that one had."""
    return f"{OTHER_DAYS}{day_words(starts)} đến ngày {day_words(ends)}"


def is_of_other_days(lacks: str) -> bool:
    return lacks.startswith(OTHER_DAYS)


def measured(value: Decimal | None, measure: str, places: int) -> str:
    """`61,4%`, `1.234 hồ sơ`; an unknown value in words, never as zero."""
    if value is None:
        return NO_FIGURE
    return f"{format_number(value, places)}{'' if measure == '%' else ' '}{measure}".strip()


def difference(value: Decimal, measure: str, places: int) -> str:
    """The same of the difference of two: that of percentages is `2,3 điểm phần trăm`."""
    return in_points(measured(value, measure, places))


def in_points(words: str) -> str:
    return words.replace("%", " điểm phần trăm")


def counted(value: Decimal | None, measure: str, places: int) -> str:
    """The same as a document's prose has it: `05 sáng kiến`."""
    words = measured(value, measure, places)
    return f"0{words}" if measure not in UNCOUNTED and ONE_DIGIT.match(words) else words


def phrases(figure: Quoted) -> Iterator[tuple[str, str]]:
    """What prose may name of a figure, each with how it reads."""
    is_of_no_year = figure.year_value is None and not figure.is_silent
    yield TO_DATE, NO_YEAR if is_of_no_year else counted(figure.year_value, figure.measure, figure.places)
    yield IN_PERIOD, counted(figure.value, figure.measure, figure.places)
    yield GOAL, counted(figure.goal, figure.measure, GOAL_PLACES)
    yield OUTCOME, _outcome(figure, figure.value if figure.year_value is None else figure.year_value)
    yield OUTCOME_IN_PERIOD, _outcome(figure, figure.value)
    yield REQUIRED, _required(figure)
    for when in (BEFORE, YEAR_BEFORE):
        yield f"so với {when}", _compared(figure, when)


def counts(figures: Sequence[Quoted]) -> Iterator[tuple[str, str]]:
    """The counts of indicators that prose may name, each with how it reads."""
    known = [figure for figure in figures if not figure.is_silent]
    green = sum(figure.light == "green" for figure in known)
    numbers = {
        ALL: len(figures),
        GREEN: green,
        AMBER: sum(figure.light == "amber" for figure in known),
        RED: sum(figure.light == "red" for figure in known),
        SILENT: len(figures) - len(known),
        BEHIND: sum(figure.light == "red" or figure.is_silent for figure in figures),
        UNRATED: sum(not figure.light for figure in known),
    }
    for when in (BEFORE, YEAR_BEFORE):
        for how in (BETTER, WORSE, SAME, LACKING):
            numbers[f"{how} {when}"] = sum(comparison(figure, when) == how for figure in figures)
    yield from ((which, f"{number:02d}") for which, number in numbers.items())
    yield ON_TIME, _on_time(green, len(figures))


def comparison(figure: Quoted, when: str) -> str:
    """BETTER, WORSE or SAME than in the earlier period, as the document shows both; LACKING where other units
    reported that one, blank where one is unknown or that period is of another length.
    """
    if lacking := figure.lacks(when):
        return "" if is_of_other_days(lacking) else LACKING
    change = _change(figure, when)
    if change is None:
        return ""
    if not change:
        return SAME
    return BETTER if (change > 0) == (figure.direction == "up") else WORSE


def _change(figure: Quoted, when: str) -> Decimal | None:
    earlier = figure.earlier(when)
    if figure.value is None or earlier is None:
        return None
    return quantise(figure.value, figure.places) - quantise(earlier, figure.places)


def _compared(figure: Quoted, when: str) -> str:
    """`tăng 2,3 điểm phần trăm`, `giảm 05 hồ sơ`, `không thay đổi`."""
    if lacking := figure.lacks(when):
        if is_of_other_days(lacking):
            return f"không so sánh vì {when} gồm {lacking}"
        whose = OF_WHEN.sub(r" \1", lacking)
        return f"thiếu số liệu so sánh của {whose}"
    change = _change(figure, when)
    if change is None:
        return "chưa có số liệu để so sánh"
    if not change:
        return "không thay đổi"
    words = counted(abs(change), figure.measure, figure.places)
    return f"{'tăng' if change > 0 else 'giảm'} {in_points(words)}"


def _outcome(figure: Quoted, value: Decimal | None) -> str:
    """What the year or the period has brought: `đạt 61,4%`; what the document would show as zero, in words."""
    if value is None:
        return NO_FIGURE
    words, happens = counted(value, figure.measure, figure.places), figure.measure in HAPPENINGS
    is_nothing = not quantise(value, figure.places)
    if figure.direction == "up":
        return "chưa có kết quả" if is_nothing else f"đạt {words}"
    if is_nothing:
        return f"không xảy ra {figure.measure}" if happens else "không phát sinh"
    return f"xảy ra {words}" if happens else f"ở mức {words}"


def _required(figure: Quoted) -> str:
    """What the plan asks for: `mục tiêu 85%`, `mục tiêu không quá 05 hồ sơ`, `mục tiêu không để xảy ra sự cố`."""
    words = counted(figure.goal, figure.measure, GOAL_PLACES)
    if figure.direction == "up" or (not figure.goal and figure.measure in UNCOUNTED):
        return f"mục tiêu {words}"
    if figure.goal:
        return f"mục tiêu không quá {words}"
    happens = figure.measure in HAPPENINGS
    return f"mục tiêu không để xảy ra {figure.measure}" if happens else "mục tiêu không để phát sinh"


def _on_time(green: int, every: int) -> str:
    """How many indicators are on time, as the beginning of a sentence."""
    if not green:
        return f"chưa có chỉ tiêu nào trong {every:02d} chỉ tiêu"
    return f"cả {every:02d} chỉ tiêu" if green == every > 1 else f"{green:02d}/{every:02d} chỉ tiêu"
