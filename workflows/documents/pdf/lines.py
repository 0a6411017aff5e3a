"""Lines of text, shaped by Pango less often than WeasyPrint does it.

WeasyPrint has Pango lay a line out three times to break it, once more to stretch it and once more to draw it, and all
of that again where the same words stand again. Where the fonts of a document are `KeptFonts`, the functions of this
module take the place of WeasyPrint's and return what those return; other documents have WeasyPrint's own. Its
version is pinned, and a test compares the bytes.
"""

import re
from typing import Any

from weasyprint import draw
from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout, line_size

# The properties that decide how a text is shaped and broken.
SHAPING = (
    *("direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override", "font_size"),
    *("font_stretch", "font_style", "font_variant_alternates", "font_variant_caps", "font_variant_east_asian"),
    *("font_variant_ligatures", "font_variant_numeric", "font_variant_position", "font_variation_settings"),
    *("font_weight", "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "lang"),
    *("letter_spacing", "overflow_wrap", "tab_size", "text_decoration_line", "white_space", "word_break"),
    "word_spacing",
)
# A text of Latin scripts; what a line ends with, and what the next word is made of, so that it can break only at the
# space between the two (UAX 14).
LETTERS = "0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff"
PLAIN = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff–—‘’“”…]+")
ENDING = re.compile(rf".*[{LETTERS}.,;:%)]")
BEGINNING = re.compile(rf"[{LETTERS}][{LETTERS}.,;:%)]*")
KERN = 0.15  # of the size of type: by so much at most a space between two letters of Tinos is narrower
NEAR = 0.01  # pixels: where a line is as close to its room as this, Pango says which it is

split_first_line, create_layout, draw_text = inline.split_first_line, inline.create_layout, draw.draw_text


class KeptFonts(FontConfiguration):
    """The fonts of one document and, by kind of style, what was found for its lines: WeasyPrint hands it to all that it
    lays out. For one thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[tuple[Any, ...], int] = {}
        self.lines: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.drawn: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.measures: dict[int, Layout] = {}
        self.widths: dict[tuple[int, str], float] = {}


def kind_of(style: Any) -> int:
    """The number of the style's way to shape a text, among those of its document."""
    try:
        return style.kept_kind
    except AttributeError:
        kinds = style.font_config.kinds
        style.kept_kind = kinds.setdefault(tuple(style[name] for name in SHAPING), len(kinds))
        return style.kept_kind


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """Like WeasyPrint's, which lays the same text out three times to break it, wherever it stands."""
    fonts = style.font_config
    if not isinstance(fonts, KeptFonts):
        return split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    key = (text, kind_of(style), max_width, justification_spacing, is_line_start, minimum)
    line = fonts.lines.get(key)
    if line is None:
        line = _of_words(text, style, max_width, justification_spacing) or split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        fonts.lines[key] = line
    return line


def _of_words(text: str, style: Any, room: float | None, justification_spacing: float) -> tuple[Any, ...] | None:
    """The first line where it is plain which words are on it, by the width of each; None where it is not."""
    if room is None or not PLAIN.fullmatch(text) or not _is_plain(style):
        return None
    words = text.split(" ")
    count, longer = _fitting(words, style, room)
    if not count or "" in words:
        return None
    is_broken = count < len(words)
    line = " ".join(words[:count])
    if is_broken:
        if not ENDING.fullmatch(words[count - 1]) or not BEGINNING.fullmatch(words[count]):
            return None
        is_close = longer - count * KERN * style["font_size"] < room + NEAR
        if is_close and _measured(f"{line} {words[count]}", style)[0] < room + NEAR:
            return None
    width, height, baseline, direction = _measured(line, style)
    if width > room - NEAR:
        return None
    layout = _unshaped(line, room, justification_spacing, direction)
    length = len(line.encode())
    return layout, length, length + 1 if is_broken else None, width, height, baseline


