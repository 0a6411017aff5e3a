"""What a report proposes, by whom it is directed to. Pure."""

from collections.abc import Sequence

from units.places import KINDS

from .addressees import by_addressee
from .facts import PROVINCE, DifficultyFact, Facts
from .typed import one_line, says_nothing, tidy


def proposals(facts: Facts, typed: Sequence[tuple[str, list[str]]]) -> list[dict[str, str]]:
    """What is proposed, by whom it is directed to, the province first; with what hinders and only it can solve."""
    lines_of = [(line, tidy(unit)) for unit, lines in typed for line in lines]
    found = by_addressee(lines_of, (PROVINCE, tidy(facts.recipient), *map(tidy, facts.members)))
    found.sort(key=lambda pair: (not pair[0], _is_of_the_ward(pair[0], facts), pair[0] != PROVINCE))
    rows = [
        {"nơi nhận": f"Đối với {facts.full_name(to)}" if to else "Kiến nghị chung", "nội dung": content(lines)}
        for to, lines in found
    ]
    return [*_to_be_solved(facts.difficulties, facts.superior), *rows]


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
