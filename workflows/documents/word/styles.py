"""The styles of a Word file of ours: Word's own names where it has one, Times New Roman, sizes of NĐ 30/2020 PL I."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
KEPT = frozenset(
    {"Normal", "Header", "Heading 1", "Heading 2", "Heading 3", "Body Text", "Table Grid"}
    | {"Default Paragraph Font", "Normal Table", "No List"}
)
SETTINGS_AFTER_COMPAT = ("w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults")


@dataclass(frozen=True)
class Style:
    """A paragraph's looks; `size`, `before`, `after` in points, `left`, `first_line` in centimetres."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Align = Align.LEFT
    before: float = 0
    after: float = 0
    left: float = 0
    first_line: float = 0
    keep_with_next: bool = False
    based_on: str = "Normal"
    line_spacing: float = 1.15
    level: int | None = None


STYLES = (
    Style("Heading 1", bold=True, align=Align.CENTER, before=20, keep_with_next=True, level=0),
    Style("Heading 2", bold=True, before=8, first_line=1.27, keep_with_next=True, level=1),
    Style("Heading 3", bold=True, before=8, first_line=1.27, keep_with_next=True, level=2),
    Style("Tên phụ lục", bold=True, align=Align.CENTER, keep_with_next=True, based_on="Heading 2", level=1),
    Style("Kèm theo", italic=True, align=Align.CENTER, before=2, after=10, keep_with_next=True),
    Style("Body Text", align=Align.JUSTIFY, before=6, first_line=1.27),
    Style("Căn cứ", italic=True, based_on="Body Text", align=Align.JUSTIFY, before=6, first_line=1.27),
    Style("Cơ quan chủ quản", size=12, align=Align.CENTER),
    Style("Cơ quan ban hành", size=12, bold=True, align=Align.CENTER),
    Style("Quốc hiệu", size=12, bold=True, align=Align.CENTER),
    Style("Tiêu ngữ", size=13, bold=True, align=Align.CENTER),
    Style("Số và ký hiệu", size=13, align=Align.CENTER, before=8),
    Style("Địa danh và thời gian", size=13, italic=True, align=Align.CENTER, before=8),
    Style("Kính gửi", align=Align.CENTER),
    Style("Danh sách kính gửi", left=5),
    Style("Quyền hạn và chức vụ", bold=True, align=Align.CENTER),
    Style("Nơi nhận", size=12, bold=True, italic=True),
    Style("Danh sách nơi nhận", size=11),
    Style("Đầu bảng", size=12, bold=True, align=Align.CENTER, keep_with_next=True),
    Style("Nhóm trong bảng", size=12, bold=True, keep_with_next=True),
    Style("Ô chữ", size=12, line_spacing=1),
    Style("Ô giữa", size=12, align=Align.CENTER, line_spacing=1),
    Style("Ô số", size=12, align=Align.RIGHT, line_spacing=1),
    Style("Kẻ ngang", size=1, line_spacing=1),
    Style("Header", align=Align.CENTER),
)


def set_styles(document: Document) -> None:
    """Replace the template's looks by ours, all in Times New Roman and marked as Vietnamese."""
    for style in list(document.styles):
        if style.name not in KEPT:
            style.delete()
    _set_defaults(document)
    for style in STYLES:
        _set(document, style)
    _set_compatibility(document)


def _set_defaults(document: Document) -> None:
    """Font and language of all that no style names; the template's are of its theme, and English."""
    letters = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(letters):
        letters.remove(old)
    letters.append(element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))
    letters.extend([element("w:sz", val="28"), element("w:szCs", val="28")])
    letters.append(element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))
    document.styles["Normal"].paragraph_format.space_after = Pt(0)


def _set(document: Document, style: Style) -> None:
    known = style.name in [each.name for each in document.styles]
    made = document.styles[style.name] if known else document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(made, ParagraphStyle)
    if known:  # the template's colours and fonts
        made.element.remove(made.element.get_or_add_rPr())
        made.element.remove(made.element.get_or_add_pPr())
    for link in made.element.findall(qn("w:link")):  # to a style of letters that is gone
        made.element.remove(link)
    made.base_style = document.styles[style.based_on]
    made.next_paragraph_style = document.styles["Body Text" if style.level is not None else style.name]
    made.quick_style = True
    made.hidden = False
    made.font.size, made.font.bold, made.font.italic = Pt(style.size), style.bold, style.italic
    _set_paragraphs(made, style)


def _set_paragraphs(made: ParagraphStyle, style: Style) -> None:
    shape = made.paragraph_format
    shape.alignment = style.align
    shape.space_before, shape.space_after = Pt(style.before), Pt(style.after)
    shape.left_indent, shape.first_line_indent = Cm(style.left), Cm(style.first_line)
    shape.keep_with_next = style.keep_with_next
    shape.line_spacing = style.line_spacing
    shape.widow_control = True
    if style.level is not None:
        made.element.get_or_add_pPr().append(element("w:outlineLvl", val=str(style.level)))


def _set_compatibility(document: Document) -> None:
    """As Word of today lays out; a line that ends within a justified paragraph is not stretched."""
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compat = element("w:compat")
    compat.append(element("w:doNotExpandShiftReturn"))
    compat.append(
        element("w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")
    )
    settings.insert_element_before(compat, *SETTINGS_AFTER_COMPAT)
    for language in settings.findall(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of its own namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
