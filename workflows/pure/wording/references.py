"""Figures in prose are references, never typed numbers: `{{chỉ tiêu 5: lũy kế}}` stands for "61,4%".

The grammar is strict (docs/decisions): two braces, what is named, a colon, which of its numbers. Pure functions over
text; case and spaces do not count. A sentence with figures that reads differently from what somebody last looked at is
red until somebody has looked again.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflows.pure.aggregation import format_number
from workflows.pure.quoted import IN_PERIOD, TO_DATE, Quoted, counts, phrases

BRACES = re.compile(r"\{\{(.*?)\}\}|\{\{|\}\}")
NUMBER = re.compile(r"(?<![\w.,])[0-9]+(?:\.[0-9]{3})*(?:,[0-9]+)?(?![\w])")
LEADING_ZERO = re.compile(r"(?<![\w.,])0+(?=[1-9])")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
SENTENCES_AND_GAPS = re.compile(r"((?<=[.!?])\s+)")
FIGURE, SHOWN, CLOSE, ALERT, END = MARKS = "\ue000\ue001\ue002\ue003\ue004"
DISTINCTIVE_DIGITS = 3

Words = Mapping[str, str]
LookedAt = Mapping[str, str]


@dataclass(frozen=True)
class Stale:
    """A sentence that reads differently from what somebody last looked at; `was` is blank where nobody did."""

    part: str
    key: str
    was: str
    now: str


def reference(number: int, which: str) -> str:
    """How prose names a number of an indicator: `{{chỉ tiêu 5: lũy kế}}`."""
    return f"{{{{chỉ tiêu {number}: {which}}}}}"


def count_reference(which: str) -> str:
    """How prose names a number of indicators: `{{số chỉ tiêu: xanh}}`."""
    return f"{{{{số chỉ tiêu: {which}}}}}"


def words_of(figures: Iterable[Quoted]) -> dict[str, str]:
    """Every reference that may be written, and what it reads now, in the plan's order."""
    quoted = list(figures)
    words = {reference(each.number, which): read for each in quoted for which, read in phrases(each)}
    return words | {count_reference(which): read for which, read in counts(quoted)}


def resolve(text: str, words: Words) -> str:
    """The text with each reference as it reads now; what is no reference stays as it was typed."""
    return BRACES.sub(lambda found: words.get(_canonical(found[0]), found[0]), text)


def marked(text: str, words: Words, red: Iterable[str]) -> str:
    """The text as `resolve` gives it, with marks around each figure, and around the sentences whose keys are `red`.

    The marks are letters of Unicode's private use area, which a page turns into links (ward_reports/chips.py).
    """
    keys = set(red)
    lines = (
        "".join(_marked_sentence(piece, words, keys) for piece in SENTENCES_AND_GAPS.split(line))
        for line in text.splitlines()
    )
    return "\n".join(lines)


def _marked_sentence(sentence: str, words: Words, red: set[str]) -> str:
    pieces = (
        f"{FIGURE}{typed}{SHOWN}{shown}{CLOSE}" if typed else shown
        for shown, typed in pieces_of(sentence.strip(), words)
    )
    key = key_of(sentence)
    shown = "".join(pieces) if sentence.strip() else sentence
    return f"{ALERT}{key}{SHOWN}{shown}{END}" if key in red else shown


def faults(text: str, words: Words) -> list[str]:
    """What is in braces and names no figure, as typed, each once; also a brace that is not closed."""
    found = (match[0] for match in BRACES.finditer(text))
    return list(dict.fromkeys(typed for typed in found if _canonical(typed) not in words))


def pieces_of(text: str, words: Words) -> Iterator[tuple[str, str]]:
    """The text in pieces: plain ones as (words, ""), references as (what it reads now, the reference)."""
    end = 0
    for match in BRACES.finditer(text):
        if _canonical(match[0]) not in words:
            continue
        if match.start() > end:
            yield text[end : match.start()], ""
        yield words[_canonical(match[0])], _canonical(match[0])
        end = match.end()
    if end < len(text):
        yield text[end:], ""


def number_of(typed: str) -> int | None:
    """The indicator that a reference names; None for one that counts indicators."""
    found = re.match(r"\{\{chỉ tiêu ([0-9]+):", typed)
    return int(found[1]) if found else None


def escape_references(text: str) -> str:
    """What a unit typed, so that it cannot be read as a reference."""
    return text.replace("{{", "{ {").replace("}}", "} }")


def _canonical(typed: str) -> str:
    inner = unicodedata.normalize("NFC", typed).casefold().removeprefix("{{").removesuffix("}}")
    named, _colon, which = (" ".join(part.split()) for part in inner.partition(":"))
    return f"{{{{{named}: {which}}}}}"


def sentences(text: str) -> Iterator[str]:
    """The sentences of each line, as typed."""
    for line in text.splitlines():
        yield from (sentence.strip() for sentence in SENTENCE_END.split(line) if sentence.strip())


def key_of(sentence: str) -> str:
    """What a sentence is kept under: equal words, equal key."""
    plain = " ".join(unicodedata.normalize("NFC", sentence).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def readings(texts: Mapping[str, str], words: Words) -> dict[str, str]:
    """Each sentence with figures by its key, as it reads now."""
    quoting = (sentence for text in texts.values() for sentence in sentences(text) if _quotes(sentence, words))
    return {key_of(sentence): resolve(sentence, words) for sentence in quoting}


def stale(texts: Mapping[str, str], words: Words, looked_at: LookedAt) -> list[Stale]:
    """The sentences that nobody has looked at as they read now, in the order of the text."""
    found = {}
    for part, text in texts.items():
        for sentence in sentences(text):
            key, now = key_of(sentence), resolve(sentence, words)
            if _quotes(sentence, words) and _plain(looked_at.get(key)) != _plain(now):
                found[key] = Stale(part, key, looked_at.get(key, ""), now)
    return list(found.values())


def _plain(reading: str | None) -> str | None:
    """A reading as it is compared: "5 sáng kiến" and "05 sáng kiến" are equal."""
    return reading and LEADING_ZERO.sub("", reading)


def _quotes(sentence: str, words: Words) -> bool:
    return any(_canonical(match[0]) in words for match in BRACES.finditer(sentence))


def typed_figures(text: str, figures: Iterable[Quoted]) -> list[tuple[str, str]]:
    """Numbers typed by hand that equal a figure, each once with the reference that would follow it.

    Short whole numbers equal some figure too often by chance; they are passed over unless a % follows.
    """
    candidates: dict[str, str] = {}
    for figure in figures:
        for which, value in ((TO_DATE, figure.year_value), (IN_PERIOD, figure.value)):
            if value is not None:
                candidates.setdefault(format_number(value, figure.places), reference(figure.number, which))
    plain = BRACES.sub("", text)
    found = {match[0]: match.end() for match in NUMBER.finditer(plain) if match[0] in candidates}
    return [
        (number, candidates[number]) for number, end in found.items() if _is_distinctive(number, plain[end : end + 2])
    ]


def _is_distinctive(number: str, after: str) -> bool:
    return "," in number or after.lstrip().startswith("%") or sum(map(str.isdigit, number)) >= DISTINCTIVE_DIGITS
