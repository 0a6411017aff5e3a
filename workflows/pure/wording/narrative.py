"""The drafted prose of a ward report, for the coordinator to edit. Vietnamese only, in the manner of ward reports.

Templates (pure/wording/templates.py) decide what is drafted and how: the ward's own or those of
pure/wording/defaults.py. Figures stand in it as references (pure/wording/references.py). Equal facts give equal text.
Paragraphs are separated by a line break.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.pure import quoted
from workflows.pure.aggregation import format_number
from workflows.pure.period_codes import coming_days, ended_on, is_a_year, year_before
from workflows.pure.period_words import before_words, coming_words, period_words, to_date_words
from workflows.pure.progress import Status
from workflows.pure.quoted import BEFORE, BETTER, LACKING, SAME, WORSE, YEAR_BEFORE
from workflows.pure.summing import day_words

from . import references, restated
from . import templates as wording
from .defaults import templates_of
from .facts import AssignmentFact, DifficultyFact, Facts, GroupFact, IndicatorFact, MissingUnit
from .proposed import content, proposals
from .references import escape_references
from .templates import Listed, Scope, TemplateNames
from .typed import items, one_line, says_nothing, tidy

STATUS_WORDS: dict[Status, str] = {
    "done": "đã hoàn thành",
    "in_progress": "đang thực hiện",
    "not_started": "chưa thực hiện",
    "late": "chậm tiến độ",
    "not_reported": "chưa có số liệu",
    "overdue_silent": "quá hạn, chưa có số liệu kỳ này",
}
COMPARED = {BETTER: "chuyển biến tốt hơn", SAME: "giữ nguyên", WORSE: "kém hơn", LACKING: LACKING}
OF_THE_PLAN, ASKED_FOR = "của Kế hoạch", "được yêu cầu báo cáo"


@dataclass(frozen=True)
class Narrative:
    """The drafted parts, paragraphs separated by a line break."""

    results: str
    assessment: str
    difficulties: str
    proposals: str
    directions: str


QUOTES = (
    *("lũy kế", "trong kỳ", "mục tiêu", "kết quả", "kết quả trong kỳ", "yêu cầu"),
    *("so với kỳ trước", "so với cùng kỳ"),
)
OF_INDICATOR = frozenset({"số", "tên", "ít hơn là tốt", *QUOTES})
OF_ASSIGNMENT = frozenset({"tên", "chủ trì"})
OF_GROUP = frozenset(
    {"tên", "nhiệm vụ của nhóm", "theo tình trạng", "nhiệm vụ chậm của nhóm", "nhiệm vụ quá hạn không số liệu của nhóm"}
    | {"tình hình nhóm"}
)
OF_UNIT = frozenset({"đơn vị", "nội dung"})
INDICATORS = (
    *("chỉ tiêu", "chỉ tiêu xanh", "chỉ tiêu vàng", "chỉ tiêu đỏ", "chỉ tiêu trống", "chỉ tiêu cần giải pháp"),
    "chỉ tiêu chưa đánh giá",
)
INDICATORS_COMPARED = tuple(f"chỉ tiêu {how} {when}" for when in (BEFORE, YEAR_BEFORE) for how in COMPARED)
ASSIGNMENTS = {
    "nhiệm vụ hoàn thành": "done",
    "nhiệm vụ đang thực hiện": "in_progress",
    "nhiệm vụ chưa thực hiện": "not_started",
    "nhiệm vụ chậm": "late",
    "nhiệm vụ trống": "not_reported",
    "nhiệm vụ quá hạn không số liệu": "overdue_silent",
}
DUE_NOW, DUE_NEXT = "nhiệm vụ đến hạn cuối kỳ", "nhiệm vụ đến hạn kỳ sau"
KEPT = "nhiệm vụ không số liệu kỳ này"
WORDS = {"kết quả": "results", "khó khăn": "difficulties", "đề xuất": "proposals", "phương hướng": "directions"}
NAMES = TemplateNames(
    frozenset({"kỳ", "kỳ sau", "kỳ trước", "cùng kỳ", "lũy kế của kỳ", "ban chỉ đạo", "số ước", "đạt tiến độ"})
    | {
        "so sánh kỳ trước",
        "so sánh cùng kỳ",
        "số liệu gộp từ ngày",
        "số liệu khác kỳ trước",
        "số liệu khác cùng kỳ",
        "tồn tại",
        "kịp tiến độ",
        "tính từ ngày",
        "nhiệm vụ theo tình trạng",
        "tình hình nhiệm vụ",
        "còn nhiệm vụ",
    }
    | {"tên đơn vị chưa báo cáo", "tên đơn vị chậm nhiệm vụ", "tên đơn vị không nêu lý do"},
    dict.fromkeys((*INDICATORS, *INDICATORS_COMPARED), OF_INDICATOR)
    | dict.fromkeys(("nhiệm vụ", *ASSIGNMENTS, DUE_NOW, DUE_NEXT, KEPT), OF_ASSIGNMENT)
    | {"nhóm nhiệm vụ": OF_GROUP}
    | dict.fromkeys(WORDS, OF_UNIT)
    | {"kiến nghị": frozenset({"nơi nhận", "nội dung"}), "nguyên nhân": frozenset({"nội dung"})}
    | {"đơn vị chưa báo cáo": frozenset({"đơn vị", "lý do"}), restated.RESTATED: restated.FIELDS},
)


def draft(facts: Facts, templates: Mapping[str, str] | None = None) -> Narrative:
    """The drafted parts of the report, by the ward's own templates where it has them.

    Raises wording.WordingFault where a template cannot be read.
    """
    scope = _scope(facts)
    own = templates_of(facts.on_plan, asked=facts.asked, whole_year=is_a_year(facts.code))
    chosen = own | dict(templates or {})
    return Narrative(**{part: drafted(text, scope) for part, text in chosen.items()})


def drafted(template: str, scope: Scope) -> str:
    """What one template gives."""
    return wording.render(wording.parse(template, NAMES), scope)


def _scope(facts: Facts) -> dict[str, Any]:
    """Everything that a template may name."""
    written, behind = _written_items(facts), _behind(facts)
    return {
        **_periods(facts.code),
        "ban chỉ đạo": facts.issuer,
        "số ước": facts.estimates,
        "số liệu gộp từ ngày": day_words(facts.since) if facts.since else "",
        **_indicators(facts.indicators),
        **_compared(facts),
        **_assignments(facts),
        "tồn tại": behind,
        "kịp tiến độ": not behind and all(fact.light for fact in facts.indicators),
        **{name: Listed(_by_unit(lines)) for name, lines in written.items()},
        "kiến nghị": Listed(proposals(facts, written["đề xuất"])),
        "nguyên nhân": Listed([{"nội dung": words} for words in _causes(facts)]),
        **_absences(facts.absences),
        restated.RESTATED: restated.listed(facts.restatements),
    }


def _periods(code: str) -> dict[str, str]:
    same = year_before(code)
    return {
        "kỳ": period_words(code),
        "kỳ sau": coming_words(code),
        "kỳ trước": before_words(code),
        "cùng kỳ": period_words(same) if same else "",
        "lũy kế của kỳ": to_date_words(code),
    }


def _indicators(facts: Sequence[IndicatorFact]) -> dict[str, Any]:
    known = [fact for fact in facts if not fact.is_silent]
    chosen = (
        (quoted.ALL, facts),
        *(
            (which, [fact for fact in known if fact.light == light])
            for which, light in ((quoted.GREEN, "green"), (quoted.AMBER, "amber"), (quoted.RED, "red"))
        ),
        (quoted.SILENT, [fact for fact in facts if fact.is_silent]),
        (quoted.BEHIND, [fact for fact in facts if fact.light == "red" or fact.is_silent]),
        (quoted.UNRATED, [fact for fact in known if not fact.light]),
    )
    lists = {name: _listed(rows, which) for name, (which, rows) in zip(INDICATORS, chosen, strict=True)}
    since = next((day_words(fact.counted_from) for fact in facts if fact.counted_from), "")
    return {**lists, "tính từ ngày": since, "đạt tiến độ": references.count_reference(quoted.ON_TIME)}


def _compared(facts: Facts) -> dict[str, Any]:
    """The indicators by how they compare with earlier periods, and how many there are of each kind, in words. For a
    yearly report the period before is the year before, so only that comparison is made.
    """
    values: dict[str, Any] = {}
    for when in (BEFORE, YEAR_BEFORE):
        rows = facts.indicators if when == BEFORE or year_before(facts.code) else ()
        found = {how: [fact for fact in rows if quoted.comparison(fact, when) == how] for how in COMPARED}
        values |= {f"chỉ tiêu {how} {when}": _listed(rows, f"{how} {when}") for how, rows in found.items()}
        counts = (
            f"{references.count_reference(f'{how} {when}')} chỉ tiêu {COMPARED[how]}"
            for how, rows in found.items()
            if rows
        )
        values[f"so sánh {when}"] = ", ".join(counts)
        unlike = (fact.lacks(when) for fact in rows if quoted.is_of_other_days(fact.lacks(when)))
        values[f"số liệu khác {when}"] = next(unlike, "")
    return values


def _listed(facts: Sequence[IndicatorFact], which: str) -> Listed:
    return Listed([_indicator(fact) for fact in facts], references.count_reference(which))


def _indicator(fact: IndicatorFact) -> dict[str, Any]:
    numbers = {which: references.reference(fact.number, which) for which in QUOTES}
    return numbers | {"số": str(fact.number), "tên": tidy(fact.name), "ít hơn là tốt": fact.direction == "down"}


def _assignments(facts: Facts) -> dict[str, Any]:
    every = [fact for group in facts.groups for fact in group.assignments]
    late = [fact.lead for fact in every if fact.status == "late"]
    return {
        "nhiệm vụ": Listed([_assignment(fact) for fact in every]),
        **{
            name: Listed([_assignment(fact) for fact in every if fact.status == status])
            for name, status in ASSIGNMENTS.items()
        },
        DUE_NOW: Listed([_assignment(fact) for fact in every if _is_due_now(fact, facts.code)]),
        DUE_NEXT: Listed([_assignment(fact) for fact in every if _is_due_next(fact, facts.code)]),
        KEPT: Listed([_assignment(fact) for fact in every if fact.kept]),
        "nhiệm vụ theo tình trạng": _by_status(every, "nhiệm vụ "),
        "tình hình nhiệm vụ": _standing(every, ASKED_FOR if facts.in_part else OF_THE_PLAN) if every else "",
        "còn nhiệm vụ": any(fact.status != "done" for fact in every),
        "tên đơn vị chậm nhiệm vụ": _names(late),
        "nhóm nhiệm vụ": Listed([_group(group) for group in facts.groups if group.assignments]),
    }


def _is_due_now(fact: AssignmentFact, code: str) -> bool:
    """Whether it is still to be done within the period: its day was not over when the report was made."""
    return fact.due_on is not None and _is_still_to_do(fact) and fact.due_on <= ended_on(code)


def _is_due_next(fact: AssignmentFact, code: str) -> bool:
    """Whether it is still to be done and due within what the report looks ahead to."""
    days = coming_days(code)
    return bool(days and fact.due_on and _is_still_to_do(fact) and days[0] <= fact.due_on <= days[1])


def _is_still_to_do(fact: AssignmentFact) -> bool:
    return fact.status not in ("done", "late", "overdue_silent")


def _assignment(fact: AssignmentFact) -> dict[str, str]:
    return {"tên": tidy(fact.work), "chủ trì": tidy(fact.lead)}


def _group(group: GroupFact) -> dict[str, str]:
    return {
        "tên": tidy(group.title),
        "nhiệm vụ của nhóm": f"{len(group.assignments):02d}",
        "theo tình trạng": _by_status(group.assignments),
        "nhiệm vụ chậm của nhóm": _named(group, "late"),
        "nhiệm vụ quá hạn không số liệu của nhóm": _named(group, "overdue_silent"),
        "tình hình nhóm": _group_standing(group.assignments),
    }


def _named(group: GroupFact, status: Status) -> str:
    """The group's assignments of this status, each with who leads it."""
    facts = [fact for fact in group.assignments if fact.status == status]
    return "; ".join(f"{tidy(fact.work)} ({fact.lead} chủ trì)" for fact in facts)


