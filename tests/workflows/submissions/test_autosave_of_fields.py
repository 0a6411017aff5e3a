"""What a document for signing asks for in fields is saved while its author types, as its text is."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import reread
from workflows.submissions.fields.forms import named

from . import arrange
from .test_fields import asked


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
