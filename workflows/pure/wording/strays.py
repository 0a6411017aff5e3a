"""Numbers typed by hand in prose that agree with no figure of the report. Pure: text and decimals in, sentences out.

A number is told where it agreed before a correction, or where it looks like a figure: two numbers with a slash close to
the parts of one, or a percentage with decimals. Both only warn: a number may be right for a reason of its own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.pure.aggregation import quantise

from .references import BRACES, DISTINCTIVE_DIGITS, sentences

TYPED = r"[0-9]+(?:\.[0-9]{3})*(?:,[0-9]+)?"
PAIR = re.compile(rf"(?<![\w.,/])({TYPED})/({TYPED})(?![\w/-])(?! (?:nhiệm vụ|chỉ tiêu))")
PERCENT = re.compile(rf"(?<![\w.,/])({TYPED}) ?%")
NUMBER = re.compile(rf"(?<![\w.,/])({TYPED})(?![\w/-])(?! ?%)")
TO_ENGLISH = str.maketrans(",", ".", ".")
DAYS, MONTHS = 31, 12
YEARS = range(1900, 2101)
CLOSE = Decimal("0.05")  # of a part: a corrected count moves little
PAIRED_DIGITS = 2

Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Known:
    """The numbers that prose may state now, the pairs behind ratios, and the `earlier` numbers, before a correction."""

    numbers: set[Decimal] = field(default_factory=set)
    pairs: set[Pair] = field(default_factory=set)
    earlier: set[Decimal] = field(default_factory=set)

    def add_stated(self, words: str) -> None:
        """Let prose state what these words state."""
        self.pairs.update(_pairs(words))
        self.numbers.update(_decimal(match[1]) for pattern in (PERCENT, NUMBER) for match in pattern.finditer(words))


@dataclass(frozen=True)
class Stray:
    """A number that agrees with no figure, as typed, and the sentence that it stands in."""

    number: str
    sentence: str


def strays(texts: Iterable[str], known: Known) -> list[Stray]:
    """In the order of the texts; each number of a sentence once."""
    lines = [BRACES.sub("", sentence) for text in texts for sentence in sentences(text)]
    shares = {share for line in lines for share in _shares(line)}
    found = [Stray(typed, line) for line in lines for typed in _of_sentence(line, known, shares)]
    return list(dict.fromkeys(found))


def quotes(text: str, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether a text states an entry's figure: its parts with a slash, or its value."""
    if numerator is not None and denominator is not None and (numerator, denominator) in _pairs(text):
        return True
    typed = [each[1] for pattern in (PERCENT, NUMBER) for each in pattern.finditer(text)]
    return value is not None and any(_agrees(each, {value}) for each in typed if _digits(each) >= PAIRED_DIGITS)


def _of_sentence(line: str, known: Known, shares: set[Decimal]) -> Iterator[str]:
    for match in PAIR.finditer(line):
        pair = (_decimal(match[1]), _decimal(match[2]))
        if not _is_date(pair) and pair not in known.pairs and _looks_like_one(pair, known):
            yield match[0]
    for match in PERCENT.finditer(line):
        doubtful = "," in match[1] or _was(match[1], known)
        if doubtful and not _agrees(match[1], known.numbers | shares):
            yield match[0]
    for match in NUMBER.finditer(line):
        distinctive = "," in match[1] or _digits(match[1]) >= DISTINCTIVE_DIGITS
        if distinctive and _was(match[1], known) and not _agrees(match[1], known.numbers):
            yield match[0]


def _looks_like_one(pair: Pair, known: Known) -> bool:
    if set(pair) <= known.earlier:
        return True
    return any(
        all(abs(mine - theirs) <= theirs * CLOSE for mine, theirs in zip(pair, each, strict=True))
        for each in known.pairs
    )


def _was(typed: str, known: Known) -> bool:
    return _agrees(typed, known.earlier)


def _agrees(typed: str, numbers: set[Decimal]) -> bool:
    """Whether one of the numbers reads so, rounded to as many decimals as are typed."""
    places, value = len(typed.partition(",")[2]), _decimal(typed)
    return any(quantise(number, places) == value for number in numbers)


def _pairs(text: str) -> set[Pair]:
    return {(_decimal(match[1]), _decimal(match[2])) for match in PAIR.finditer(text)}


def _shares(line: str) -> Iterator[Decimal]:
    """The percentage that any two numbers with a slash make, tallies of assignments included."""
    for match in re.finditer(rf"({TYPED})/({TYPED})", line):
        if denominator := _decimal(match[2]):
            yield _decimal(match[1]) * 100 / denominator


def _is_date(pair: Pair) -> bool:
    """A day and a month, or a month and a year."""
    return (pair[0] <= DAYS and pair[1] <= MONTHS) or (pair[0] <= MONTHS and pair[1] in YEARS)


def _digits(typed: str) -> int:
    return sum(map(str.isdigit, typed))


def _decimal(typed: str) -> Decimal:
    return Decimal(typed.translate(TO_ENGLISH))
