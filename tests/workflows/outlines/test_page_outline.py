"""The page of a kind's outline, on which its administrator adds sections and fields."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows.outlines import arrange
from tests.workflows.submissions import arrange as documents
from workflows.models import FieldType
from workflows.outlines import actions as outlines
from workflows.pure.summing import WAYS

FIELD = {"label": "Số hộ nghèo", "type": "number", "required": "on", "measure": "hộ", "decimals": "0"}
FIELD |= {"minimum": "0", "maximum": "1.000", "longest": "1000", "summing": "sum"}


def sign_in(client, person) -> None:
    client.force_login(person, backend="units.backends.GrantBackend")


def page(cast, name="outline", *others):
    return reverse(name, args=[cast.monthly.pk, *others])


def shown(client, cast) -> str:
    return client.get(page(cast)).content.decode()


def test_an_administrator_adds_a_section_with_a_field(client, cast):
    sign_in(client, cast.admin)
    client.post(page(cast, "section_add"), {"title": "An sinh xã hội", "seen": arrange.seen(cast)})
    section = outlines.current(cast.monthly).sections.get(content="fields")
    client.post(page(cast, "field_add", section.number), FIELD | {"seen": arrange.seen(cast)})
    (field,) = outlines.fields_of(outlines.current(cast.monthly))
    assert (field.label, field.measure, field.maximum, field.required) == ("Số hộ nghèo", "hộ", 1000, True)
    words = shown(client, cast)
    assert "An sinh xã hội" in words
    assert "từ 0, đến 1.000" in words


def test_fields_are_changed_moved_and_removed_on_it(client, cast):
    first, second = arrange.with_fields(cast, *arrange.OF_EVERY_TYPE[:2])
    sign_in(client, cast.admin)
    changed = FIELD | {"label": "Số hộ cận nghèo", "seen": arrange.seen(cast)}
    client.post(page(cast, "field_change", first.number), changed)
    client.post(page(cast, "field_move", second.number), {"up": "1", "seen": arrange.seen(cast)})
    assert [field.label for field in outlines.fields_of(outlines.current(cast.monthly))] == [
        "Tỷ lệ hồ sơ đúng hạn",
        "Số hộ cận nghèo",
    ]
    client.post(page(cast, "field_remove", second.number), {"seen": arrange.seen(cast)})
    client.post(page(cast, "section_change", first.section.number), {"title": "Hộ", "seen": arrange.seen(cast)})
    client.post(page(cast, "section_remove", first.section.number), {"seen": arrange.seen(cast)})
    assert outlines.fields_of(outlines.current(cast.monthly)) == []


BAD = [
    ({"label": ""}, "label"),
    ({"minimum": "9", "maximum": "5"}, "maximum"),
    ({"minimum": "nhiều"}, "minimum"),
    ({"decimals": "9"}, "decimals"),
    ({"longest": "0"}, "longest"),
    ({"type": "date"}, "summing"),
    ({"type": "choice", "summing": "count", "listed": "Tốt"}, "listed"),
    ({"type": "choice", "summing": "count", "listed": "\n".join(map(str, range(60)))}, "listed"),
    ({"type": "choice", "summing": "count", "listed": f"Tốt\n{'x' * 101}"}, "listed"),
    ({"type": "date", "summing": "most", "earliest": "2026-05-01", "latest": "2026-04-01"}, "latest"),
    ({"type": "magic"}, "type"),
]


def test_where_one_way_alone_is_there_it_is_taken(client, cast):
    arrange.with_fields(cast)
    client.force_login(cast.admin)
    sections = outlines.fields_of(outlines.current(cast.monthly))
    typed = {"label": "Biên bản", "type": "file", "summing": "sum", "decimals": "0", "longest": "1000"}
    client.post(page(cast, "field_add", sections[0].section.number), typed | {"seen": arrange.seen(cast)})
    made = outlines.fields_of(outlines.current(cast.monthly))[-1]
    assert (made.type, made.summing) == ("file", "list")


@pytest.mark.parametrize(("typed", "at"), BAD)
def test_what_makes_no_field_is_said_at_its_place(client, cast, typed, at):
    section = outlines.add_section(cast.monthly, by=cast.admin, seen=arrange.seen(cast), title="Khác")
    sign_in(client, cast.admin)
    answer = client.post(page(cast, "field_add", section.number), FIELD | typed | {"seen": arrange.seen(cast)})
    assert (answer.status_code, f'id="id_{at}_error"' in answer.content.decode()) == (422, True)
    assert outlines.fields_of(outlines.current(cast.monthly)) == []


def test_only_what_counts_for_the_type_is_shown_without_a_script_too(client, cast):
    section = outlines.add_section(cast.monthly, by=cast.admin, seen=arrange.seen(cast), title="Khác")
    sign_in(client, cast.admin)
    address = page(cast, "field_add", section.number)
    assert hidden_in(client.get(address)) >= {"earliest", "latest", "longest", "listed", "column_0"}
    typed = FIELD | {"type": "date", "summing": "most", "shown": "number", "seen": arrange.seen(cast)}
    asked = client.post(address, typed)
    assert (asked.status_code, "Bên dưới là những ô dành cho kiểu “Ngày”" in asked.content.decode()) == (422, True)
    assert hidden_in(asked) >= {"minimum", "decimals", "longest"}
    assert not hidden_in(asked) & {"label", "earliest", "latest", "summing"}
    client.post(address, typed | {"shown": asked.context["form"]["shown"].value()})
    assert [field.type for field in outlines.fields_of(outlines.current(cast.monthly))] == ["date"]


def hidden_in(answer) -> set[str]:
    form = answer.context["form"]
    return {
        name for name in re.findall(r'hidden>\s*<label for="id_(\w+)"', answer.content.decode()) if name in form.fields
    }


def test_what_somebody_changed_meanwhile_is_told_and_nothing_typed_is_lost(client, cast):
    (field,) = arrange.with_fields(cast)
    sign_in(client, cast.admin)
    answer = client.post(page(cast, "field_change", field.number), FIELD | {"label": "Hộ mới", "seen": 1})
    assert (answer.status_code, "Hộ mới" in answer.content.decode()) == (409, True)


def test_it_says_since_when_the_version_is_in_use(client, cast):
    arrange.with_fields(cast)
    sign_in(client, cast.admin)
    assert "Chưa kỳ nào" in shown(client, cast)
    factories.open_month(cast)
    assert "tháng 10/2026" in shown(client, cast)


def test_whoever_reads_the_ward_reads_it_without_buttons(client, cast):
    (field,) = arrange.with_fields(cast)
    sign_in(client, cast.coordinator)
    assert page(cast, "field_change", field.number) not in shown(client, cast)
    assert client.get(page(cast, "field_change", field.number)).status_code == 403


def test_a_kind_of_cases_without_fields_has_none(client, cast):
    type(cast.monthly).objects.filter(pk=cast.monthly.pk).update(subject_kind="errand")
    sign_in(client, cast.admin)
    assert client.get(page(cast)).status_code == 404


TYPED = FIELD | {"listed": "Tốt\nKhá", "column_0": "Tên hộ", "column_type_0": "text", "seen": "1", "earliest": ""}


@pytest.mark.parametrize("type", FieldType.values)
@pytest.mark.parametrize("of", ["reports", "documents"])
def test_a_field_of_every_type_is_added_to_kinds_of_reports_and_of_documents(client, cast, type, of):
    kind = cast.monthly if of == "reports" else documents.kind(cast)
    seen = outlines.current(kind).edits
    section = outlines.add_section(kind, by=cast.admin, seen=seen, title="An sinh xã hội")
    sign_in(client, cast.admin)
    typed = TYPED | {"type": type, "summing": WAYS[type][0], "seen": outlines.current(kind).edits}
    answer = client.post(reverse("field_add", args=[kind.pk, section.number]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    (field,) = outlines.fields_of(outlines.current(kind))
    assert (field.type, field.summing) == (type, WAYS[type][0])
