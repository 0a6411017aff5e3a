"""A template as rules and back: nothing is lost, whatever somebody wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.wording import defaults
from workflows.pure.wording.rules import ALWAYS, EACH, WHERE, WHERE_NOT, Rule, rules_of, template_of

EVERY = {
    f"{name}:{part}": text
    for name, texts in (
        ("plan", defaults.TEMPLATES),
        ("asked", defaults.AS_ASKED),
        ("words", defaults.IN_WORDS),
    )
    for part, text in texts.items()
}


@pytest.mark.parametrize("template", EVERY.values(), ids=EVERY)
def test_the_products_own_templates_come_back_to_the_letter(template):
    assert template_of(rules_of(template)) == template


def test_a_line_is_told_as_when_of_what_and_what_is_written():
    assert rules_of(
        "@nếu chỉ tiêu đỏ: Còn [chỉ tiêu đỏ].\n- Mục\n@nếu không khó khăn: Không.\n@mỗi khó khăn: [đơn vị]"
    ) == [
        Rule(WHERE, "chỉ tiêu đỏ", "Còn [chỉ tiêu đỏ]."),
        Rule(ALWAYS, "", "- Mục"),
        Rule(WHERE_NOT, "khó khăn", "Không."),
        Rule(EACH, "khó khăn", "[đơn vị]"),
    ]


def test_what_cannot_be_read_stays_as_it_was_typed():
    assert template_of(rules_of("@lạ lùng\nMột dòng")) == "@lạ lùng\nMột dòng"


def test_rules_that_write_nothing_are_left_out():
    assert template_of([Rule(WHERE, "khó khăn", " "), Rule(ALWAYS, "", "Một dòng")]) == "Một dòng"


LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).map(str.strip).filter(bool)


@given(st.lists(LINES))
def test_plain_lines_come_back(lines):
    once = template_of(rules_of("\n".join(lines)))
    assert template_of(rules_of(once)) == once
