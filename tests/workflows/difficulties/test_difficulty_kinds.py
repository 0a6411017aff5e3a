"""The ward's kinds of difficulty: its administrator's data."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests.workflows.traces import event_of, newest
from workflows.difficulties import kinds as difficulty_kinds
from workflows.difficulties.kinds import DEFAULTS
from workflows.models import DifficultyKind


@pytest.fixture
def kind(cast):
    return cast.ward.difficulty_kinds.get(name="Khác")


def test_a_ward_begins_with_the_usual_ones(cast):
    assert tuple(cast.ward.difficulty_kinds.values_list("name", flat=True)) == DEFAULTS


def test_a_ward_that_changed_its_kinds_is_not_given_them_again(cast, kind):
    difficulty_kinds.rename_kind(kind, by=cast.admin, name="Vướng mắc khác")
    difficulty_kinds.default_kinds(cast.ward)
    assert cast.ward.difficulty_kinds.count() == len(DEFAULTS)


def test_one_is_added_at_the_end(cast):
    made = difficulty_kinds.add_kind(cast.ward, by=cast.admin, name=" Dữ liệu ")
    assert cast.ward.difficulty_kinds.last() == made
    assert made.name == "Dữ liệu"
    assert newest(made) == event_of(cast.admin, "add_difficulty_kind")


def test_one_is_worded_otherwise(cast, kind):
    difficulty_kinds.rename_kind(kind, by=cast.admin, name="Vướng mắc khác")
    kind.refresh_from_db()
    assert kind.name == "Vướng mắc khác"
    assert newest(kind) == event_of(cast.admin, "rename_difficulty_kind")


def test_the_same_name_again_writes_nothing(cast, kind):
    before = kind.trail_seq
    assert difficulty_kinds.rename_kind(kind, by=cast.admin, name="Khác ").trail_seq == before


def test_one_is_retired_and_comes_back_under_its_name(cast, kind):
    retired = difficulty_kinds.retire_kind(kind, by=cast.admin)
    assert newest(retired) == event_of(cast.admin, "retire_difficulty_kind")
    back = difficulty_kinds.add_kind(cast.ward, by=cast.admin, name="Khác")
    assert (back.pk, back.retired_at) == (kind.pk, None)


def test_one_that_is_retired_is_neither_renamed_nor_retired_again(cast, kind):
    difficulty_kinds.retire_kind(kind, by=cast.admin)
    with pytest.raises(NotPossible):
        difficulty_kinds.rename_kind(kind, by=cast.admin, name="Mới")
    with pytest.raises(NotPossible):
        difficulty_kinds.retire_kind(kind, by=cast.admin)


def test_a_name_stands_for_one_kind(cast, kind):
    with pytest.raises(NotPossible):
        difficulty_kinds.add_kind(cast.ward, by=cast.admin, name="Kinh phí")
    difficulty_kinds.retire_kind(cast.ward.difficulty_kinds.get(name="Kinh phí"), by=cast.admin)
    with pytest.raises(NotPossible):
        difficulty_kinds.rename_kind(kind, by=cast.admin, name="Kinh phí")


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_kind_has_a_name(cast, kind, blank):
    with pytest.raises(NotPossible):
        difficulty_kinds.add_kind(cast.ward, by=cast.admin, name=blank)
    with pytest.raises(NotPossible):
        difficulty_kinds.rename_kind(kind, by=cast.admin, name=blank)


def test_the_last_one_stays(cast, kind):
    DifficultyKind.objects.exclude(pk=kind.pk).delete()
    with pytest.raises(NotPossible):
        difficulty_kinds.retire_kind(kind, by=cast.admin)


@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:unit_head", "BCĐ:approver", "MX:auditor"])
def test_nobody_but_the_administrator_changes_them(cast, kind, who):
    for change in (
        lambda: difficulty_kinds.add_kind(cast.ward, by=cast[who], name="Mới"),
        lambda: difficulty_kinds.rename_kind(kind, by=cast[who], name="Mới"),
        lambda: difficulty_kinds.retire_kind(kind, by=cast[who]),
    ):
        with pytest.raises(PermissionDenied):
            change()
