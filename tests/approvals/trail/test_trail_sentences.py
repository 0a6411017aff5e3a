"""Events in words."""

from string import Formatter

import pytest
from django.utils import translation

from approvals.models import TrailEvent
from approvals.trail import changes, sentences, words


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def event(action: str, kind: str = "wardreport", name: str = "Báo cáo tháng 10/2026", **fields) -> TrailEvent:
    return TrailEvent(action=action, subject_kind=kind, subject_name=name, **{"actor_name": "Phó Trưởng Ban", **fields})


def test_an_approval_reads_as_a_sentence():
    assert sentences.sentence(event("approve")) == "Phó Trưởng Ban ký duyệt báo cáo tháng 10/2026"


def test_the_system_is_named_where_nobody_acted():
    assert sentences.sentence(event("open", actor_name="")) == "Hệ thống mở báo cáo tháng 10/2026"


def test_a_units_name_keeps_its_capital_letter():
    assert sentences.sentence(event("add_unit", "unit", "Công an phường")).endswith("thêm đơn vị Công an phường")


@pytest.mark.parametrize("name", ["VHXH tháng 10", "01/KH-BCĐ (1)", "", "Đ"])
def test_abbreviations_and_numbers_are_left_as_they_are(name):
    assert sentences.within(name) == name


def test_an_unknown_action_still_reads():
    assert sentences.sentence(event("fly")) == "Phó Trưởng Ban: fly, báo cáo tháng 10/2026"


@pytest.mark.parametrize("action", words.ACTIONS)
def test_each_sentence_names_who_and_what_and_is_translated(action):
    english = words.ACTIONS[action].sentence
    with translation.override("en"):
        plain = str(english)
    assert "%(actor)s" in str(english)
    assert "%(subject)s" in str(english)
    assert str(english) != plain


def rows(**fields) -> list[tuple[str, str, str]]:
    return [tuple(row.values()) for row in changes.differences(event("save_draft", changes=fields))]


def test_entries_are_named_by_indicator_and_assignment():
    found = rows(**{"8.value": [None, "50"], "T4.status": ["", "in_progress"]})
    assert found == [("Chỉ tiêu 8: số liệu", "–", "50"), ("Nhiệm vụ 4: tiến độ", "–", "Đang thực hiện")]


def test_values_are_shown_in_words():
    found = rows(is_active=[True, False], office=["clerk", None], until=[None, "2026-11-03T02:00:00+00:00"])
    assert [row[1:] for row in found] == [("có", "không"), ("Văn thư", "–"), ("–", "03/11/2026 09:00")]


def test_an_unknown_field_is_shown_as_it_is():
    assert rows(colour=["xanh", "done"]) == [("colour", "xanh", "done")]


def texts() -> list:
    values = [text for texts in words.VALUES.values() for text in texts.values()]
    return [*words.FIELDS.values(), *values, *(action.label for action in words.ACTIONS.values())]


@pytest.mark.parametrize("text", texts())
def test_each_field_value_and_label_is_translated(text):
    with translation.override("en"):
        plain = str(text)
    assert str(text) != plain


def test_the_kind_of_a_second_factor_is_shown_in_words():
    assert rows(kind=[None, "totp"]) == [("loại", "–", "ứng dụng xác thực")]


def test_a_state_is_named_by_its_subjects_model():
    assert sentences.state_label("unitreport", "in_review", 0) == "Đang thẩm định"
    assert sentences.state_label("gone", "in_review", 0) == "in_review"
    assert not list(Formatter().parse(sentences.state_label("unitreport", "", 0)))


def test_a_value_of_any_shape_is_shown():
    """Events cannot be mended: what one of an earlier release holds has to read."""
    assert rows(terms=[{}, {"BC-BCĐ": "10 năm", "TB": ["5 năm", None]}])[0][1:] == ("–", "BC-BCĐ: 10 năm; TB: 5 năm; –")
