"""The outline of a monthly or annual ward report: its parts, and the sentences that are the same every time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .content import Section

TITLES = {
    "leadership": "Công tác lãnh đạo, chỉ đạo",
    "turnout": "Tình hình báo cáo của các đơn vị",
    "results": "Kết quả thực hiện chỉ tiêu, nhiệm vụ",
    "assessment": "Đánh giá chung",
    "difficulties": "Khó khăn, vướng mắc",
    "directions": "Phương hướng, nhiệm vụ trọng tâm",
    "proposals": "Đề xuất, kiến nghị",
}
NOTHING_RAISED = {
    "difficulties": "Trong kỳ, các đơn vị không nêu khó khăn, vướng mắc.",
    "proposals": "Trong kỳ, các đơn vị không có đề xuất, kiến nghị.",
}
ANNEXES = "Kết quả chi tiết từng chỉ tiêu, nhiệm vụ tại Phụ lục I và Phụ lục II kèm theo."


@dataclass(frozen=True)
class Turnout:
    """Who of the units that had to report did. `waived` pairs a unit with the reason it was excused for."""

    due: int
    silent: tuple[str, ...] = ()
    waived: tuple[tuple[str, str], ...] = ()


def subject(plan: str, period: str, replaced: str = "") -> str:
    """The document's trích yếu; `plan` is the plan's number and symbol, `replaced` names the document replaced."""
    words = f"Kết quả thực hiện Kế hoạch số {plan} {period}"
    return f"{words} (thay thế {replaced})" if replaced else words


def opening(issuer: str, short: str, period: str, replaced: str = "") -> str:
    """The sentence that leads to part I: it gives the issuer's name in full, and the `short` one used from then on."""
    named = issuer if short == issuer else f"{issuer} (sau đây gọi tắt là {short})"
    instead = f", thay thế {replaced}," if replaced else ""
    return f"{named} báo cáo kết quả thực hiện {period}{instead} như sau:"


def closing(issuer: str, period: str, plan: str, addressee: str) -> str:
    """The last sentence of the text, without its end mark; `plan` is the plan's number and symbol."""
    return (
        f"Trên đây là báo cáo kết quả thực hiện Kế hoạch số {plan} {period} của {issuer}, kính gửi {addressee} tổng hợp"
    )


def sections(turnout: Turnout, prose: Mapping[str, str], next_period: str) -> tuple[Section, ...]:
    """The parts in order, from the texts of `prose`; what nobody wrote is left out or, where a reader would look for
    it, said in a sentence. `next_period` is what the directions are for.
    """
    told = {part: _paragraphs(text) for part, text in prose.items()}
    told |= {part: told[part] or (sentence,) for part, sentence in NOTHING_RAISED.items()}
    told |= {"turnout": turnout_paragraphs(turnout), "results": (*told["results"], ANNEXES)}
    titles = TITLES | {"directions": f"{TITLES['directions']} {next_period}"}
    return tuple(Section(key, title, told[key]) for key, title in titles.items() if told[key])


def turnout_paragraphs(turnout: Turnout) -> tuple[str, ...]:
    """How many units reported, and by name those that did not or were excused."""
    return (_turnout(turnout), *_silent(turnout.silent), *_waived(turnout.waived))


def _turnout(turnout: Turnout) -> str:
    every, reported = turnout.due + len(turnout.waived), turnout.due - len(turnout.silent)
    if not reported:
        return "Trong kỳ, chưa có đơn vị nào gửi báo cáo được tiếp nhận."
    counted = f"cả {every:02d} đơn vị" if reported == every > 1 else f"{reported:02d}/{every:02d} đơn vị"
    return f"Trong kỳ, {counted} đã gửi báo cáo và được tiếp nhận."


def _silent(units: tuple[str, ...]) -> Iterable[str]:
    if units:
        yield f"{len(units):02d} đơn vị chưa gửi báo cáo: {'; '.join(units)}."


def _waived(waived: tuple[tuple[str, str], ...]) -> Iterable[str]:
    if waived:
        named = "; ".join(f"{unit} (lý do: {reason.strip().rstrip('.')})" for unit, reason in waived)
        yield f"{len(waived):02d} đơn vị không phải báo cáo kỳ này: {named}."


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
