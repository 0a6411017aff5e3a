"""The drafted prose of a ward report, for the coordinator to edit. Vietnamese only, in the manner of ward reports.

What is drafted and how is said by templates (workflows/wording.py), the ward's own or those of
workflows/default_wording.py. Figures stand in it as references (workflows/references.py). Equal facts give equal text.
Paragraphs are separated by a line break.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.aggregation import Direction
from workflows.documents.words import ended

from . import references, wording
from .default_wording import TEMPLATES
from .progress import Status
from .references import Quoted, neutral
from .wording import Listed, Names, Scope

STATUS_WORDS: dict[Status, str] = {
    "done": "đã hoàn thành",
    "in_progress": "đang thực hiện",
    "not_started": "chưa thực hiện",
    "late": "chậm tiến độ",
    "not_reported": "chưa có số liệu",
    "overdue_silent": "quá hạn, chưa có số liệu kỳ này",
}
BULLET = re.compile(r"^(?:[-–•+*]|[0-9]{1,2}[.)])\s+")


@dataclass(frozen=True)
class IndicatorFact(Quoted):
    """An indicator's figure, and which way is better."""

    direction: Direction = "up"


@dataclass(frozen=True)
class AssignmentFact:
    """An assignment as its lead unit reported it; `lead` is that unit's name. `kept`: as it was last accepted, for
    nothing is reported of it in the period.
    """

    work: str
    lead: str
    status: Status
    kept: bool = False


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
class DifficultyFact:
    """A difficulty that is not closed: who raised it (several, where it was put together), when, and who is to help.

    `answered_on` is the day of the answer that its units have not accepted yet. Days are those of Vietnam.
    """

    text: str
    units: tuple[str, ...]
    raised_on: date
    to: str
    answered_on: date | None = None


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
    difficulties: tuple[DifficultyFact, ...] = ()
    estimates: bool = False
    issuer: str = "Ban Chỉ đạo phường"


@dataclass(frozen=True)
class Narrative:
    """The four drafted parts, paragraphs separated by a line break."""

    results: str
    difficulties: str
    proposals: str
    directions: str


OF_INDICATOR = frozenset({"số", "tên", "lũy kế", "trong kỳ", "mục tiêu", "ít hơn là tốt"})
OF_ASSIGNMENT = frozenset({"tên", "chủ trì"})
OF_GROUP = frozenset(
    {"tên", "nhiệm vụ của nhóm", "theo tình trạng", "nhiệm vụ chậm của nhóm", "nhiệm vụ quá hạn không số liệu của nhóm"}
)
OF_UNIT = frozenset({"đơn vị", "nội dung"})
INDICATORS = ("chỉ tiêu", "chỉ tiêu xanh", "chỉ tiêu vàng", "chỉ tiêu đỏ", "chỉ tiêu trống", "chỉ tiêu cần giải pháp")
ASSIGNMENTS = {
    "nhiệm vụ hoàn thành": "done",
    "nhiệm vụ đang thực hiện": "in_progress",
    "nhiệm vụ chưa thực hiện": "not_started",
    "nhiệm vụ chậm": "late",
    "nhiệm vụ trống": "not_reported",
    "nhiệm vụ quá hạn không số liệu": "overdue_silent",
}
KEPT = "nhiệm vụ không số liệu kỳ này"
WORDS = {"kết quả": "results", "khó khăn": "difficulties", "đề xuất": "proposals", "phương hướng": "directions"}
NAMES = Names(
    frozenset({"kỳ", "kỳ sau", "ban chỉ đạo", "số ước", "nhiệm vụ theo tình trạng"})
    | {"tên đơn vị chưa báo cáo", "tên đơn vị chậm nhiệm vụ", "tên đơn vị không nêu lý do"},
    dict.fromkeys(INDICATORS, OF_INDICATOR)
    | dict.fromkeys(("nhiệm vụ", *ASSIGNMENTS, KEPT), OF_ASSIGNMENT)
    | {"nhóm nhiệm vụ": OF_GROUP}
    | dict.fromkeys(WORDS, OF_UNIT)
    | {"đơn vị chưa báo cáo": frozenset({"đơn vị", "lý do"})},
)


def draft(facts: Facts, templates: Mapping[str, str] | None = None) -> Narrative:
    """The four parts of the report, by the ward's own templates where it has them.

    Raises wording.WordingFault where a template cannot be read.
    """
    scope = _scope(facts)
    texts = {part: drafted(text, scope) for part, text in (TEMPLATES | dict(templates or {})).items()}
    return Narrative(**texts)


def drafted(template: str, scope: Scope) -> str:
    """What one template gives."""
    return wording.render(wording.parse(template, NAMES), scope)


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


def _scope(facts: Facts) -> dict[str, Any]:
    """Everything that a template may name."""
    return {
        "kỳ": period_words(facts.code),
        "kỳ sau": next_period_words(facts.code),
        "ban chỉ đạo": facts.issuer,
        "số ước": facts.estimates,
        **_indicators(facts.indicators),
        **_assignments(facts.groups),
        **{name: Listed(_by_unit(told)) for name, told in _told(facts).items()},
        **_absences(facts.absences),
    }


def _indicators(facts: Sequence[IndicatorFact]) -> dict[str, Listed]:
    known = [fact for fact in facts if fact.year_value is not None]
    chosen = (
        (references.ALL, facts),
        *(
            (which, [fact for fact in known if fact.light == light])
            for which, light in ((references.GREEN, "green"), (references.AMBER, "amber"), (references.RED, "red"))
        ),
        (references.SILENT, [fact for fact in facts if fact.year_value is None]),
        (references.BEHIND, [fact for fact in facts if fact.light == "red"]),
    )
    return {
        name: Listed([_indicator(fact) for fact in rows], references.count_reference(which))
        for name, (which, rows) in zip(INDICATORS, chosen, strict=True)
    }


