"""When two lines of a document name the same recipient, what an organ identifier is, and where a recipient is."""

import re
from collections.abc import Iterable

from approvals.models import Recipient
from approvals.text.plain import one_line

AROUND = " -–;,.:"
ORGAN_ID = re.compile(r"[0-9A-Z]+(\.[0-9A-Z]+)*")  # QĐ 20/2020, Điều 4, and the older form 000.00.15.H51
LONGEST_ORGAN_ID = 35
FIRST_LEVEL = re.compile(r"[A-Z][0-9]{2}")  # of an organ identifier: a province or a central organ


def bare(line: str) -> str:
    """The recipient that a line of Kính gửi or Nơi nhận names, without what the list puts around it."""
    return one_line(line).strip(AROUND)


def key_of(line: str) -> str:
    """What is the same for lines that differ in case and in the signs of a list alone."""
    return bare(line).casefold()


def once_each(lines: list[str]) -> list[str]:
    """The lines that name somebody, each recipient once, in their order and as first written."""
    named: dict[str, str] = {}
    for line in lines:
        if key := key_of(line):
            named.setdefault(key, bare(line))
    return list(named.values())


def is_organ_id(text: str) -> bool:
    """Whether it may be an organ identifier, as forms take one."""
    return len(text) <= LONGEST_ORGAN_ID and ORGAN_ID.fullmatch(text) is not None


def where_of(organ_id: str, *, leads: bool, own: Iterable[str]) -> str:
    """Where a recipient is, as far as that is known: a ward's superior is within its province, and an organ identifier
    names its province or central organ. `own` are identifiers of the scope itself and of its superior. Blank where
    none tells.
    """
    if leads:
        return Recipient.Where.PROVINCE
    there, here = first_level(organ_id), {found for each in own if (found := first_level(each))}
    if not there or not here:
        return ""
    return Recipient.Where.PROVINCE if there in here else Recipient.Where.OUTSIDE


def first_level(organ_id: str) -> str:
    """H60 of H60.15 and of the older 000.00.15.H60; blank where there is none."""
    return next((part for part in organ_id.split(".") if FIRST_LEVEL.fullmatch(part)), "")
