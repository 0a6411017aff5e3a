"""The language of templates: what it writes, what it refuses, and that it can do nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.wording.templates import Listed, TemplateNames, WordingFault, parse, render

NAMES = TemplateNames(frozenset({"kỳ", "số ước"}), {"đỏ": frozenset({"tên", "tốt"}), "xanh": frozenset({"tên"})})
SCOPE = {
    "kỳ": "tháng 10",
    "số ước": False,
    "đỏ": Listed([{"tên": "Số hóa", "tốt": True}, {"tên": "Trực tuyến", "tốt": False}]),
    "xanh": Listed([]),
}


def written(template):
    return render(parse(template, NAMES), SCOPE)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Trong [kỳ]:", "Trong tháng 10:"),
        ("[ KỲ ]", "tháng 10"),
        ("Có [đỏ] chỉ tiêu", "Có 02 chỉ tiêu"),
        ("[đỏ|có # chậm|không chậm].", "có 02 chậm."),
        ("[xanh|có #|không có].", "không có."),
        ("[số ước|ước ]đạt", "đạt"),
        ("[đỏ|# trong [kỳ]]", "02 trong tháng 10"),
        ("# không đổi | ngoài ngoặc", "# không đổi | ngoài ngoặc"),
        ("@nếu đỏ: Có", "Có"),
        ("@nếu xanh: Có", ""),
        ("@nếu không xanh: Không có", "Không có"),
        ("@mỗi đỏ: - [tên][tốt| (tốt)]", "- Số hóa (tốt);\n- Trực tuyến."),
        ("Một\n\n  Hai  ", "Một\nHai"),
        ("- a.\n- b;\nc\n- d", "- a;\n- b.\nc\n- d."),
    ],
)
def test_a_template_writes(template, text):
    assert written(template) == text


@pytest.mark.parametrize(
    ("template", "named"),
    [
        ("Tốt\n[lạ]", "2"),
        ("[tên]", "tên"),
        ("@mỗi kỳ: x", "kỳ"),
        ("@nếu lạ: x", "lạ"),
        ("@xóa hết", "1"),
        ("[kỳ", "kỳ"),
        ("kỳ]", "1"),
        ("[đỏ|a|b|c]", "đỏ"),
        ("[đỏ|[đỏ|[đỏ|[đỏ|a]]]]", "1"),
        ("{% load x %}[settings.SECRET_KEY]", "settings.secret_key"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(template, named):
    with pytest.raises(WordingFault, match=named):
        parse(template, NAMES)


def test_a_template_has_an_end():
    with pytest.raises(WordingFault):
        parse("a" * 8001, NAMES)


def test_what_is_filled_in_is_not_read_as_a_template():
    scope = SCOPE | {"kỳ": "[đỏ] # @mỗi"}
    assert render(parse("x [kỳ]", NAMES), scope) == "x [đỏ] # @mỗi"


@given(st.text(alphabet="[]|#@-: đỏkỳtên\nnếumỗi{}%", max_size=60))
def test_any_text_is_read_or_refused(template):
    try:
        lines = parse(template, NAMES)
    except WordingFault:
        return
    assert isinstance(render(lines, SCOPE), str)
