"""What a filled field shows: lines of text in the document's own font, embedded, and images. Measures in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from PIL import Image
from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.generic import ArrayObject, FloatObject, StreamObject, pdf_name
from pyhanko.pdf_utils.images import pil_image
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle

CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS2) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS2 def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
BLACK = (0.0, 0.0, 0.0)
LATIN = (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2040))


@dataclass(frozen=True)
class PlacedWords:
    """A piece of one line; `left` and `base` are its first letter's place, from the field's lower left."""

    text: str
    left: float
    base: float
    size: float
    font: Path
    colour: tuple[float, float, float] = BLACK


@dataclass(frozen=True)
class PngBox:
    """A PNG with transparency in this box."""

    png: bytes
    left: float
    low: float
    width: float
    height: float


Mark = PlacedWords | PngBox


@cache
def prepared(font: Path) -> bytes:
    """The font's Latin letters without hints, measured in thousandths of its size: pyHanko takes that for granted."""
    options = Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False)
    scaled = BytesIO()
    with TTFont(font) as face:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=LATIN)
        subsetter.subset(face)
        scale_upem(face, 1000)
        face.save(scaled)
    return scaled.getvalue()


class Letters(GlyphAccumulator):
    """pyHanko's subset of a font, with each letter mapped by itself: checkers of PDF/A do not all read its ranges."""

    def _format_tounicode_cmap(self) -> StreamObject:
        mapped = [
            f"<{code:04x}> <{text.encode('utf-16be').hex()}>" for code, text in sorted(self._cid_to_unicode.items())
        ]
        blocks = [mapped[start : start + 100] for start in range(0, len(mapped), 100)]
        stream = StreamObject(stream_data=CMAP.format("".join(_block(block) for block in blocks)).encode())
        stream.compress()
        return stream


def _block(lines: list[str]) -> str:
    return f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar\n"


class Fonts:
    """The faces that a revision embeds, each once and only with the letters used."""

    def __init__(self, writer: BasePdfFileWriter) -> None:
        self.writer = writer
        self.engines: dict[Path, Letters] = {}

    def engine(self, font: Path) -> Letters:
        if font not in self.engines:
            file = BytesIO(prepared(font))
            self.engines[font] = Letters(self.writer, file, font_size=1, bcp47_lang_code="vi")
        return self.engines[font]

    def width(self, text: str, *, font: Path, size: float) -> float:
        """How wide the font sets the text."""
        return float(self.engine(font).shape(text).x_advance) * size


class Drawing(AppearanceContent):
    """The appearance of a field of this size. `field_text` wraps it as the content of a text field."""

    def __init__(
        self, fonts: Fonts, size: tuple[float, float], marks: Sequence[Mark], *, field_text: bool = False
    ) -> None:
        super().__init__(writer=fonts.writer, box=BoxConstraints(*size))
        self.fonts, self.size, self.marks, self.field_text = fonts, size, marks, field_text

    def as_form_xobject(self) -> StreamObject:
        """The same with the field's exact size, which pyHanko cuts down to whole points."""
        drawn = super().as_form_xobject()
        drawn["/BBox"] = ArrayObject(FloatObject(edge) for edge in (0, 0, *self.size))
        return drawn

    def render(self) -> bytes:
        """The operators that draw the marks, in their order."""
        content = b"\n".join(self._draw(number, mark) for number, mark in enumerate(self.marks))
        return b"/Tx BMC\n" + content + b"\nEMC" if self.field_text else content

    def _draw(self, number: int, mark: Mark) -> bytes:
        return self._picture(number, mark) if isinstance(mark, PngBox) else self._words(number, mark)

    def _words(self, number: int, words: PlacedWords) -> bytes:
        engine: Any = self.fonts.engine(words.font)
        engine.font_size = words.size
        shaped, name = engine.shape(words.text), f"/F{number}"
        self.set_resource(ResourceType.FONT, pdf_name(name), engine.as_resource())
        colour, place = numbers(*words.colour), numbers(words.left, words.base)
        look = f"q {colour} rg BT {name} {numbers(words.size)} Tf {place} Td".encode()
        return b" ".join([look, shaped.graphics_ops, b"ET Q"])

    def _picture(self, number: int, picture: PngBox) -> bytes:
        with Image.open(BytesIO(picture.png)) as image:
            drawn = pil_image(image.convert("RGBA"), self.fonts.writer)
        name = f"/Im{number}"
        self.set_resource(ResourceType.XOBJECT, pdf_name(name), drawn)
        place = numbers(picture.width, 0, 0, picture.height, picture.left, picture.low)
        return f"q {place} cm {name} Do Q".encode()


def numbers(*values: float) -> str:
    """As PDF writes them: never with an exponent."""
    return " ".join(f"{value:.3f}" for value in values)


@dataclass(frozen=True)
class SignatureLook(BaseStampStyle):
    """The appearance of a signature, for pyHanko to put into the signature's field."""

    marks: Sequence[Mark] = ()
    fonts: Fonts | None = None

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, str]) -> Any:
        return Drawing(self.fonts or Fonts(writer), (box.width, box.height), self.marks)


def fitted(png: bytes, width: float, height: float) -> PngBox:
    """The picture as large as it fits into the box, in its middle."""
    with Image.open(BytesIO(png)) as image:
        across, up = image.size
    scale = min(width / across, height / up)
    drawn = across * scale, up * scale
    return PngBox(png, (width - drawn[0]) / 2, (height - drawn[1]) / 2, *drawn)
