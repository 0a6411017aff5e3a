"""The drafted prose of a ward report, for the coordinator to edit. Vietnamese only, in the manner of ward reports.

Equal facts give equal text. Paragraphs are separated by a line break; items of a list begin with "- " and end with ";",
the last with ".".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workflows.aggregation import Direction, Light, format_number
from workflows.documents.words import ended

Status = Literal["done", "in_progress", "late", "not_reported"]

STATUS_WORDS: dict[Status, str] = {
    "done": "đã hoàn thành",
    "in_progress": "đang thực hiện",
    "late": "chậm tiến độ",
    "not_reported": "chưa có kết quả báo cáo",
}
BULLET = re.compile(r"^(?:[-–•+*]|[0-9]{1,2}[.)])\s+")


@dataclass(frozen=True)
class IndicatorFact:
    """An indicator's year to date. `value` is `None` where nothing was reported or the ratio does not apply."""

    name: str
    measure: str
    value: Decimal | None
    goal: Decimal
    light: Light
    direction: Direction = "up"
    places: int = 2


@dataclass(frozen=True)
class AssignmentFact:
    """An assignment as its lead unit reported it; `lead` is that unit's name."""

    work: str
    lead: str
    status: Status


@dataclass(frozen=True)
class GroupFact:
    """A group of the plan; `title` as the plan has it ("Về lãnh đạo, chỉ đạo")."""

    title: str
    assignments: tuple[AssignmentFact, ...]


@dataclass(frozen=True)
class UnitWords:
    """What one unit wrote in the parts of its report, as typed: lines, bullets and end marks are tidied here."""

    unit: str
    results: str = ""
    difficulties: str = ""
    proposals: str = ""
    directions: str = ""


@dataclass(frozen=True)
class Absence:
    """A unit that did not report; `reason` is that of its waiver, blank without one."""

    unit: str
    reason: str = ""


@dataclass(frozen=True)
class Facts:
    """All that a draft is made from. `code` is the period's ("2026-10", "2026"); order within the tuples is kept.

    With `estimates` the data were not complete when they were reported: figures are marked "ước". `issuer` stands in
    the middle of a sentence.
    """

    code: str
    indicators: tuple[IndicatorFact, ...]
    groups: tuple[GroupFact, ...]
    units: tuple[UnitWords, ...] = ()
    absences: tuple[Absence, ...] = ()
    estimates: bool = False
    issuer: str = "Ban Chỉ đạo phường"


@dataclass(frozen=True)
class Narrative:
    """The four drafted parts, paragraphs separated by a line break."""

    results: str
    difficulties: str
    proposals: str
    directions: str


def draft(facts: Facts) -> Narrative:
    """The four parts of the report; none is ever blank."""
    return Narrative(
        results="\n".join(_results(facts)),
        difficulties="\n".join(_difficulties(facts)),
        proposals="\n".join(_proposals(facts)),
        directions="\n".join(_directions(facts)),
    )


def period_words(code: str) -> str:
    """`tháng 10 năm 2026` or `năm 2026`, for the middle of a sentence."""
    year, _, month = code.partition("-")
    return f"tháng {int(month)} năm {year}" if month else f"năm {year}"


def next_period_words(code: str) -> str:
    """The period after, for the middle of a sentence: after "2026-12" `tháng 1 năm 2027`."""
    year, _, month = code.partition("-")
    if not month:
        return f"năm {int(year) + 1}"
    later = int(year) * 12 + int(month)
    return f"tháng {later % 12 + 1} năm {later // 12}"


def absence_sentence(absences: Sequence[Absence]) -> str:
    """`Các đơn vị chưa báo cáo: …; ….` with the reasons of those waived; blank where all reported."""
    if not absences:
        return ""
    named = "; ".join(_absent(absence) for absence in absences)
    return f"Các đơn vị chưa báo cáo: {named}. Số liệu trong báo cáo chưa bao gồm kết quả của các đơn vị này."


