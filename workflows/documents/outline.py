"""The outline of a monthly or annual ward report: its six parts and the sentences that are the same every time."""

from collections.abc import Iterable
from dataclasses import dataclass

from .content import Section, UnitRemarks

NOTHING_RAISED = "Trong kỳ, các đơn vị không nêu nội dung này."


@dataclass(frozen=True)
class Turnout:
    """Who of the units that had to report did. `waived` pairs a unit with the reason it was excused for."""

    due: int
    silent: tuple[str, ...] = ()
    waived: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Prose:
    """The paragraphs that the coordinator edits: figures, assignments, what comes next."""

    indicators: tuple[str, ...]
    assignments: tuple[str, ...]
    directions: tuple[str, ...]


def opening(issuer: str, period: str) -> str:
    """The sentence that leads to part I; `period` as in "tháng 10 năm 2026"."""
    return f"{issuer} báo cáo kết quả thực hiện {period} như sau:"


def closing(issuer: str, period: str, plan: str, addressee: str) -> str:
    """The last sentence of the text, without its end mark; `plan` is the plan's number and symbol."""
    return (
        f"Trên đây là báo cáo kết quả thực hiện Kế hoạch số {plan} {period} của {issuer}, kính gửi {addressee} tổng hợp"
    )


def sections(
    turnout: Turnout, prose: Prose, difficulties: tuple[UnitRemarks, ...], proposals: tuple[UnitRemarks, ...]
) -> tuple[Section, ...]:
    """The parts I to VI in order. A part by unit that holds nothing says so in a sentence."""
    return (
        Section("turnout", "Tình hình báo cáo của các đơn vị", turnout_paragraphs(turnout)),
        Section("indicators", "Kết quả thực hiện chỉ tiêu", (*prose.indicators, _see("I", "chỉ tiêu"))),
        Section("assignments", "Kết quả thực hiện nhiệm vụ", (*prose.assignments, _see("II", "nhiệm vụ"))),
        _by_unit("difficulties", "Khó khăn, vướng mắc", difficulties),
        _by_unit("proposals", "Đề xuất, kiến nghị", proposals),
        Section("directions", "Phương hướng kỳ tiếp theo", prose.directions),
    )


def turnout_paragraphs(turnout: Turnout) -> tuple[str, ...]:
    """How many units reported, and by name those that did not or were excused."""
    reported = turnout.due - len(turnout.silent)
    first = f"Trong kỳ, {reported:02d}/{turnout.due:02d} đơn vị phải báo cáo đã gửi báo cáo và được tiếp nhận."
    return (first, *_silent(turnout.silent), *_waived(turnout.waived))


def _silent(units: tuple[str, ...]) -> Iterable[str]:
    if units:
        yield f"Đơn vị chưa gửi báo cáo ({len(units):02d}): {'; '.join(units)}."


def _waived(waived: tuple[tuple[str, str], ...]) -> Iterable[str]:
    if waived:
        named = "; ".join(f"{unit} (lý do: {reason.strip().rstrip('.')})" for unit, reason in waived)
        yield f"Đơn vị không phải báo cáo ({len(waived):02d}): {named}."


def _see(annex: str, what: str) -> str:
    return f"Kết quả chi tiết từng {what} tại Phụ lục {annex} kèm theo."


def _by_unit(key: str, title: str, remarks: tuple[UnitRemarks, ...]) -> Section:
    return Section(key, title, () if remarks else (NOTHING_RAISED,), remarks)
