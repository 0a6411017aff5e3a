"""Statements compiled once write and read the rows that Django's own would."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import CharField, JSONField, UUIDField
from django.forms.models import model_to_dict

from approvals import statements as compiled
from approvals.models import Decision, NumberSeries, OutboxMessage
from units.models import Person, Unit

AT = datetime(2026, 11, 3, 2, 0, 0, 123456, tzinfo=UTC)
MESSAGE = {
    "topic": "mail",
    "payload": {"report": "Báo cáo tháng 10/2026", "unit": 3, "reason": None, "parts": [1, "hai"]},
    "scope": 2**40,
    "created_at": AT,
    "available_at": AT,
}
SERIES = {"scope": 1, "symbol": "BC-BCĐ", "year": 2026}


def row(model, pk):
    return model_to_dict(model.objects.get(pk=pk), exclude=["id", "key"])


def test_an_inserted_row_is_the_one_that_save_writes(db):
    saved = OutboxMessage.objects.create(key="một", **MESSAGE)
    inserted = compiled.insert(OutboxMessage, key="hai", **MESSAGE)
    assert row(OutboxMessage, inserted) == row(OutboxMessage, saved.pk)
    assert OutboxMessage.objects.get(pk=inserted).created_at == AT


def test_a_row_with_a_person_and_blanks_too(cast):
    values = {"subject_kind": "unit", "subject_id": 1, "scope": 1, "verdict": "accept", "at": AT, "seen": "1"}
    saved = Decision.objects.create(person=cast.clerk, **values)
    inserted = compiled.insert(Decision, person_id=cast.clerk.pk, **values)
    assert row(Decision, inserted) == row(Decision, saved.pk)


def test_what_is_not_given_takes_the_fields_default(db):
    assert NumberSeries.objects.get(pk=compiled.insert(NumberSeries, **SERIES)).last == 0


def test_many_rows_are_those_that_save_writes(db):
    compiled.insert_many(OutboxMessage, [{"key": key, **MESSAGE} for key in ("một", "hai", "ba")])
    saved = OutboxMessage.objects.create(key="bốn", **MESSAGE)
    others = OutboxMessage.objects.exclude(pk=saved.pk)
    assert sorted(others.values_list("key", flat=True)) == ["ba", "hai", "một"]
    assert all(row(OutboxMessage, other.pk) == row(OutboxMessage, saved.pk) for other in others)


@pytest.mark.parametrize(("most", "expected"), [(30_000, 1), (8, 3)])
def test_many_rows_are_split_where_the_database_limits_values(monkeypatch, statements, most, expected):
    monkeypatch.setattr(compiled, "MOST_VALUES", most)
    rows = [SERIES | {"year": year} for year in range(2026, 2031)]
    with statements() as counted:
        compiled.insert_many(NumberSeries, rows)
    in_one = connection.vendor == "postgresql"
    assert (len(counted), NumberSeries.objects.count()) == (1 if in_one else expected, 5)


def test_a_default_that_a_function_gives_is_asked_for_each_row():
    asked_once = [CharField(), CharField(default="x"), JSONField(default=list), JSONField(default=dict)]
    assert [compiled._is_constant(field) for field in (*asked_once, UUIDField(default=uuid4))] == [True] * 4 + [False]


@pytest.mark.parametrize("nothing", [(), []])
def test_no_rows_are_no_statement(statements, nothing):
    with statements() as counted:
        compiled.insert_many(NumberSeries, nothing)
        compiled.update_heads(Person, nothing, {})
    assert len(counted) == 0


def test_an_update_writes_what_it_is_given_where_it_holds(db):
    pks = [compiled.insert(OutboxMessage, key=key, **MESSAGE) for key in ("một", "hai")]
    assert compiled.update(OutboxMessage, {"done_at": AT, "tries": 2}, {"id": pks[0], "topic": "mail"}) == 1
    first, second = OutboxMessage.objects.order_by("pk")
    assert (first.done_at, first.tries, first.payload) == (AT, 2, MESSAGE["payload"])
    assert (second.done_at, second.tries) == (None, 0)


def test_an_update_says_where_it_did_not_hold(db):
    pk = compiled.insert(OutboxMessage, key="một", **MESSAGE)
    assert compiled.update(OutboxMessage, {"tries": 2}, {"id": pk, "topic": "render"}) == 0
    assert OutboxMessage.objects.get(pk=pk).tries == 0


def test_none_in_a_condition_means_null_and_in_a_value_too(db):
    pk = compiled.insert(OutboxMessage, key="một", **MESSAGE)
    assert compiled.update(OutboxMessage, {"leased_until": AT}, {"id": pk, "leased_until": None}) == 1
    assert compiled.update(OutboxMessage, {"leased_until": AT}, {"id": pk, "leased_until": None}) == 0
    assert compiled.update(OutboxMessage, {"leased_until": None}, {"id": pk}) == 1
    assert OutboxMessage.objects.get(pk=pk).leased_until is None


def test_a_locked_row_is_the_whole_row(cast):
    locked = compiled.lock(Person, cast.clerk.pk)
    assert model_to_dict(locked) == model_to_dict(Person.objects.get(pk=cast.clerk.pk))
    assert not locked.get_deferred_fields()


def test_a_row_is_locked_where_the_database_locks_rows(cast, statements):
    with statements() as counted:
        compiled.lock(Person, cast.clerk.pk)
    assert counted.sql[0].endswith("FOR UPDATE") == (connection.vendor == "postgresql")


def test_a_row_that_is_missing_is_the_models_own_error(db):
    with pytest.raises(NumberSeries.DoesNotExist):
        compiled.lock(NumberSeries, 1)


def test_exists_says_whether_a_row_came(db):
    sql = "SELECT 1 FROM approvals_numberseries WHERE year = %s"
    compiled.insert(NumberSeries, **SERIES)
    assert (compiled.exists(sql, [2026]), compiled.exists(sql, [2027])) == (True, False)


def test_the_heads_of_many_chains_move_in_one_statement(cast, statements):
    people = [cast.clerk, cast.approver]
    with statements() as counted:
        heads = [(person.pk, 100 + place, f"{place}" * 64) for place, person in enumerate(people)]
        compiled.update_heads(Person, heads, {"phone": "0207"})
    found = [Person.objects.get(pk=person.pk) for person in people]
    assert len(counted) == 1
    assert [(person.trail_seq, person.trail_head[0], person.phone) for person in found] == [
        (100, "0", "0207"),
        (101, "1", "0207"),
    ]
    assert Person.objects.get(pk=cast.admin.pk).phone == ""


def note(unit):
    return {
        **{"subject_kind": "unit", "subject_id": unit.pk, "scope": unit.pk, "verdict": "accept", "at": AT},
        **{"seen": "1", "person_id": Person.objects.first().pk},
    }


def test_a_row_is_updated_and_another_inserted_with_it(cast):
    unit = cast.units["CA"]
    made = compiled.update_and_insert(Unit, {"duty": "Thường trực"}, {"id": unit.pk}, Decision, note(unit))
    assert Unit.objects.get(pk=unit.pk).duty == "Thường trực"
    saved = Decision.objects.create(**note(unit))
    assert row(Decision, made) == row(Decision, saved.pk)


def test_where_no_row_is_updated_none_is_inserted(cast):
    unit = cast.units["CA"]
    where = {"id": unit.pk, "name": "Tên khác"}
    assert compiled.update_and_insert(Unit, {"duty": ""}, where, Decision, note(unit)) is None
    assert not Decision.objects.exists()


def test_the_same_statement_takes_other_values_each_time_it_is_run(db):
    """The places of values are found once: a doubled percent sign is none, with values or without."""
    sql = "SELECT %s, '100%%', '%%s'"
    with connection.cursor() as cursor:
        for value in ("một", "hai"):
            cursor.execute(sql, [value])
            assert cursor.fetchone() == (value, "100%", "%s")
        cursor.execute("SELECT '100%%'")
        assert cursor.fetchone() == ("100%%",)