def _standing(assignments: Sequence[AssignmentFact], of: str) -> str:
    """`đã hoàn thành 14/30 nhiệm vụ của Kế hoạch (đạt 46,67%); 16 nhiệm vụ đang thực hiện`."""
    every, done = len(assignments), sum(fact.status == "done" for fact in assignments)
    if done == every:
        return f"đã hoàn thành cả {every:02d} nhiệm vụ {of}{_going_on(assignments)}{_kept(assignments)}"
    share = format_number(Decimal(done * 100) / Decimal(every))
    first = f"đã hoàn thành {done:02d}/{every:02d} nhiệm vụ {of} (đạt {share}%)"
    if not done:
        first = f"chưa có nhiệm vụ nào trong {every:02d} nhiệm vụ {of} hoàn thành"
    others = [fact for fact in assignments if fact.status != "done"]
    return f"{first}{_going_on(assignments)}; {_tallies(others, 'nhiệm vụ ')}{_kept(assignments)}"


def _going_on(assignments: Sequence[AssignmentFact]) -> str:
    """How many of those that are finished come again in the year."""
    going = sum(fact.goes_on and fact.status == "done" for fact in assignments)
    return f", trong đó {going:02d} nhiệm vụ thường xuyên, định kỳ còn thực hiện các kỳ sau" if going else ""


