"""What the name of a file says about its document: a hint for whoever holds it, and never a part of the result."""

import re
from unicodedata import normalize

from django.utils.translation import gettext as _

from approvals.models import Document

from .identify import day

NAME = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{2,})-(?P<symbol>[^\W\d_]+(?:-[^\W\d_]+)+)")


def hint(name: str, document: Document) -> str:
    """What is wrong with a name like 2026-06-BC-BCĐ.pdf, which claims a line of a register; else nothing.

    Symbols are written in capitals (NĐ 30/2020, Phụ lục III): other words behind two numbers claim nothing.
    """
    claim = NAME.search(normalize("NFC", name))
    if not claim or not claim["symbol"].isupper():
        return ""
    symbol = normalize("NFC", document.symbol).replace("/", "-")
    if (int(claim["year"]), int(claim["number"]), claim["symbol"]) == (document.year, document.number, symbol):
        return ""
    sentence = _("The name says %(claim)s, but this is document %(document)s of %(day)s.")
    return sentence % {"claim": claim[0], "document": document, "day": day(document)}
