"""From content to a Word file (DOCX), for those who must edit: the same lines as the page, in real styles of Word.

Equal content gives equal bytes: every date in the file is `made_at`, and the archive's own dates are fixed.
"""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from approvals.files.contents import ARCHIVE_DAY
from approvals.text.fonts import BOLD, ITALIC, Font, document_font
from workflows.documents.content import DocumentContent
from workflows.documents.pages.columns import (
    ACROSS,
    POINT,
    UPRIGHT,
    assignment_cells,
    assignment_columns,
    indicator_cells,
    indicator_columns,
    table_columns,
)
from workflows.documents.pages.layout import Annex, LaidDocument, lay_out
from workflows.documents.pages.tables import LaidTable

from .styles import LANGUAGE, element, set_styles

TEXT_WIDTH, LANDSCAPE_WIDTH = UPRIGHT, ACROSS  # millimetres, as in document.css
LEFT_COLUMN = 74.25  # 45 % of it
SUBJECT_WIDTH = 140
ROOM = 4  # points beside number and date
STAMP_RED = RGBColor(0xE6, 0, 0)
SIGNATURE_SPACE = 36  # the seal's height
RULE = 0.36  # of the text above, within the decree's third and half
INDICATOR_STYLES = ("Ô giữa", "Ô chữ", "Ô giữa", "Ô số", "Ô số", "Ô số", "Ô giữa", "Ô chữ")
ASSIGNMENT_STYLES = ("Ô giữa", "Ô chữ", "Ô chữ", "Ô giữa", "Ô chữ", "Ô chữ", "Ô chữ", "Ô chữ")
NEEDLESS = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML)


def render_docx(content: DocumentContent) -> bytes:
    """The document as DOCX. Raises `FontMissing`: the rules below the headings are as long as our font draws them."""
    writer = _Writer(docx.Document(), document_font())
    laid = lay_out(content)
    set_styles(writer.document)
    _describe(writer.document, laid, content)
    _first_section(writer.document.sections[0])
    if laid.watermark:
        _watermark(writer, writer.document.sections[0], laid.watermark)
    _heading(writer, laid)
    _body(writer, laid)
    _signing(writer, laid)
    for annex in laid.annexes:
        if annex.table:
            _outline_table(writer, laid, annex.table)
        else:
            OF_THE_PLAN[annex.kind](writer, laid)
    return _packed(writer.document)


