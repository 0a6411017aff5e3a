import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.workflows.documents_sample import peoples_committee, ward_report
from workflows.documents.content import Rating, canonical
from workflows.documents.differences import Run, changed_paragraphs, changed_words, differences

REPORT = ward_report()


def as_kept(content):
    """What is read back of a PDF's content."""
    return json.loads(canonical(content))


def between(new, old=REPORT):
    return differences(as_kept(old), as_kept(new))


def with_indicator(**fields):
    first, *others = REPORT.indicators
    return replace(REPORT, indicators=(replace(first, **fields), *others))


def with_assignment(**fields):
    group, *groups = REPORT.assignments
    first, *others = group.rows
    return replace(REPORT, assignments=(replace(group, rows=(replace(first, **fields), *others)), *groups))


def with_section(place, **fields):
    sections = list(REPORT.sections)
    sections[place] = replace(sections[place], **fields)
    return replace(REPORT, sections=tuple(sections))


def told(words):
    return [(run.kind, run.text) for run in words]


def test_equal_content_differs_in_nothing():
    found = between(REPORT)
    assert (found.count, found.form) == (0, ())


def test_content_is_kept_the_same_whatever_the_exponent_of_a_figure():
    swollen = with_indicator(in_period=Decimal("88.520000"))
    assert canonical(swollen) == canonical(with_indicator(in_period=Decimal("88.52")))


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"in_period": Decimal("90.5")}, "88,52", "90,5"),
        ({"in_period": None}, "88,52", "–"),
        ({"in_period": Decimal(0)}, "88,52", "0"),
        ({"year_to_date": Decimal("1234567.5")}, "86,1", "1.234.567,5"),
        ({"rating": Rating.RED}, "Xanh (đạt)", "Đỏ (chậm)"),
        ({"goal": Decimal(90)}, "85", "90"),
        ({"note": "05/09 đơn vị có số liệu"}, "", "05/09 đơn vị có số liệu"),
    ],
)
def test_a_changed_figure_is_told_as_the_document_prints_it(fields, old, new):
    (change,) = between(with_indicator(**fields)).figures
    assert (change.old, change.new) == (old, new)
    assert change.name == f"1. {REPORT.indicators[0].name}"


def test_what_the_document_rounds_away_is_no_change():
    assert between(with_indicator(in_period=Decimal("88.5201"))).figures == ()


def test_an_indicator_that_went_differs_in_all_that_it_said():
    gone = between(replace(REPORT, indicators=REPORT.indicators[1:])).figures
    assert {change.new for change in gone} <= {"", "–"}
    assert ("88,52", "–") in {(change.old, change.new) for change in gone}


@pytest.mark.parametrize("field", ["status", "due", "lead", "cooperating", "product"])
def test_a_changed_entry_is_told_with_what_stood_there(field):
    (change,) = between(with_assignment(**{field: "Khác trước"})).entries
    assert (change.old, change.new) == (getattr(REPORT.assignments[0].rows[0], field), "Khác trước")


def test_progress_is_told_word_by_word():
    old, new = with_assignment(progress="Đã họp 01 lần"), with_assignment(progress="Đã họp 02 lần")
    (change,) = between(new, old).entries
    assert told(change.words) == [("same", "Đã họp"), ("gone", "01"), ("new", "02"), ("same", "lần")]


def test_a_reworded_part_names_itself_and_only_what_changed():
    old, new = (
        with_section(1, paragraphs=("Giữ nguyên.", "Đạt thấp.")),
        with_section(1, paragraphs=("Giữ nguyên.", "Đạt cao.")),
    )
    (part,) = between(new, old).prose
    assert part.title == REPORT.sections[1].title
    assert [told(words) for words in part.paragraphs] == [[("same", "Đạt"), ("gone", "thấp."), ("new", "cao.")]]


def test_a_part_that_came_is_all_new():
    new, old = REPORT, replace(REPORT, sections=REPORT.sections[:-1])
    (part,) = between(new, old).prose
    assert part.title == REPORT.sections[-1].title
    assert {run.kind for words in part.paragraphs for run in words} == {"new"}


def test_signer_recipients_and_opening_are_compared_too():
    signer = replace(REPORT.signer, kind="delegated", post="Trưởng phòng")
    found = between(replace(REPORT, signer=signer, opening=f"{REPORT.opening} Thêm."))
    assert found.count == 0
    runs = [run for words in found.form for run in told(words)]
    assert ("new", "Thêm.") in runs
    assert {("gone", "KT."), ("new", "TUQ."), ("new", "Trưởng phòng")} <= set(runs)


def test_another_issuer_is_told_by_its_name_and_never_by_a_code():
    found = between(replace(REPORT, issuer=peoples_committee()))
    runs = [run.text for words in found.form for run in words]
    assert any("Ủy ban nhân dân" in text for text in runs)
    assert not {"people", "committee"} & {word for text in runs for word in text.split()}


def test_content_kept_by_an_older_version_is_compared_by_what_it_has():
    old = as_kept(REPORT)
    for row in old["indicators"]:
        del row["note"]
    del old["archive"]
    found = differences(old, as_kept(REPORT))
    assert found.figures == tuple(change for change in found.figures if change.old == "")
    assert found.form


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("", "", []),
        ("một hai", "một hai", [("same", "một hai")]),
        ("", "một hai", [("new", "một hai")]),
        ("một hai", "", [("gone", "một hai")]),
        ("một  hai", "một hai", [("same", "một hai")]),
        ("một hai ba", "một ba", [("same", "một"), ("gone", "hai"), ("same", "ba")]),
        ("một ba", "một hai ba", [("same", "một"), ("new", "hai"), ("same", "ba")]),
        ("một hai", "hai một", [("new", "hai"), ("same", "một"), ("gone", "hai")]),
    ],
)
def test_words_are_compared_one_by_one(old, new, runs):
    assert told(changed_words(old, new)) == runs


def test_what_is_the_same_far_from_a_change_is_left_out():
    words = [f"từ{place}" for place in range(100)]
    runs = changed_words(" ".join(words), " ".join([*words[:50], "mới", *words[50:]]))
    assert told(runs) == [
        ("same", "… từ45 từ46 từ47 từ48 từ49"),
        ("new", "mới"),
        ("same", "từ50 từ51 từ52 từ53 từ54 …"),
    ]


def test_a_paragraph_too_long_to_compare_is_told_as_a_whole():
    long = "từ " * 2000
    assert changed_words(long, f"{long} thêm") == (Run("gone", long.strip()), Run("new", f"{long} thêm".strip()))


def test_another_space_or_line_end_is_no_change():
    assert between(with_assignment(progress="Đã họp\n01 lần"), with_assignment(progress="Đã  họp 01 lần")).count == 0
    assert list(changed_paragraphs(["Một  hai."], ["Một hai. "])) == []


def test_a_paragraph_put_between_others_leaves_them_alone():
    assert [told(words) for words in changed_paragraphs(["Một.", "Ba."], ["Một.", "Hai.", "Ba."])] == [
        [("new", "Hai.")]
    ]
