"""Signs that the document's font lacks and that have a plain equal: Word's bullets and ticks, circled figures, boxes.

Text is tidied by this on its way in, and once more before it is printed, for what was kept before.
"""

import unicodedata

TICK, CROSS, BULLET = "√", "×", "•"
PRIVATE = {  # Word's Symbol and Wingdings, which it keeps in the private use area
    **dict.fromkeys("\uf0b7\uf06c\uf09f\uf09e", BULLET),
    **dict.fromkeys("\uf0a7\uf06e", "▪"),
    **dict.fromkeys("\uf0d8\uf076\uf046", "►"),
    **dict.fromkeys("\uf0fc\uf050", TICK),
    **dict.fromkeys("\uf0fb\uf04f", CROSS),
    **dict.fromkeys("\uf0fe\uf052", "[x]"),
    **dict.fromkeys("\uf0a8\uf06f\uf071", "[ ]"),
    "\uf0e0": "→",
    "\uf0e8": "→",
    "\uf02d": "-",
    "\uf0b3": "≥",
    "\uf0a3": "≤",
    "\uf0b1": "±",
    "\uf0b0": "°",
}
SIGNS = {
    **dict.fromkeys("✓✔🗸", TICK),
    **dict.fromkeys("✗✘✕✖", CROSS),
    **dict.fromkeys("☑☒✅🗹", "[x]"),
    **dict.fromkeys("☐🗆", "[ ]"),
    **dict.fromkeys("★☆✦✩✪⭐", "*"),
    **dict.fromkeys("➢➤➔➜➡⇒⟶⮕", "→"),
    **dict.fromkeys("◆❖⬥♦", "▪"),
    **dict.fromkeys("⚫⬤", "●"),
    "⇔": "↔",
    "。": ".",
    "、": ",",
    "\u3000": " ",
    "\u2015": "—",
    "\ufe0f": "",  # says that the sign before it is an emoji
    "\ufe0e": "",
}
CIRCLED = {
    **{chr(0x2460 + place): f"({place + 1})" for place in range(20)},
    **{chr(0x2474 + place): f"({place + 1})" for place in range(20)},
    **{chr(0x2776 + place % 10 + place // 10 * 10): f"({place % 10 + 1})" for place in range(30)},
    **{chr(0x24D0 + place): f"({chr(ord('a') + place)})" for place in range(26)},
    **{chr(0x24B6 + place): f"({chr(ord('A') + place)})" for place in range(26)},
}
WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
ROMAN = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2160, 0x2180)}
SQUARED = {sign: unicodedata.normalize("NFKC", sign) for sign in "㎡㎢㎥㎞㎝㎜㎏㏊"}
EQUALS = str.maketrans(PRIVATE | SIGNS | CIRCLED | WIDE | ROMAN | SQUARED)


def plain_signs(text: str) -> str:
    """The text in NFC, each sign that has a plain equal in that."""
    return unicodedata.normalize("NFC", text.translate(EQUALS))