class _Writer:
    """Writes paragraphs into the document or a cell, in letters that our font has, each style looked up once."""

    def __init__(self, document: Document, font: Font) -> None:
        self.document, self.font = document, font
        self.style_ids: dict[str, str] = {}

    def write(self, paragraph: Paragraph, text: str, style: str) -> Paragraph:
        if style not in self.style_ids:  # assigned to `paragraph.style`, a style is looked for in all of them each time
            self.style_ids[style] = self.document.styles[style].style_id
        paragraph._p.style = self.style_ids[style]
        paragraph.add_run(self.font.drawable(text))
        return paragraph

    def add(self, text: str, style: str) -> Paragraph:
        return self.write(self.document.add_paragraph(), text, style)

    def fill(self, cell: _Cell, lines: Iterable[tuple[str, str]]) -> None:
        """The cell's lines, each a (text, style)."""
        paragraph: Paragraph | None = cell.paragraphs[0]
        for text, style in lines:
            self.write(paragraph or cell.add_paragraph(), text, style)
            paragraph = None

    def rule(self, paragraph: Paragraph, width: float, room: float) -> None:
        """A solid line of this width in points, in the middle of `room` millimetres."""
        self.write(paragraph, "", "Kẻ ngang")
        side = Length(max(0, (Mm(room) - Pt(width)) // 2))
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        paragraph.paragraph_format.space_before = Pt(2)
        borders = element("w:pBdr")
        borders.append(element("w:top", val="single", sz="6", space="0", color="000000"))
        paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _describe(document: Document, laid: LaidDocument, content: DocumentContent) -> None:
    facts = document.core_properties
    facts.title, facts.subject, facts.author, facts.keywords = laid.title, laid.subject, laid.author, laid.symbol
    facts.comments, facts.last_modified_by, facts.language, facts.revision = "", laid.author, LANGUAGE, 1
    facts.created = facts.modified = content.made_at


def _first_section(section: Section) -> None:
    """A4 upright, 20/20/30/15 mm; the page's number in the middle of the top margin, from the second page on."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True
    number = element("w:fldSimple", instr="PAGE")
    section.header.paragraphs[0]._p.append(number)


def _watermark(writer: _Writer, section: Section, words: str) -> None:
    """At the foot of every page, the first one too; sections that follow take it over."""
    for footer in (section.footer, section.first_page_footer):
        writer.write(footer.paragraphs[0], words, "Đầu bảng")


def _heading(writer: _Writer, laid: LaidDocument) -> None:
    left, right = _pair(writer.document).rows[0].cells
    issuer = [(line, "Cơ quan ban hành") for line in laid.issuer]
    writer.fill(left, [*((line, "Cơ quan chủ quản") for line in laid.superior), *issuer])
    longest = max(writer.font.width(writer.font.drawable(line), 12, BOLD) for line in laid.issuer)
    writer.rule(left.add_paragraph(), longest * RULE, LEFT_COLUMN)
    motto = "Độc lập - Tự do - Hạnh phúc"
    writer.fill(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quốc hiệu"), (motto, "Tiêu ngữ")])
    writer.rule(right.add_paragraph(), writer.font.width(motto, 13, BOLD), TEXT_WIDTH - LEFT_COLUMN)
    _reference(writer, laid)
    if laid.urgency:
        _stamp(writer, laid)
    if laid.kind:
        _title(writer, laid)
    if laid.addressees:
        _addressees(writer, laid)


def _reference(writer: _Writer, laid: LaidDocument) -> None:
    """Number and date side by side, the date's column as wide as it needs while the number's has room to give."""
    number, dated = f"Số: {laid.number}/{laid.symbol}", f"{laid.place}, {laid.dated}"
    wide = (
        writer.font.width(writer.font.drawable(number), 13),
        writer.font.width(writer.font.drawable(dated), 13, ITALIC),
    )
    left = LEFT_COLUMN
    if not laid.is_crowded:
        left = max(min(left, TEXT_WIDTH - (wide[1] + ROOM) * POINT), (wide[0] + ROOM) * POINT)
    cells = _pair(writer.document, left=left).rows[0].cells
    about = [] if laid.kind else [(f"V/v {laid.subject}", "Số và ký hiệu")]
    writer.fill(cells[0], [(number, "Số và ký hiệu"), *about])
    writer.fill(cells[1], [(dated, "Địa danh và thời gian")])


def _stamp(writer: _Writer, laid: LaidDocument) -> None:
    """How urgent it is, in a red frame below number and symbol."""
    stamp = writer.add(laid.urgency, "Số và ký hiệu")
    stamp.runs[0].bold, stamp.runs[0].font.color.rgb = True, STAMP_RED
    side = (LEFT_COLUMN - laid.urgency_width) / 2
    stamp.paragraph_format.left_indent = Mm(side)
    stamp.paragraph_format.right_indent = Mm(TEXT_WIDTH - side - laid.urgency_width)
    borders = element("w:pBdr")
    for edge in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{edge}", val="single", sz="6", space="1", color=str(STAMP_RED)))
    stamp._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _title(writer: _Writer, laid: LaidDocument) -> None:
    title = writer.add(f"{laid.kind}\n{laid.subject}", "Heading 1")
    side = Mm((TEXT_WIDTH - SUBJECT_WIDTH) / 2)
    title.paragraph_format.left_indent = title.paragraph_format.right_indent = side
    width = min(writer.font.width(writer.font.drawable(laid.subject), 14, BOLD), Mm(SUBJECT_WIDTH).pt)
    writer.rule(writer.document.add_paragraph(), width * RULE, TEXT_WIDTH)


def _addressees(writer: _Writer, laid: LaidDocument) -> None:
    """One on the line itself; several below it, one a line."""
    only = f" {laid.addressees[0]}" if len(laid.addressees) == 1 else ""
    written = [writer.add(f"Kính gửi:{only}", "Kính gửi")]
    if not only:
        written += [writer.add(line, "Danh sách kính gửi") for line in laid.addressees]
    written[0].paragraph_format.space_before = written[-1].paragraph_format.space_after = Pt(16)


def _body(writer: _Writer, laid: LaidDocument) -> None:
    for basis in laid.bases:
        writer.add(basis, "Căn cứ")
    if laid.opening:
        writer.add(laid.opening, "Body Text")
    for section in laid.sections:
        if section.heading:
            writer.add(section.heading, "Heading 2")
        _paragraphs(writer, section.paragraphs)
        for heading, paragraphs in section.remarks:
            writer.add(heading, "Heading 3")
            _paragraphs(writer, paragraphs)
    writer.add(laid.closing, "Body Text").paragraph_format.keep_with_next = True


def _paragraphs(writer: _Writer, paragraphs: Iterable[str]) -> None:
    for paragraph in paragraphs:
        writer.add(paragraph, "Body Text")


def _signing(writer: _Writer, laid: LaidDocument) -> None:
    writer.add("", "Kẻ ngang").paragraph_format.space_before = Pt(12)
    writer.document.paragraphs[-1].paragraph_format.keep_with_next = True
    left, right = _pair(writer.document).rows[0].cells
    writer.fill(left, [("Nơi nhận:", "Nơi nhận"), *((line, "Danh sách nơi nhận") for line in laid.recipients)])
    below = [line for line in (laid.post, laid.signer) if line] or [""]  # the space to sign stands above it
    writer.fill(right, [(line, "Quyền hạn và chức vụ") for line in (*laid.signature_lines, *below)])
    right.paragraphs[len(laid.signature_lines)].paragraph_format.space_before = Mm(SIGNATURE_SPACE)


def _indicators(writer: _Writer, laid: LaidDocument) -> None:
    columns = indicator_columns(laid, writer.font)
    _annex(writer, laid, laid.indicators_annex, across=columns.across)
    rows = [indicator_cells(row) for row in laid.indicators]
    table = _table(writer, laid.indicators_annex, rows=len(rows), widths=columns.widths)
    for place, row in enumerate(rows, start=1):
        _row(writer, table, place, row, INDICATOR_STYLES)


def _assignments(writer: _Writer, laid: LaidDocument) -> None:
    columns = assignment_columns(laid, writer.font)
    _annex(writer, laid, laid.assignments_annex, across=columns.across)
    count = sum(1 + len(group.rows) for group in laid.groups)
    table = _table(writer, laid.assignments_annex, rows=count, widths=columns.widths)
    place = 0
    for group in laid.groups:
        place += 1
        _group(writer, table, place, group.heading)
        for row in group.rows:
            place += 1
            _row(writer, table, place, assignment_cells(row), ASSIGNMENT_STYLES, breaks=row.is_long)


OF_THE_PLAN = {"indicators": _indicators, "assignments": _assignments}


def _outline_table(writer: _Writer, laid: LaidDocument, table: LaidTable) -> None:
    annex = Annex(table.numeral, table.title, table.columns)
    _annex(writer, laid, annex, across=table.across)
    made = _table(writer, annex, rows=len(table.rows), widths=table_columns(table, writer.font).widths)
    styles = ["Ô giữa" if place in table.centred else "Ô chữ" for place in range(len(table.columns))]
    for place, row in enumerate(table.laid_rows, start=1):
        _row(writer, made, place, row.texts, styles, breaks=row.is_long)


def _annex(writer: _Writer, laid: LaidDocument, annex: Annex, *, across: bool) -> None:
    """A section of its own, which counts its own pages, and the annex's head."""
    section = writer.document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    for old in section._sectPr.findall(element("w:pgNumType").tag):
        section._sectPr.remove(old)
    section._sectPr.insert_element_before(
        element("w:pgNumType", start="1"), "w:cols", "w:titlePg", "w:textDirection", "w:docGrid"
    )
    writer.add(f"{annex.numeral}\n{annex.title}", "Tên phụ lục")
    writer.add(laid.attached_to, "Kèm theo")


def _table(writer: _Writer, annex: Annex, *, rows: int, widths: Sequence[float]) -> Table:
    """A ruled table whose row of headings comes again on each page."""
    table = writer.document.add_table(rows=rows + 1, cols=len(annex.columns), style="Table Grid")
    _fix_widths(table, widths, margin=2)
    heads = table._tbl.tr_lst[0]
    heads.get_or_add_trPr().append(element("w:cantSplit"))
    heads.get_or_add_trPr().append(element("w:tblHeader"))
    for tc, heading in zip(heads.tc_lst, annex.columns, strict=True):
        cell = _Cell(tc, table)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        writer.write(cell.paragraphs[0], heading, "Đầu bảng")
    return table


def _row(
    writer: _Writer, table: Table, place: int, texts: Sequence[str], styles: Sequence[str], *, breaks: bool = False
) -> None:
    """One row of a table, which stays on one page unless it `breaks`."""
    row = table._tbl.tr_lst[place]
    if not breaks:
        row.get_or_add_trPr().append(element("w:cantSplit"))
    for tc, text, style in zip(row.tc_lst, texts, styles, strict=True):
        cell = _Cell(tc, table)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        writer.write(cell.paragraphs[0], text, style)


def _group(writer: _Writer, table: Table, place: int, heading: str) -> None:
    """A heading across the whole table, on the page of the row below it."""
    row = table._tbl.tr_lst[place]
    first, *others = row.tc_lst
    first.grid_span = len(row.tc_lst)
    first.width = Mm(LANDSCAPE_WIDTH)
    for other in others:
        row.remove(other)
    row.get_or_add_trPr().append(element("w:cantSplit"))
    writer.write(_Cell(first, table).paragraphs[0], heading, "Nhóm trong bảng")


def _pair(document: Document, *, left: float = LEFT_COLUMN) -> Table:
    """Two columns side by side without rules: the heading, the signing. `left` is the first one's width."""
    table = document.add_table(rows=1, cols=2)
    _fix_widths(table, (left, TEXT_WIDTH - left), margin=0)
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(element("w:cantSplit"))
    return table


def _fix_widths(table: Table, widths: Sequence[float], *, margin: float) -> None:
    """Columns of these millimetres, whatever is in them; `margin` in points within each cell."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    margins = element("w:tblCellMar")
    sides = ("top", "left", "bottom", "right")
    margins.extend([element(f"w:{side}", w=str(round(margin * 20)), type="dxa") for side in sides])
    table._tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    for row in table._tbl.tr_lst:
        for tc, width in zip(row.tc_lst, widths, strict=True):
            tc.width = Mm(width)


def _packed(document: Document) -> bytes:
    """The file with fixed dates in its archive, without the template's own picture and leavings."""
    for owner in (document.part.package, document.part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype in NEEDLESS or relation.reltype.endswith("/stylesWithEffects"):
                del owner.rels[key]
    written, packed = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            archive.writestr(zipfile.ZipInfo(part.filename, ARCHIVE_DAY), parts.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