def _results(facts: Facts) -> Iterable[str]:
    if facts.estimates:
        yield f"Số liệu là số ước thực hiện {period_words(facts.code)}, do báo cáo lập trước khi kết thúc kỳ số liệu."
    yield from _indicators(facts)
    yield from _assignments(facts)
    told = [(words.unit, items(words.results)) for words in facts.units]
    yield from _by_unit("Kết quả nổi bật của các đơn vị:", told)
    if facts.absences:
        yield absence_sentence(facts.absences)


def _indicators(facts: Facts) -> Iterable[str]:
    if not facts.indicators:
        return
    unknown = [fact for fact in facts.indicators if fact.value is None]
    known = [fact for fact in facts.indicators if fact.value is not None]
    green, amber, red = ([fact for fact in known if fact.light == light] for light in ("green", "amber", "red"))
    yield _overall(facts, len(green), len(amber), len(red), len(unknown))
    yield from _listed("Các chỉ tiêu có nguy cơ chậm tiến độ:", [_standing(fact, facts.estimates) for fact in amber])
    yield from _listed("Các chỉ tiêu chậm tiến độ:", [_standing(fact, facts.estimates) for fact in red])
    yield from _listed("Các chỉ tiêu chưa có số liệu báo cáo:", [tidy(fact.name) for fact in unknown])


def _overall(facts: Facts, green: int, amber: int, red: int, unknown: int) -> str:
    every = len(facts.indicators)
    reached = f"có {green:02d}/{every:02d} chỉ tiêu" if green else f"chưa có chỉ tiêu nào trong {every:02d} chỉ tiêu"
    rest = _counted(
        (amber, "chỉ tiêu có nguy cơ chậm tiến độ"),
        (red, "chỉ tiêu chậm tiến độ"),
        (unknown, "chỉ tiêu chưa có số liệu báo cáo"),
    )
    return f"Trong {period_words(facts.code)}, {'ước ' if facts.estimates else ''}{reached} đạt và vượt tiến độ{rest}."


def _standing(fact: IndicatorFact, estimates: bool) -> str:
    """`Tỷ lệ số hóa (đạt 61,4%, mục tiêu 80%)`."""
    value, goal = (_measured(number, fact) for number in (fact.value, fact.goal))
    verb = "đạt" if fact.direction == "up" else "ở mức"
    limit = "mục tiêu" if fact.direction == "up" else "mục tiêu không quá"
    return f"{tidy(fact.name)} ({'ước ' if estimates else ''}{verb} {value}, {limit} {goal})"


def _measured(value: Decimal | None, fact: IndicatorFact) -> str:
    if value is None:
        return "chưa có số liệu"
    return f"{format_number(value, fact.places)}{'' if fact.measure == '%' else ' '}{fact.measure}".strip()


def _assignments(facts: Facts) -> Iterable[str]:
    everything = [fact for group in facts.groups for fact in group.assignments]
    if everything:
        counts = _by_status(everything, "nhiệm vụ ")
        yield f"Về thực hiện nhiệm vụ: trong tổng số {len(everything):02d} nhiệm vụ của Kế hoạch có{counts[1:]}."
    for group in facts.groups:
        if group.assignments:
            yield _group(group)


def _group(group: GroupFact) -> str:
    """`Về lãnh đạo, chỉ đạo: 06 nhiệm vụ, trong đó 04 đã hoàn thành, 02 chậm tiến độ. Nhiệm vụ chậm tiến độ: …; ….`"""
    late = [f"{tidy(fact.work)} ({fact.lead} chủ trì)" for fact in group.assignments if fact.status == "late"]
    named = f" Nhiệm vụ chậm tiến độ: {'; '.join(late)}." if late else ""
    counts = _by_status(group.assignments)[1:]
    return f"{tidy(group.title)}: {len(group.assignments):02d} nhiệm vụ, trong đó{counts}.{named}"