def _group_standing(assignments: Sequence[AssignmentFact]) -> str:
    """`03 nhiệm vụ, trong đó 01 đã hoàn thành, 02 đang thực hiện`; `cả 03 nhiệm vụ đang thực hiện`."""
    count, kinds = len(assignments), {fact.status for fact in assignments}
    if len(kinds) > 1:
        return f"{count:02d} nhiệm vụ, trong đó {_by_status(assignments)}"
    whole = "cả " if count > 1 else ""
    return f"{whole}{count:02d} nhiệm vụ {STATUS_WORDS[kinds.pop()]}{_kept(assignments)}"


def _behind(facts: Facts) -> str:
    """What is behind, counted: `04 chỉ tiêu và 01 nhiệm vụ chậm tiến độ`."""
    silent = [fact for fact in facts.indicators if fact.is_silent]
    red = [fact for fact in facts.indicators if fact.light == "red" and fact not in silent]
    stands = Counter(fact.status for group in facts.groups for fact in group.assignments)
    whole_year = is_a_year(facts.code)  # its goals are reached or not: none of them is late any more
    reds = f"{references.count_reference(quoted.RED)} chỉ tiêu"
    late = (
        (red and not whole_year, reds),
        (stands["late"], f"{stands['late']:02d} nhiệm vụ"),
    )
    counted = " và ".join(words for found, words in late if found)
    counts = (
        (red and whole_year, f"{reds} chưa đạt mục tiêu"),
        (counted, f"{counted} chậm tiến độ"),
        (silent, f"{references.count_reference(quoted.SILENT)} chỉ tiêu chưa có số liệu báo cáo"),
        (stands["overdue_silent"], f"{stands['overdue_silent']:02d} nhiệm vụ quá hạn, chưa có số liệu kỳ này"),
    )
    return "; ".join(words for found, words in counts if found)


