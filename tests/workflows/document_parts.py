"""What a document says, read back from each of its forms: headings, paragraphs and rows, in order, without spaces.

Where a line breaks is not what is said, so spaces go. A part is ("h1", text), ("p", text) or ("row", (cell, …)).
"""

from collections import defaultdict
from io import BytesIO

import docx
import pdfplumber
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import html
from pdfplumber.pdf import PDF

Part = tuple[str, str | tuple[str, ...]]

HTML_PARTS = {"h1": "h1", "h2": "h2", "h3": "h3", "p": "p", "li": "p"}
TAGS = {"H1": "h1", "H2": "h2", "H3": "h3", "P": "p", "LI": "p"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def kept(parts: list[Part]) -> list[Part]:
    """Without what is empty: paragraphs that only carry a rule."""
    return [part for part in parts if any(part[1])]


def html_parts(page: str) -> list[Part]:
    parts: list[Part] = []
    for element in html.fromstring(page).find("body").iter():
        if element.tag in HTML_PARTS:
            parts.append((HTML_PARTS[element.tag], squeezed(element.text_content())))
        elif element.tag == "tr":
            parts.append(("row", tuple(squeezed(cell.text_content()) for cell in element)))
    return kept(parts)


def docx_parts(file: bytes) -> list[Part]:
    parts: list[Part] = []
    for block in docx.Document(BytesIO(file)).iter_inner_content():
        if isinstance(block, Paragraph):
            parts.append(paragraph_part(block))
        elif is_ruled(block):
            parts += [("row", tuple(squeezed(cell.text) for cell in distinct(row.cells))) for row in block.rows]
        else:
            cells = [cell for row in block.rows for cell in row.cells]
            parts += [paragraph_part(paragraph) for cell in cells for paragraph in cell.paragraphs]
    return kept(parts)


def is_ruled(table: Table) -> bool:
    return table.style is not None and table.style.name == "Table Grid"


def distinct(cells):
    """A cell across several columns once."""
    return list({id(cell._tc): cell for cell in cells}.values())


def paragraph_part(paragraph: Paragraph) -> Part:
    style = paragraph.style
    while style is not None and not style.name.startswith("Heading "):
        style = style.base_style
    return ("p" if style is None else f"h{style.name[-1]}"), squeezed(paragraph.text)


def pdf_parts(file: bytes) -> list[Part]:
    """Read by the tags of the file, not by places on the page: what a screen reader reads."""
    with pdfplumber.open(BytesIO(file)) as pdf:
        return opened_parts(pdf)


def opened_parts(pdf: PDF) -> list[Part]:
    letters: dict[tuple[int, int], str] = defaultdict(str)
    for page in pdf.pages:
        for char in page.chars:
            if char["mcid"] is not None:
                letters[page.page_number, char["mcid"]] += char["text"]
    parts: list[Part] = []
    for node in pdf.structure_tree:
        collect(node, letters, parts)
    return without_repeated_heads(kept(parts))


def collect(node, letters, parts: list[Part]) -> None:
    if node["type"] in TAGS:
        parts.append((TAGS[node["type"]], text_of(node, letters)))
    elif node["type"] == "TR":
        parts.append(("row", tuple(text_of(cell, letters) for cell in node["children"])))
    else:
        for child in node.get("children", []):
            collect(child, letters, parts)


def text_of(node, letters) -> str:
    own = "".join(letters[node.get("page_number"), mcid] for mcid in node.get("mcids", []))
    return squeezed(own + "".join(text_of(child, letters) for child in node.get("children", [])))


def without_repeated_heads(parts: list[Part]) -> list[Part]:
    seen: set[Part] = set()
    return [part for part in parts if part[0] != "row" or part[1][0] != "STT" or not (part in seen or seen.add(part))]


def joined(parts: list[Part], like: list[Part]) -> list[Part]:
    """A paragraph or row that a page's end has cut, made one again where the page on screen has one."""
    whole = list(parts)
    for place, part in enumerate(like):
        while place + 1 < len(whole) and is_start(whole[place], part) and is_start(both := sum_of(whole, place), part):
            whole[place : place + 2] = [both]
    return whole


def sum_of(parts: list[Part], place: int) -> Part:
    """Both together; of a row that is cut, the second half has only its last cells."""
    (kind, first), (other, second) = parts[place : place + 2]
    if kind != other or (len(second) > len(first) and kind == "row"):
        return "", ""
    if kind != "row":
        return kind, first + second
    return kind, tuple(map("".join, zip(first, (*[""] * (len(first) - len(second)), *second), strict=True)))


def is_start(part: Part, of: Part) -> bool:
    if part[0] != of[0] or part == of:
        return part == of
    pairs = zip(part[1], of[1], strict=False) if part[0] == "row" else [(part[1], of[1])]
    return all(whole.startswith(begun) for begun, whole in pairs)
