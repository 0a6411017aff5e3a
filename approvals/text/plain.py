"""Text as it is kept, printed and exported: NFC, without signs that nobody sees but that change what others read.

Control characters, halves of surrogate pairs, which no database keeps, and format characters (Unicode Cf: those that
override the direction of writing, zero-width ones, byte order marks) leave every text on its way in: forms and workbook
readers ask here, and so do the actions.
"""

import re
import unicodedata

from django.utils.translation import gettext

from .signs import plain_signs

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
INVISIBLE = ("Cc", "Cf", "Cs")
MARK = "▯"


def plain_lines(text: str) -> str:
    """The text with its lines, each end of which is one line feed, and plain signs for those that have an equal."""
    lines = plain_signs(LINE_ENDS.sub("\n", text))
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in INVISIBLE).strip()


def trimmed(text: str) -> str:
    """The text without spaces and format characters around it; those within stay."""
    return text.strip("".join(sign for sign in set(text) if sign.isspace() or unicodedata.category(sign) == "Cf"))


def hidden_within(text: str) -> str:
    """The text with a mark for each format character within it; blank where there is none."""
    bare = trimmed(text)
    shown = "".join(MARK if unicodedata.category(sign) == "Cf" else sign for sign in bare)
    return shown if shown != bare else ""


def hidden_sign(marked: str) -> str:
    """What to do about a number that `hidden_within` has marked."""
    sentence = gettext("“%(text)s” holds a sign that nobody sees, where %(mark)s stands. Type the number anew.")
    return sentence % {"text": marked, "mark": MARK}


def storable(text: str) -> str:
    """A text from outside as a line that every database keeps: a mark stands for each half of a surrogate pair."""
    return one_line(text.encode("utf-8", "replace").decode())


def one_line(text: str) -> str:
    """The text as a single line, words one space apart."""
    return " ".join(plain_lines(text).split())
