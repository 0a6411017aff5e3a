"""The outline of a ward report: its parts, and the sentences that are the same every time."""

from collections.abc import Iterable, Mapping, Sequence
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
RESULTS_OF = {  # the title of the results, by what of the plan is annexed to them
    ("indicators", "assignments"): TITLES["results"],
    ("indicators",): "Kết quả thực hiện chỉ tiêu",
    ("assignments",): "Kết quả thực hiện nhiệm vụ",
    (): "Kết quả thực hiện",
}
NOTHING_RAISED = {
    "difficulties": "Trong kỳ, các đơn vị không nêu khó khăn, vướng mắc.",
    "proposals": "Trong kỳ, các đơn vị không có đề xuất, kiến nghị.",
}
ALWAYS = ("leadership", "turnout")  # parts that stand before those of the outline
USUAL_ANNEXES = (("indicators", "Phụ lục I"), ("assignments", "Phụ lục II"))
NAMES = {"indicators": "chỉ tiêu", "assignments": "nhiệm vụ"}


@dataclass(frozen=True)
class Turnout:
    """Who of the units that had to report did. `waived` pairs a unit with the reason it was excused for. `asked` says
    that the report was asked for by itself, and is of no period.
    """

    due: int
    silent: tuple[str, ...] = ()
    waived: tuple[tuple[str, str], ...] = ()
    asked: bool = False


@dataclass(frozen=True)
class About:
    """What the report is on, as its trích yếu, its first sentence and its last one name it."""

    subject: str
    opening: str
    closing: str


def on_plan(plan: str, period: str) -> About:
    """On the plan of this number and symbol."""
    whole = f"kết quả thực hiện Kế hoạch số {plan} {period}"
    return About(f"{whole[0].upper()}{whole[1:]}", f"kết quả thực hiện {period}", whole)


def in_words(period: str) -> About:
    """On a period, without the plan's indicators and assignments."""
    whole = f"kết quả công tác {period}"
    return About(f"{whole[0].upper()}{whole[1:]}", whole, whole)


def as_asked(title: str) -> About:
    """On what was asked for under this title. A title that begins with an abbreviation keeps its capitals."""
    within = f"về {title if title[1:2].isupper() else f'{title[:1].lower()}{title[1:]}'}"
    return About(title, within, within)


def subject(about: About, replaced: str = "") -> str:
    """The document's trích yếu; `replaced` names the document replaced."""
    return f"{about.subject} (thay thế {replaced})" if replaced else about.subject


def opening(issuer: str, short: str, about: About, replaced: str = "") -> str:
    """The sentence that leads to part I: it gives the issuer's name in full, and the `short` one used from then on."""
    named = issuer if short == issuer else f"{issuer} (sau đây gọi tắt là {short})"
    instead = f", thay thế {replaced}," if replaced else ""
    return f"{named} báo cáo {about.opening}{instead} như sau:"


def closing(issuer: str, about: About, addressee: str) -> str:
    """The last sentence of the text, without its end mark."""
    return f"Trên đây là báo cáo {about.closing} của {issuer}, kính gửi {addressee} tổng hợp"


def sections(
    turnout: Turnout,
    prose: Mapping[str, str],
    next_period: str,
    annexes: Sequence[tuple[str, str]] = USUAL_ANNEXES,
    *,
    texts: Sequence[str] | None = None,
) -> tuple[Section, ...]:
    """The parts in order, from the texts of `prose`; what nobody wrote is left out or, where a reader would look for
    it, said in a sentence. `next_period` is what the directions are for; `annexes` are attached, each by what it holds
    and its numeral. `texts` are the parts that the outline asks for, where it has an order of its own.
    """
    paragraphs = {part: _paragraphs(text) for part, text in prose.items()}
    paragraphs |= {part: paragraphs[part] or (_begun(turnout, sentence),) for part, sentence in NOTHING_RAISED.items()}
    of_plan = tuple(kind for kind in NAMES if kind in dict(annexes))
    titles = TITLES | {"results": RESULTS_OF[of_plan], "directions": f"{TITLES['directions']} {next_period}"}
    order = _in_order(texts)
    paragraphs["turnout"] = turnout_paragraphs(turnout)
    refers = "results" if "results" in order else "turnout"
    further = "Các nội dung khác" if of_plan else "Nội dung chi tiết"
    paragraphs[refers] = (*paragraphs[refers], *_of_the_plan(annexes), *_further(annexes, further))
    return tuple(Section(key, titles[key], paragraphs[key]) for key in order if paragraphs[key])


