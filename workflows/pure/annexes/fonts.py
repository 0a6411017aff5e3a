"""Text typed for the fonts of before Unicode: TCVN3 (.VnTime) and VNI. It is recognised, never guessed at."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

OLD_FONTS = {"TCVN3": re.compile(r"\.?vn[a-z]", re.IGNORECASE), "VNI": re.compile(r"vni[- ]", re.IGNORECASE)}
WORD = re.compile(r"[\w\u00a1-\u00bf]+")
LETTER = re.compile(r"[^\W\d_]")
# Signs that these fonts show as Vietnamese letters and that Vietnamese in Unicode does not write within a word.
OF_TCVN3 = re.compile("[µ¸¶·¹¨»¾¼½©®ª«¬§¦¤¥¡£¢]|[a-zđ][ÆÇËÎÏÑÖ×ØÜÞ]|[ÆÇËÎÏÑÖ×ØÜÞ][a-z]")
OF_VNI = re.compile("[aeouyAEOUYöôÖÔ][øûïäåëüæñöØÛÏÄÅËÜ]|[æñ]|[aeo][âê](?=[^\\W\\d_]|$)")
SHARE = 0.2  # of the words


def old_encoding(texts: Iterable[str], fonts: Iterable[str] = ()) -> str:
    """ "TCVN3" or "VNI" where the text was typed for one, else blank. `fonts`: names of fonts that it is set in."""
    words = [word for text in texts for word in WORD.findall(text) if LETTER.search(word)]
    if not words:
        return ""
    signs = {
        "TCVN3": sum(bool(OF_TCVN3.search(word)) for word in words),
        "VNI": sum(bool(OF_VNI.search(word)) for word in words),
    }
    named = {name for name, pattern in OLD_FONTS.items() if any(pattern.match(font) for font in fonts)}
    likeliest = max(signs, key=lambda name: signs[name])
    if signs[likeliest] < len(words) * (SHARE / 4 if named else SHARE):
        return ""
    return next(iter(named)) if len(named) == 1 else likeliest


def way_out(encoding: str) -> str:
    """What to do about a text in this encoding."""
    sentence = _(
        "The text is typed for %(encoding)s fonts and cannot be read. Convert it to Unicode (UniKey: Ctrl+Shift+F6, "
        "source %(encoding)s, target Unicode), then choose or paste it again."
    )
    return sentence % {"encoding": "TCVN3 (.VnTime)" if encoding == "TCVN3" else "VNI Windows"}
