"""What is worked out once changes nothing of a document: its bytes are those of WeasyPrint and pydyf alone."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from pydyf import PDF
from weasyprint import CSS, HTML
from weasyprint.css import InitialStyle
from weasyprint.text.fonts import FontConfiguration

from approvals.text.fonts import FACES, document_font, vietnamese_letters
from tests.workflows.documents_sample import assignment_groups, indicator_rows, ward_report
from workflows.documents.content import DocumentContent, FieldLine, FieldSection, FieldTable, UnitRemarks
from workflows.documents.pdf import lines, render

# Where a line may break without a space, may not break at one, and what moves a space towards it.
AWKWARD = (
    "12/12¦-¦–¦—¦(a¦b)¦[x]¦“x”¦'L¦V'¦!¦?¦%¦5 %¦...¦a…¦$5¦5€¦+84¦A¦AVA¦W.¦Y,¦TỶ LỆ¦VÀ¦L’¦A/B¦tối-đa¦1.234,5¦a\nb¦\n¦  ¦"
    "không\u00a0ngắt¦http://a.b/c-d?e=f¦số:¦số;¦±2¦½¦Ω¦ю¦…b¦fi¦1)¦của¦và¦đơn vị¦hồ sơ¦trực tuyến¦Đề án 06¦"
    "không-có-chỗ-ngắt¦xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
)
SIZE = 16


def awkward() -> DocumentContent:
    """A report whose texts are such words in an order that is the same each time."""
    chance = Random(9)

    def text(most: int) -> str:
        return " ".join(chance.choices(AWKWARD.split("¦"), k=chance.randint(2, most)))

    content = ward_report(indicators=indicator_rows(8), assignments=assignment_groups(1)[:2], practice=True)
    return replace(
        content,
        indicators=tuple(replace(row, name=text(14), note=text(6)) for row in content.indicators),
        assignments=tuple(
            replace(group, rows=tuple(replace(row, work=text(14), progress=text(60)) for row in group.rows))
            for group in content.assignments
        ),
        sections=tuple(
            replace(part, paragraphs=(text(60), *(" ".join(["hồ"] * count) for count in (60, place, place + 6))))
            for place, part in enumerate(content.sections, start=20)
        ),
    )


def letter() -> DocumentContent:
    """A letter to several, with the lines and tables of an outline, and signs that mean something in HTML."""
    rows = tuple((f"Tổ {place} <b>&amp;", "1 < 2 & 3 > 2", "“x” 'y'", "") for place in range(1, 4))
    line = FieldLine(3, "Kinh phí & nguồn <vốn>", "triệu đồng", "1.234,5", told=(UnitRemarks("Công an", ("a\nb",)),))
    fields = FieldSection("Nội dung xin ý kiến", (line,), (FieldTable(4, "Danh mục", ("Tên", "Ghi chú", "Số"), rows),))
    return ward_report(
        plan=None,
        kind="Công văn",
        is_letter=True,
        bases=("Căn cứ Luật số 72/2025/QH15", "Căn cứ <Kế hoạch> & chương trình"),
        addressees=("Sở Tài chính", "Sở Nội vụ & các phường"),
        urgency="KHẨN",
        indicators=(),
        assignments=(),
        fields=(fields,),
    )


@pytest.mark.parametrize("made_of", [awkward, letter])
def test_the_bytes_are_those_of_weasyprint_and_pydyf_alone(made_of, monkeypatch):
    content = made_of()
    made = render.render_pdf(content).pdf
    monkeypatch.setattr(render, "KeptFonts", FontConfiguration)
    monkeypatch.setattr(render, "ParsedPage", lambda html, fetcher: HTML(string=html, url_fetcher=fetcher))
    monkeypatch.setattr(render, "Written", lambda each: each)
    kids = property(lambda pdf: tuple(f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3]))
    monkeypatch.setattr(PDF, "page_references", kids)
    assert made == render.render_pdf(content).pdf


@pytest.mark.parametrize("face", FACES)
def test_no_two_letters_make_the_space_between_them_narrower_than_is_reckoned_with(face: str):
    font, fonts = document_font(), lines.KeptFonts()
    CSS(string=font.css(), font_config=fonts, url_fetcher=render.FontFilesOnly(font))
    style = InitialStyle(fonts)
    weight, slant = FACES[face]
    style.update(font_family=("Tinos",), font_size=SIZE, font_style=slant, font_weight=700 if weight == "bold" else 400)

    def narrower(before: str, after: str) -> float:
        apart = sum(lines._width(text, style) for text in (before, " ", after))
        return apart - lines._measured(f"{before} {after}", style)[0]

    letters = {*vietnamese_letters(), *map(chr, range(ord("!"), ord("~") + 1)), *"–—‘’“”…"}
    moving = {letter for letter in letters if narrower(letter, "n") or narrower("n", letter)}
    assert "A" in moving
    assert max(narrower(*pair) for pair in product(moving, repeat=2)) <= lines.KERN * SIZE