def _in_order(texts: Sequence[str] | None) -> list[str]:
    """The ward's assessment follows the results."""
    if texts is None:
        return list(TITLES)
    rest = [part for text in texts for part in ((text, "assessment") if text == "results" else (text,))]
    return [*ALWAYS, *([] if "assessment" in rest else ["assessment"]), *rest]


def _of_the_plan(annexes: Sequence[tuple[str, str]]) -> Iterable[str]:
    """Where what the plan asks for is told, one by one."""
    found = {kind: numeral for kind, numeral in annexes if kind in NAMES}
    if found:
        names = ", ".join(name for kind, name in NAMES.items() if kind in found)
        places = " và ".join(found[kind] for kind in NAMES if kind in found)
        yield f"Kết quả chi tiết từng {names} tại {places} kèm theo."


def _further(annexes: Sequence[tuple[str, str]], what: str) -> Iterable[str]:
    further = [numeral for kind, numeral in annexes if kind not in NAMES]
    if further:
        yield f"{what} tại {' và '.join(further) if len(further) == 2 else ', '.join(further)} kèm theo."


def turnout_paragraphs(turnout: Turnout) -> tuple[str, ...]:
    """How many units reported, and by name those that did not or were excused."""
    return (_turnout(turnout), *_silent(turnout.silent), *_waived(turnout))


def _turnout(turnout: Turnout) -> str:
    every, reported = turnout.due + len(turnout.waived), turnout.due - len(turnout.silent)
    if not reported:
        return _begun(turnout, "Trong kỳ, chưa có đơn vị nào gửi báo cáo được tiếp nhận.")
    counted = f"{reported:02d}/{every:02d} đơn vị"
    if reported == every:
        counted = f"cả {every:02d} đơn vị" if every > 1 else "đơn vị được giao báo cáo"
    return _begun(turnout, f"Trong kỳ, {counted} đã gửi báo cáo và được tiếp nhận.")


def _begun(turnout: Turnout, sentence: str) -> str:
    """A sentence that begins with "Trong kỳ", as a report of no period has it."""
    said = sentence.removeprefix("Trong kỳ, ") if turnout.asked else sentence
    return f"{said[0].upper()}{said[1:]}"


def _silent(units: tuple[str, ...]) -> Iterable[str]:
    if units:
        yield f"{len(units):02d} đơn vị chưa gửi báo cáo: {'; '.join(units)}."


def _waived(turnout: Turnout) -> Iterable[str]:
    """Who was excused; those of one reason together, which is given once."""
    by_reason: dict[str, list[str]] = {}
    for unit, reason in turnout.waived:
        by_reason.setdefault(reason.strip().rstrip("."), []).append(unit)
    what = f"{len(turnout.waived):02d} đơn vị không phải báo cáo{'' if turnout.asked else ' kỳ này'}"
    if len(by_reason) == 1 < len(turnout.waived):
        ((reason, units),) = by_reason.items()
        yield f"{what} (lý do: {reason}): {'; '.join(units)}."
    elif by_reason:
        named = (
            f"{'; '.join(units)} ({'cùng ' if len(units) > 1 else ''}lý do: {reason})"
            for reason, units in by_reason.items()
        )
        yield f"{what}: {'; '.join(named)}."


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
