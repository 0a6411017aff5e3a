"""A report's workbook holds the fields of its outline, and gives back what was filled in."""

from datetime import date, datetime

import pytest

from tests import factories
from tests.workflows.excel import cell_of, confirm, downloaded, upload
from tests.workflows.outlines import arrange

TODAY = "2026-11-03 09:00"


@pytest.fixture
def report(client, cast, on_day):
    on_day(TODAY)
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    client.force_login(cast["CA:drafter"])
    return arrange.fill(factories.unit_report(cast), cast)


def names(report):
    number, percent, day, choice, text, yes = arrange.values(report)
    return {
        "number": f"f{number.pk}_value",
        "numerator": f"f{percent.pk}_numerator",
        "day": f"f{day.pk}_day",
        "choice": f"f{choice.pk}_choice",
        "text": f"f{text.pk}_words",
        "yes": f"f{yes.pk}_yes",
    }


def filled(client, report, **values):
    workbook = downloaded(client, report)
    for name, value in values.items():
        cell_of(workbook, names(report)[name]).value = value
    return upload(client, report, workbook)


def test_an_untouched_workbook_changes_nothing(client, report):
    answer = upload(client, report, downloaded(client, report))
    assert (answer.status_code, answer.context["changes"], answer.context["faults"]) == (200, [], [])


def test_what_was_filled_in_is_saved_with_its_type(client, report):
    typed = {"number": 15, "numerator": 180, "day": datetime(2026, 10, 20), "choice": "tốt", "text": "Đủ máy"}
    answer = filled(client, report, **typed, yes="không")
    assert answer.context["faults"] == []
    assert confirm(client, report, answer).status_code == 302
    number, percent, day, choice, text, yes = arrange.values(report)
    assert (number.value, percent.numerator, day.day) == (15, 180, date(2026, 10, 20))
    assert (choice.choice, text.words, yes.yes) == ("Tốt", "Đủ máy", False)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("number", 6000, "5.000"),
        ("day", "ngày mai", "ngày mai"),
        ("choice", "Xuất sắc", "Xuất sắc"),
        ("yes", "có lẽ", "có lẽ"),
    ],
)
def test_what_is_no_such_value_is_named_at_its_cell(client, report, name, value, said):
    answer = filled(client, report, **{name: value})
    (fault,) = answer.context["faults"]
    assert (answer.status_code, fault.sheet, said in fault.message) == (422, "Nội dung khác", True)