def _is_plain(style: Any) -> bool:
    return (
        style["white_space"] in ("normal", "pre-line")
        and (style["letter_spacing"], style["word_spacing"], style["word_break"]) == ("normal", 0, "normal")
        and (style["text_decoration_line"], style["direction"]) == ("none", "ltr")
        and style["hyphens"] != "auto"
        and bool(style["font_size"])
    )


def _fitting(words: list[str], style: Any, room: float) -> tuple[int, float]:
    """How many of the words fit, going by their widths and that of a space; and how wide they and one more are."""
    widths, kind = style.font_config.widths, kind_of(style)
    space = _width(" ", style)
    used = -space
    for place, word in enumerate(words):
        width = widths.get((kind, word))
        used += space + (_width(word, style) if width is None else width)
        if used > room:
            return place, used
    return len(words), used


def _width(word: str, style: Any) -> float:
    key = kind_of(style), word
    widths = style.font_config.widths
    if key not in widths:
        widths[key] = _measured(word, style)[0]
    return widths[key]


def _measured(text: str, style: Any) -> tuple[float, float, float, int]:
    """Width, height, baseline and direction of a text on one line, asked of one layout for all texts of its kind."""
    fonts, kind = style.font_config, kind_of(style)
    layout = fonts.measures.get(kind)
    if layout is None:
        layout = fonts.measures[kind] = Layout(style)
    layout.set_text(text)
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    width, height = line_size(line, style)
    return width, height, pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS, line.resolved_dir


def _create_layout(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float) -> Any:
    """Like WeasyPrint's, which shapes a line that is stretched once more, and looks at it only when it is drawn."""
    if not isinstance(style.font_config, KeptFonts) or not PLAIN.fullmatch(text) or not _is_plain(style):
        return create_layout(text, style, context, max_width, justification_spacing)
    return _unshaped(text, max_width, justification_spacing, direction=0)


def _unshaped(text: str, max_width: float | None, justification_spacing: float, direction: int) -> Layout:
    """A layout that is shaped when it is drawn."""
    layout = Layout.__new__(Layout)
    layout.text, layout.max_width, layout.justification_spacing = text, max_width, justification_spacing
    layout.first_line_direction, layout.ascent = direction, None
    layout.layout = layout.language = layout.style = None
    return layout


def _draw_text(
    stream: Any, box: Any, offset_x: float, text_overflow: str = "clip", block_ellipsis: str = "none"
) -> None:
    """Like WeasyPrint's; a line that stands several times in the document is shaped once."""
    style, fonts = box.style, box.style.font_config
    is_plain = isinstance(fonts, KeptFonts) and (text_overflow, block_ellipsis) == ("clip", "none")
    if not is_plain or style["visibility"] != "visible" or style["text_decoration_line"] != "none":
        return draw_text(stream, box, offset_x, text_overflow, block_ellipsis)
    key = (box.pango_layout.text, kind_of(style), box.pango_layout.justification_spacing)
    if key not in fonts.drawn:
        draw_text(stream, box, offset_x, text_overflow, block_ellipsis)
        fonts.drawn[key] = _drawn(stream) if box.text.strip() else ()
    elif drawn := fonts.drawn[key]:
        font, letters = drawn
        stream.set_color(style["color"])
        stream.begin_text()
        stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
        stream.set_font_size(*font)
        stream.stream.append(letters)
        stream.end_text()
    else:
        draw_text(stream, box, offset_x, text_overflow, block_ellipsis)


def _drawn(stream: Any) -> tuple[Any, ...]:
    """Font and letters of the line that was just drawn, where it has one font; otherwise nothing."""
    letters, end = stream.stream[-2:]
    before = stream.stream[-4:-2] if stream.stream[-3].endswith(b" Tf") else stream.stream[-3:-2]
    if end != b"ET" or not letters.endswith(b" TJ") or not before[0].endswith(b" Tm"):
        return ()
    return stream._old_font, letters


inline.split_first_line, inline.create_layout, draw.draw_text = _split_first_line, _create_layout, _draw_text
