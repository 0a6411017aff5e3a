"""The figures that the demo's units report: tables of their first and last values, and a course between these.

Nothing is random: the same unit and month give the same figure each time. The first month, April, covers four months,
as the plan dates from 10 April.
"""

from decimal import Decimal
from typing import Any

FIRST, LAST = 4, 12
FIRST_NOTE = "Số liệu bốn tháng đầu năm 2026"

Typed = dict[str, Any]

# (indicator, unit): what comes in a month, and the part of it that counts, in April and in December.
FLOWS: dict[tuple[int, str], tuple[int, str, str]] = {
    (1, "TTPVHCC"): (1150, "0.835", "0.925"),
    (1, "VP"): (60, "0.72", "0.88"),
    (1, "TCNS"): (180, "0.81", "0.95"),
    (2, "TTPVHCC"): (1080, "0.982", "0.994"),
    (2, "VHXH"): (140, "0.972", "0.992"),
    (2, "KTHTDT"): (210, "0.968", "0.986"),
    (3, "TTPVHCC"): (1120, "0.823", "0.965"),
    (3, "VP"): (90, "0.74", "0.92"),
    (4, "TTPVHCC"): (940, "0.584", "0.781"),
    (4, "KTHTDT"): (120, "0.52", "0.74"),
    (11, "VP"): (410, "0.935", "0.998"),
    (11, "VHXH"): (220, "0.941", "1"),
    (11, "KTHTDT"): (190, "0.905", "0.989"),
    (11, "TTPVHCC"): (160, "0.972", "1"),
    (11, "TTDVC"): (70, "0.91", "1"),
}
# (indicator, unit): how many there are in the unit's area, and the part reached in April and in December; all is all.
STOCKS: dict[tuple[int, str], tuple[int, str, str]] = {
    (8, "CA"): (18640, "0.742", "0.914"),
    (8, "TCNS"): (5210, "0.705", "0.886"),
    (8, "TDP"): (4580, "0.693", "0.871"),
    (10, "CA"): (30120, "0.962", "0.995"),
    (10, "TDP"): (8440, "0.943", "0.991"),
    (12, "VHXH"): (62, "0.58", "1.26"),
    (12, "VP"): (24, "0.58", "1.26"),
    (16, "KTHTDT"): (28, "0.61", "0.90"),
    (16, "TDP"): (12, "0.58", "0.84"),
}
# (indicator, unit): what comes in a month.
COUNTS: dict[tuple[int, str], int] = {
    (9, "CA"): 432,
    (9, "TTPVHCC"): 94,
    (13, "TCNS"): 248,
    (13, "TDP"): 92,
    (13, "MTTQ"): 71,
    (14, "TTDVC"): 14,
    (14, "VHXH"): 4,
    (14, "MTTQ"): 3,
}
# (indicator, unit): what is too rare to have a course, by month; a month without a mention is 0.
RARE: dict[tuple[int, str], dict[int, int]] = {
    (19, "VHXH"): {5: 1, 7: 1, 8: 2, 9: 1, 11: 1, 12: 1},
    (19, "MTTQ"): {7: 1, 10: 1},
    (20, "CA"): {7: 1},
    (20, "VHXH"): {},
    (20, "VP"): {},
}
# (indicator, unit): the level in April and in December.
LEVELS: dict[tuple[int, str], tuple[str, str]] = {
    (5, "VHXH"): ("93.6", "96"),
    (5, "TTPVHCC"): ("94", "96.4"),
    (6, "TTPVHCC"): ("78.4", "88.6"),
    (6, "VP"): ("78.4", "88.6"),
    (7, "VHXH"): ("84.1", "86.9"),
    (7, "VP"): ("84.1", "86.9"),
    (15, "KTHTDT"): ("89.6", "92.9"),
    (15, "TDP"): ("87.5", "91.2"),
    (17, "KTHTDT"): ("76.2", "84.4"),
    (17, "MTTQ"): ("75.8", "84"),
    (18, "KTHTDT"): ("2.15", "2.85"),
    (18, "VHXH"): ("2.15", "2.85"),
}
BY_QUARTER = (5, 7)  # surveyed once a quarter


def typed(number: int, unit: str, code: str) -> Typed:
    """What `unit` (by code) types for the indicator `number` in the period `code`; blank for what it is not asked."""
    if "-" not in code:
        return _of_year(number, unit)
    return _of_month(number, unit, int(code[5:]))


def wrong(right: Typed) -> Typed:
    """A typing error in place of the right figure: a zero too many, numerator equal to denominator, or a blank."""
    if right.get("denominator"):
        return right | {"numerator": right["denominator"]}
    tenfold = bool(right.get("counted"))
    return right | {"value": right["value"] * 10 if tenfold else None}


def _of_month(number: int, unit: str, month: int) -> Typed:
    key = (number, unit)
    note = {"note": FIRST_NOTE if month == FIRST else ""}
    if key in FLOWS:
        return _flow(key, month) | note
    if key in STOCKS:
        whole, first, last = STOCKS[key]
        return _ratio(Decimal(whole), _between(first, last, month))
    if key in COUNTS:
        return {"value": _coming(COUNTS[key], key, month), "counted": True} | note
    if key in RARE:
        return {"value": Decimal(RARE[key].get(month, 0)), "counted": True} | note
    if key in LEVELS:
        return {"value": _level(key, month)}
    return {}


def _of_year(number: int, unit: str) -> Typed:
    """The whole year: counts and flows add up, levels and stocks are the last."""
    key, months = (number, unit), [_of_month(number, unit, month) for month in range(FIRST, LAST + 1)]
    if key in FLOWS:
        return {name: sum(month[name] for month in months) for name in ("numerator", "denominator")}
    if key in COUNTS or key in RARE:
        return {"value": sum(month["value"] for month in months), "counted": True}
    return months[-1]


def _flow(key: tuple[int, str], month: int) -> Typed:
    monthly, first, last = FLOWS[key]
    return _ratio(_coming(monthly, key, month), _between(first, last, month))


def _ratio(whole: Decimal, share: Decimal) -> Typed:
    return {"numerator": min(whole, (whole * share).quantize(Decimal(1))), "denominator": whole}


def _coming(monthly: int, key: tuple[int, str], month: int) -> Decimal:
    """A month's worth, up to 6 % more or less; four of them in the first report."""
    number, unit = key
    swing = (number * 31 + month * 17 + sum(map(ord, unit))) % 13 - 6
    months = 4 if month == FIRST else 1
    return (Decimal(monthly * months * (100 + swing)) / 100).quantize(Decimal(1))


def _level(key: tuple[int, str], month: int) -> Decimal:
    if key[0] in BY_QUARTER:
        month = max(FIRST, month // 3 * 3)
    return _between(*LEVELS[key], month).quantize(Decimal("0.01"))


def _between(first: str, last: str, month: int) -> Decimal:
    way = Decimal(month - FIRST) / (LAST - FIRST)
    return Decimal(first) + (Decimal(last) - Decimal(first)) * way