def _causes(facts: Facts) -> Iterator[str]:
    """The reasons that units give for what is behind, each once with all that it explains."""
    explained: dict[tuple[str, str], list[str]] = {}
    for indicator in facts.indicators:
        for unit, words in indicator.reasons if indicator.light == "red" else ():
            explained.setdefault((one_line(words), facts.full_name(unit)), []).append(tidy(indicator.name))
    for fact in (fact for group in facts.groups for fact in group.assignments):
        if fact.status == "late" and fact.reason.strip():
            explained.setdefault((one_line(fact.reason), tidy(fact.lead)), []).append(tidy(fact.work))
    for (words, unit), behind in explained.items():
        yield f"{'; '.join(behind)}: {words} ({unit})"


def _by_status(assignments: Sequence[AssignmentFact], noun: str = "") -> str:
    """`01 đã hoàn thành, 02 chậm tiến độ`: the tallies above zero, and how many keep the status last accepted."""
    return _tallies(assignments, noun) + _kept(assignments)


def _tallies(assignments: Sequence[AssignmentFact], noun: str = "") -> str:
    counts = Counter(fact.status for fact in assignments)
    found = ((counts[status], words) for status, words in STATUS_WORDS.items())
    return ", ".join(f"{count:02d} {noun}{words}" for count, words in found if count)


