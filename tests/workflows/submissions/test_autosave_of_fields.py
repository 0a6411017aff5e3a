"""What a document for signing asks for in fields is saved while its author types, as its text is."""

from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from tests.factories import reread
from workflows.submissions.fields.forms import named

from . import arrange
from .test_fields import asked, filled, sent


@pytest.fixture
def case(cast, on_day):
    on_day("2026-11-06 09:00")
    asked(cast)
    return arrange.draft(cast)


@pytest.fixture
def names(case):
    """How each column of each type of field is called in the form."""
    return {
        (told.field.type, column): name for told in reversed(case.fields_told) for column, name in named(told.field)
    }


@pytest.fixture
def send(client, cast, case):
    client.force_login(cast["CA:drafter"])

    def sent(**fields):
        return client.post(reverse("submission_autosave", args=[case.pk]), {"seen": case.edits} | fields).json()

    return sent


def test_numbers_are_saved_as_they_are_typed(case, names, send):
    typed = {names["percent", "numerator"]: "3", names["percent", "denominator"]: "4"}
    answer = send(**typed)
    assert (answer["state"], answer["saved"], answer["errors"]) == ("saved", sorted(typed), {})
    told = next(each for each in reread(case).fields_told if each.field.type == "percent")
    assert (told.numerator, told.denominator) == (Decimal(3), Decimal(4))


def test_half_of_a_percentage_is_told_and_not_saved(case, names, send):
    answer = send(**{names["percent", "numerator"]: "3", names["percent", "denominator"]: ""})
    assert set(answer["errors"]) & {names["percent", "numerator"], names["percent", "denominator"]}
    assert answer["saved"] == []
    told = next(each for each in reread(case).fields_told if each.field.type == "percent")
    assert (told.numerator, told.denominator) == (None, None)


def test_the_page_names_what_was_there_first_of_each_field(client, case, names, send):
    html = client.get(reverse("submission_edit", args=[case.pk])).content.decode()
    assert all(f'name="initial-{names[key]}"' in html for key in (("percent", "numerator"), ("number", "value")))


@pytest.fixture
def full(cast, on_day):
    """A document that tells 171/200 where a percentage of at most 100 is asked."""
    on_day("2026-11-06 09:00")
    return filled(cast)


def parts_of(case):
    told = next(each for each in reread(case).fields_told if each.field.type == "percent")
    return told.field.number, told.numerator, told.denominator


def save(client, cast, case, **parts):
    number = parts_of(case)[0]
    client.force_login(cast["CA:drafter"])
    fields = {f"F{number}_{column}": text for column, text in parts.items()}
    return client.post(reverse("submission_autosave", args=[case.pk]), {"seen": case.edits} | fields).json()


def test_one_part_of_a_percentage_is_saved_beside_what_stands(client, cast, full):
    answer = save(client, cast, full, numerator="150")
    number, *parts = parts_of(full)
    assert (parts, answer["saved"]) == ([Decimal(150), Decimal(200)], [f"F{number}_numerator"])
    save(client, cast, reread(full), denominator="300")
    assert parts_of(full)[1:] == (Decimal(150), Decimal(300))


@pytest.mark.parametrize(
    "part", [{"numerator": "900000"}, {"numerator": ""}, {"denominator": "0"}, {"denominator": "1"}]
)
def test_one_part_that_does_not_hold_beside_what_stands_is_told_and_not_saved(client, cast, full, part):
    answer = save(client, cast, full, **part)
    assert (bool(answer["errors"]), answer["saved"]) == (True, [])
    assert parts_of(full)[1:] == (Decimal(171), Decimal(200))
    for page in ("submission", "submission_edit"):
        assert client.get(reverse(page, args=[full.pk])).status_code == 200


def test_a_denominator_alone_is_told_and_not_saved(client, cast, case):
    answer = save(client, cast, case, denominator="100")
    assert (bool(answer["errors"]), answer["saved"], parts_of(case)[1:]) == (True, [], (None, None))


def test_what_is_beyond_its_limits_is_not_sent(cast, full):
    full.field_values.filter(field__type="percent").update(numerator=900_000)
    with pytest.raises(NotPossible, match="“Tỷ lệ hồ sơ đúng hạn”"):
        sent(cast, full)
    assert reread(full).state == "draft"
