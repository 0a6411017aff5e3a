"""How an indicator's figure becomes the number that another form asks for: a small strict grammar of exact factors.

    conversion = "" | "%→tỷ lệ" | "tỷ lệ→%" | step {step}        three steps at most
    step       = ("×" | "x" | "*" | "÷" | "/" | ":") number      a number above zero: 1000, 1.000, 0,5

Nothing is rounded on the way; the form's own decimals come last, halves away from zero.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, prod

from django.utils.translation import gettext as _

SHARE, PERCENT = "tỷ lệ", "%"
NAMED = {f"{PERCENT}→{SHARE}": Fraction(1, 100), f"{SHARE}→{PERCENT}": Fraction(100)}
MOST_STEPS = 3
NUMBER = r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}|[0-9]{1,9})(?:,[0-9]{1,6})?"
STEP = re.compile(rf"([×x*÷/:]) ?({NUMBER}) ?", re.IGNORECASE)
STEPS = re.compile(rf"(?:{STEP.pattern})+", re.IGNORECASE)
TIMES = "×x*"


class NotAConversion(ValueError):
    """The text is no conversion; the message is a translated sentence that says how to write one."""


@dataclass(frozen=True)
class Conversion:
    """`words` are the one way in which it is kept and shown. `needs` and `gives` are measures, where it names them."""

    words: str = ""
    factor: Fraction = Fraction(1)
    needs: str = ""
    gives: str = ""

    def of(self, value: Decimal, decimals: int) -> Decimal:
        """The value in the form's own measure, rounded there. Exact for any number of digits."""
        return rounded(Fraction(value) * self.factor, decimals)


def parse(text: str) -> Conversion:
    """The conversion in `×1000`, `÷ 1.000`, `x0,5`, `%→tỷ lệ`; a blank changes nothing. Raises NotAConversion."""
    plain = " ".join(text.casefold().replace("->", "→").split())
    tight = re.sub(r"\s*→\s*", "→", plain)
    if tight in NAMED:
        needs, gives = tight.split("→")
        return Conversion(tight, NAMED[tight], needs, gives)
    if not plain:
        return Conversion()
    steps = [(sign in TIMES, number) for sign, number in STEP.findall(plain)] if STEPS.fullmatch(plain) else []
    factors = [_factor(times, number) for times, number in steps]
    if not factors or 0 in factors or len(factors) > MOST_STEPS:
        sentence = _("“%(text)s” is no conversion. Write ×1000, ÷100, %%→tỷ lệ or tỷ lệ→%%, or leave it blank.")
        raise NotAConversion(sentence % {"text": text[:40]})
    words = " ".join(f"{'×' if times else '÷'}{number}" for times, number in steps)
    return Conversion(words, prod(factors, start=Fraction(1)))


def _factor(times: bool, number: str) -> Fraction:
    """0 for what is no factor."""
    exact = Fraction(number.replace(".", "").replace(",", "."))
    return exact if times or not exact else 1 / exact


def rounded(number: Fraction, places: int) -> Decimal:
    """To `places` decimals, halves away from zero; never minus zero."""
    whole = floor(abs(number) * 10**places + Fraction(1, 2))
    return Decimal(f"{-whole if number < 0 else whole}e-{places}")