def _kept(assignments: Sequence[AssignmentFact]) -> str:
    """How many keep the status last accepted, except those whose status already shows it."""
    kept = sum(fact.kept and fact.status != "overdue_silent" for fact in assignments)
    return f" ({kept:02d} nhiệm vụ chưa có số liệu kỳ này, lấy theo báo cáo gần nhất)" if kept else ""


def _written_items(facts: Facts) -> dict[str, list[tuple[str, list[str]]]]:
    """The units and the items that each wrote, by the name that templates use."""
    written = {
        name: [(words.unit, items(getattr(words, part))) for words in facts.units] for name, part in WORDS.items()
    }
    for name in ("khó khăn", "đề xuất"):
        written[name] = [(unit, [line for line in lines if not says_nothing(line)]) for unit, lines in written[name]]
    hinder = [fact for fact in facts.difficulties if not says_nothing(fact.text)]
    return written | {"khó khăn": _difficulties(hinder, written["khó khăn"])}


def _difficulties(facts: Sequence[DifficultyFact], typed: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """By those who raised them, what several raised first; then what units typed in their reports instead."""
    by_units: dict[str, list[str]] = {}
    for fact in sorted(facts, key=lambda fact: len(fact.units) < 2):
        by_units.setdefault("; ".join(map(tidy, fact.units)), []).append(_difficulty(fact))
    for unit, lines in typed:
        by_units.setdefault(unit, []).extend(lines)
    return list(by_units.items())


def _difficulty(fact: DifficultyFact) -> str:
    """The words alone: when it was raised and who within the ward is to help is the ward's own affair."""
    return f"{one_line(fact.text)} (đã có ý kiến giải quyết)" if fact.answered_on else one_line(fact.text)


def _by_unit(written: Sequence[tuple[str, list[str]]]) -> list[dict[str, str]]:
    return [
        {"đơn vị": tidy(unit), "nội dung": content([_below(tidy(unit), line) for line in listed])}
        for unit, listed in written
        if listed
    ]


def _below(unit: str, line: str) -> str:
    """A line that stands below the name of its unit, which it does not name again: `Đã rà soát 14 nhà văn hóa`."""
    begins, rest = line[: len(unit)].casefold() == unit.casefold(), line[len(unit) :]
    goes_on = rest[:1] == " " and rest[1:2].islower() and rest.split()[0] not in ("và", "cùng", "với")
    return f"{rest[1].upper()}{rest[2:]}" if begins and goes_on else line


def _absences(absences: Sequence[MissingUnit]) -> dict[str, Any]:
    return {
        "đơn vị chưa báo cáo": Listed(
            [{"đơn vị": tidy(absence.unit), "lý do": escape_references(tidy(absence.reason))} for absence in absences]
        ),
        "tên đơn vị chưa báo cáo": "; ".join(_absent(absence) for absence in absences),
        "tên đơn vị không nêu lý do": _names(absence.unit for absence in absences if not absence.reason.strip()),
    }


def _names(units: Iterable[str]) -> str:
    """Each unit once, in the order given: "A và B", "A; B; C", for units' names hold commas."""
    named = list(dict.fromkeys(tidy(unit) for unit in units))
    return (" và " if len(named) == 2 else "; ").join(named)


def _absent(absence: MissingUnit) -> str:
    reason = one_line(absence.reason)
    return f"{tidy(absence.unit)} (lý do: {reason})" if reason else tidy(absence.unit)
