"""The tree of tags, as a screen reader walks it: one table over its pages, heads with scope, fields in their places."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.workflows.documents_sample import indicator_rows, printed, ward_report
from workflows.documents.content import Section
from workflows.documents.pdf.render import render_pdf

LISTED = ("Các khó khăn chính:", "- Thiếu máy quét.", "- Đường truyền chậm.", "Đề nghị hỗ trợ.")


@pytest.fixture(scope="module")
def file() -> PdfReader:
    """Phụ lục I over three pages, Phụ lục II over several, a list in the text."""
    content = ward_report(indicators=indicator_rows(40))
    listed = Section("listed", "Tồn tại", LISTED)
    return PdfReader(BytesIO(printed(replace(content, sections=(*content.sections, listed))).pdf))


def walk(element) -> Iterator[tuple[str, dict]]:
    """Each element below this one in reading order, with its tag; fields as ("field", widget)."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = None if isinstance(kid, int) else kid.get_object()
        if inner is None or isinstance(inner, int):
            continue
        if "/Obj" in inner:
            yield "field", inner["/Obj"].get_object()
        else:
            yield inner["/S"], inner
            yield from walk(inner)


@pytest.fixture(scope="module")
def tree(file):
    return list(walk(file.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()))


def test_each_annex_is_one_table_with_one_head(tree):
    tables = [element for tag, element in tree if tag == "/Table"]
    assert [sum(tag == "/THead" for tag, _each in walk(table)) for table in tables] == [1, 1]
    assert [len(list(rows(table))) for table in tables] == [41, 41]


def rows(table):
    return (element for tag, element in walk(table) if tag == "/TR")


def test_the_text_is_one_article_whose_sections_go_over_pages(tree):
    assert sum(tag == "/Art" for tag, _element in tree) == 1
    sections, annexes = len(ward_report().sections) + 1, 2  # the list of `file` is one more
    assert sum(tag == "/Sect" for tag, _element in tree) == sections + annexes


def test_heads_say_what_they_are_the_head_of(tree):
    scopes = [element["/A"]["/Scope"] for tag, element in tree if tag == "/TH"]
    assert scopes.count("/Column") == 16
    assert scopes.count("/Row") == len(scopes) - 16 == 10


def test_no_cell_points_to_a_head_that_is_not_there(tree):
    assert not any("/Headers" in element["/A"] for tag, element in tree if tag == "/TD")


def test_a_paragraph_with_a_dash_is_an_item_of_a_list(tree):
    lists = [element for tag, element in tree if tag == "/L"]
    assert [sum(tag == "/LI" for tag, _each in walk(each)) for each in lists] == [2, 7]


def test_fields_are_read_where_they_stand(tree):
    tags = [element["/T"] if tag == "field" else tag for tag, element in tree]
    assert tags.index("number") < tags.index("issued_on") < tags.index("/H1")
    assert tags.index("/Table") > tags.index("organ") == tags.index("person") + 2


def test_every_field_has_its_words_for_who_does_not_see(tree):
    alternatives = [element["/Alt"] for tag, element in tree if tag == "/Form"]
    assert alternatives[0] == "Số văn bản"
    assert alternatives[2:] == ["Chữ ký số của người ký văn bản", "Chữ ký số của cơ quan ban hành"]


def test_pages_are_labelled_as_they_count_themselves(file):
    labels = file.page_labels
    assert labels[0] == "1"
    assert [label for label in labels if label.endswith("-1")] == ["Phụ lục I-1", "Phụ lục II-1"]
    assert labels[-1].startswith("Phụ lục II-")


def test_what_a_page_marks_is_an_element_of_the_tree(file):
    root = file.trailer["/Root"]["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    known = [element for _tag, element in walk(root["/K"][0].get_object())]
    for place, page in enumerate(file.pages):
        listed = numbers[numbers.index(place) + 1]
        number_of_page = [char for char in marked(file, page) if listed[char].get_object() not in known]
        assert len(number_of_page) <= 1


def marked(file, page) -> list[int]:
    content = ContentStream(page.get_contents(), file)
    return [
        operands[1]["/MCID"]
        for operands, operator in content.operations
        if operator == b"BDC" and "/MCID" in operands[1]
    ]


def test_a_row_cut_by_a_page_is_one_row():
    long = " ".join(["Đã hoàn thành việc rà soát."] * 150)
    content = ward_report(indicators=())
    group, *_others = content.assignments
    first, *others = group.rows
    rendering = render_pdf(
        replace(content, assignments=(replace(group, rows=(replace(first, progress=long), *others)),))
    )
    reader = PdfReader(BytesIO(rendering.pdf))
    tree = list(walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()))
    table = [element for tag, element in tree if tag == "/Table"][-1]
    assert len(list(rows(table))) == 2 + len(group.rows)
    assert all(len(row["/K"]) in (1, 8) for row in rows(table))