def _indicator(fact: IndicatorFact) -> dict[str, Any]:
    numbers = {which: references.reference(fact.number, which) for which in ("lũy kế", "trong kỳ", "mục tiêu")}
    return numbers | {"số": str(fact.number), "tên": tidy(fact.name), "ít hơn là tốt": fact.direction == "down"}


def _assignments(groups: Sequence[GroupFact]) -> dict[str, Any]:
    every = [fact for group in groups for fact in group.assignments]
    late = [fact.lead for fact in every if fact.status == "late"]
    return {
        "nhiệm vụ": Listed([_assignment(fact) for fact in every]),
        **{
            name: Listed([_assignment(fact) for fact in every if fact.status == status])
            for name, status in ASSIGNMENTS.items()
        },
        KEPT: Listed([_assignment(fact) for fact in every if fact.kept]),
        "nhiệm vụ theo tình trạng": _by_status(every, "nhiệm vụ "),
        "tên đơn vị chậm nhiệm vụ": _names(late),
        "nhóm nhiệm vụ": Listed([_group(group) for group in groups if group.assignments]),
    }


def _assignment(fact: AssignmentFact) -> dict[str, str]:
    return {"tên": tidy(fact.work), "chủ trì": tidy(fact.lead)}


def _group(group: GroupFact) -> dict[str, str]:
    return {
        "tên": tidy(group.title),
        "nhiệm vụ của nhóm": f"{len(group.assignments):02d}",
        "theo tình trạng": _by_status(group.assignments),
        "nhiệm vụ chậm của nhóm": _named(group, "late"),
        "nhiệm vụ quá hạn không số liệu của nhóm": _named(group, "overdue_silent"),
    }


def _named(group: GroupFact, status: Status) -> str:
    """The group's assignments of this status, each with who leads it."""
    facts = [fact for fact in group.assignments if fact.status == status]
    return "; ".join(f"{tidy(fact.work)} ({fact.lead} chủ trì)" for fact in facts)


def _by_status(assignments: Sequence[AssignmentFact], noun: str = "") -> str:
    """`01 đã hoàn thành, 02 chậm tiến độ`: the tallies that are not zero; then how many stand as last accepted."""
    counts = Counter(fact.status for fact in assignments)
    found = ((counts[status], words) for status, words in STATUS_WORDS.items())
    tallies = ", ".join(f"{count:02d} {noun}{words}" for count, words in found if count)
    kept = sum(fact.kept and fact.status != "overdue_silent" for fact in assignments)
    return f"{tallies} ({kept:02d} nhiệm vụ chưa có số liệu kỳ này, giữ tình trạng gần nhất)" if kept else tallies


def _told(facts: Facts) -> dict[str, list[tuple[str, list[str]]]]:
    """By what a template calls it: who told it, and each thing told."""
    told = {name: [(words.unit, items(getattr(words, part))) for words in facts.units] for name, part in WORDS.items()}
    return told | {"khó khăn": _difficulties(facts.difficulties, told["khó khăn"])}


def _difficulties(facts: Sequence[DifficultyFact], typed: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """By those who raised them, what several raised first; then what units typed in their reports instead."""
    by_units: dict[str, list[str]] = {}
    for fact in sorted(facts, key=lambda fact: len(fact.units) < 2):
        by_units.setdefault("; ".join(map(tidy, fact.units)), []).append(_difficulty(fact))
    for unit, lines in typed:
        by_units.setdefault(unit, []).extend(lines)
    return list(by_units.items())


def _difficulty(fact: DifficultyFact) -> str:
    """The words with the day and to whom. A day, not an age: equal facts give equal text tomorrow too."""
    answered = f"; đã có ý kiến trả lời ngày {fact.answered_on:%d/%m/%Y}" if fact.answered_on else ""
    said = f"nêu ngày {fact.raised_on:%d/%m/%Y}, đề nghị {fact.to} giải quyết{answered}"
    return f"{ended(neutral(tidy(fact.text)), '')} ({said})"


def _by_unit(told: Sequence[tuple[str, list[str]]]) -> list[dict[str, str]]:
    return [{"đơn vị": tidy(unit), "nội dung": _content(listed)} for unit, listed in told if listed]


def _content(listed: Sequence[str]) -> str:
    """One thing stands in its line; several stand below it as items."""
    return f"{listed[0]}." if len(listed) == 1 else "".join(f"\n- {item}" for item in listed)


def _absences(absences: Sequence[Absence]) -> dict[str, Any]:
    return {
        "đơn vị chưa báo cáo": Listed(
            [{"đơn vị": tidy(absence.unit), "lý do": neutral(tidy(absence.reason))} for absence in absences]
        ),
        "tên đơn vị chưa báo cáo": "; ".join(_absent(absence) for absence in absences),
        "tên đơn vị không nêu lý do": _names(absence.unit for absence in absences if not absence.reason.strip()),
    }


def items(text: str) -> list[str]:
    """What was typed, line by line, without bullets, numbers and end marks; blank lines are dropped."""
    lines = (ended(BULLET.sub("", neutral(tidy(line))), "") for line in text.splitlines())
    return [line for line in lines if line]


def tidy(text: str) -> str:
    """NFC, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _names(units: Iterable[str]) -> str:
    """Each unit once, in the order given; units' names hold commas."""
    return "; ".join(dict.fromkeys(tidy(unit) for unit in units))


def _absent(absence: Absence) -> str:
    reason = ended(neutral(tidy(absence.reason)), "")
    return f"{tidy(absence.unit)} (lý do: {reason})" if reason else tidy(absence.unit)