def _by_status(assignments: Sequence[AssignmentFact], noun: str = "") -> str:
    tallies = [(sum(fact.status == status for fact in assignments), status) for status in STATUS_WORDS]
    return _counted(*((count, f"{noun}{STATUS_WORDS[status]}") for count, status in tallies))


def _difficulties(facts: Facts) -> Iterable[str]:
    told = [(words.unit, items(words.difficulties)) for words in facts.units]
    period = period_words(facts.code)
    if not any(listed for _, listed in told):
        return [f"Trong {period}, các đơn vị đã báo cáo không nêu khó khăn, vướng mắc."]
    return _by_unit(f"Trong {period}, các đơn vị nêu khó khăn, vướng mắc như sau:", told)


def _proposals(facts: Facts) -> Iterable[str]:
    told = [(words.unit, items(words.proposals)) for words in facts.units]
    if not any(listed for _, listed in told):
        return [f"Trong {period_words(facts.code)}, các đơn vị đã báo cáo không có đề xuất, kiến nghị."]
    return _by_unit("Trên cơ sở kết quả thực hiện, các đơn vị đề xuất, kiến nghị như sau:", told)


def _directions(facts: Facts) -> Iterable[str]:
    opening = f"Trong {next_period_words(facts.code)}, {facts.issuer} tập trung chỉ đạo các nội dung sau:"
    yield from _listed(opening, list(_tasks_ahead(facts)))
    told = [(words.unit, items(words.directions)) for words in facts.units]
    yield from _by_unit("Nhiệm vụ trọng tâm của các đơn vị:", told)


def _tasks_ahead(facts: Facts) -> Iterable[str]:
    behind = sum(fact.light == "red" for fact in facts.indicators)
    late = [fact.lead for group in facts.groups for fact in group.assignments if fact.status == "late"]
    silent = [absence.unit for absence in facts.absences if not absence.reason.strip()]
    yield "Tiếp tục triển khai các chỉ tiêu, nhiệm vụ của Kế hoạch bảo đảm tiến độ, chất lượng"
    if behind:
        yield f"Có giải pháp cụ thể đối với {behind:02d} chỉ tiêu chậm tiến độ hoặc chưa có số liệu báo cáo"
    if late:
        yield f"Đôn đốc hoàn thành {len(late):02d} nhiệm vụ chậm tiến độ do {_names(late)} chủ trì"
    if silent:
        yield f"Đề nghị thực hiện nghiêm chế độ báo cáo: {_names(silent)}"


def items(text: str) -> list[str]:
    """What was typed, line by line, without bullets, numbers and end marks; blank lines are dropped."""
    lines = (ended(BULLET.sub("", tidy(line)), "") for line in text.splitlines())
    return [line for line in lines if line]


def tidy(text: str) -> str:
    """NFC, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _listed(opening: str, listed: Sequence[str]) -> Iterable[str]:
    if listed:
        yield opening
        yield from (f"- {item};" for item in listed[:-1])
        yield f"- {listed[-1]}."


def _by_unit(opening: str, told: Sequence[tuple[str, Sequence[str]]]) -> Iterable[str]:
    speaking = [(unit, listed) for unit, listed in told if listed]
    if speaking:
        yield opening
    for unit, listed in speaking:
        if len(listed) == 1:
            yield f"{unit}: {listed[0]}."
        else:
            yield from _listed(f"{unit}:", listed)


def _counted(*tallies: tuple[int, str]) -> str:
    """`, 03 … , 02 …`: the tallies that are not zero."""
    return "".join(f", {count:02d} {words}" for count, words in tallies if count)


def _names(units: Iterable[str]) -> str:
    """Each unit once, in the order given; units' names hold commas."""
    return "; ".join(dict.fromkeys(tidy(unit) for unit in units))


def _absent(absence: Absence) -> str:
    reason = ended(tidy(absence.reason), "")
    return f"{tidy(absence.unit)} (lý do: {reason})" if reason else tidy(absence.unit)
