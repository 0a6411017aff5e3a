"""What a report proposes, by whom it is directed to. Pure."""

from collections.abc import Sequence

from units.places import KINDS

from .addressees import addressee_of, by_addressee
from .facts import PROVINCE, DifficultyFact, Facts
from .typed import one_line, says_nothing, tidy

OF_A_PROVINCE = ("tỉnh", "thành phố")
OF_WARDS = "Kiến nghị của cấp xã thuộc thẩm quyền giải quyết của cấp tỉnh"

Proposal = tuple[str, str]  # its words, and who makes it


def proposals(facts: Facts, typed: Sequence[tuple[str, list[str]]]) -> list[dict[str, str]]:
    """What is proposed, by whom it is directed to, the province first; with what hinders and only it can solve.

    What the wards of a province ask of it and of its departments is told apart, as theirs: it does not ask itself.
    """
    known = (PROVINCE, tidy(facts.recipient), *map(tidy, facts.members))
    lines_of = [(line, tidy(unit)) for unit, lines in typed for line in lines]
    within = [each for each in lines_of if _is_asked_of_itself(each, facts, known)]
    found = by_addressee((each for each in lines_of if each not in within), known)
    found.sort(key=lambda pair: (not pair[0], _is_of_the_ward(pair[0], facts), pair[0] != PROVINCE))
    rows = [
        {"nơi nhận": f"Đối với {facts.full_name(to)}" if to else "Kiến nghị chung", "nội dung": content(lines)}
        for to, lines in found
    ]
    return [*_to_be_solved(facts.difficulties, facts.superior), *rows, *_of_wards(facts, within, known)]


def _is_asked_of_itself(proposal: Proposal, facts: Facts, known: Sequence[str]) -> bool:
    """Whether a ward of the province that reports asks the province or a body of it."""
    words, maker = proposal
    if maker not in map(tidy, facts.wards):
        return False
    to = addressee_of(words, known).casefold()
    is_below = to.startswith(("sở ", "sở,", "các sở", "tỉnh ủy", "thành ủy")) or to in _folded(facts.members)
    return is_below or to in (*OF_A_PROVINCE, "cấp trên") or to.endswith(tuple(f" {each}" for each in OF_A_PROVINCE))


def _folded(names: Sequence[str]) -> list[str]:
    return [tidy(name).casefold() for name in names]


def _of_wards(facts: Facts, asked: Sequence[Proposal], known: Sequence[str]) -> list[dict[str, str]]:
    """Each with whom the ward asks, and who asks."""
    lines = [f"Đối với {facts.full_name(to)}: {line}" for to, items in by_addressee(asked, known) for line in items]
    return [{"nơi nhận": OF_WARDS, "nội dung": content(lines)}] if lines else []


def _to_be_solved(difficulties: Sequence[DifficultyFact], superior: str) -> list[dict[str, str]]:
    """What hinders and only who stands above can solve, under one sentence that asks for it."""
    asked = [
        f"{one_line(fact.text)} ({'; '.join(map(tidy, fact.units))})"
        for fact in difficulties
        if fact.to == PROVINCE and not fact.answered_on and not says_nothing(fact.text)
    ]
    asks = f"Đề nghị {superior} xem xét, hỗ trợ tháo gỡ {'các ' if len(asked) > 1 else ''}vướng mắc"
    return [{"nơi nhận": asks, "nội dung": content(asked)}] if asked else []


def _is_of_the_ward(organ: str, facts: Facts) -> bool:
    """Whether proposals to this organ stay within the ward: they come after those to others."""
    return organ in map(tidy, facts.members) or organ.casefold().endswith(tuple(f" {kind}" for kind in KINDS))


def content(listed: Sequence[str]) -> str:
    """One item follows on the same line; several follow below as a list."""
    return f"{listed[0]}." if len(listed) == 1 else "".join(f"\n- {item}" for item in listed)
