"""Difficulties on the pages of a unit's report: listed, raised beside it, and no longer typed into it."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import reread
from tests.workflows import arrange, items
from tests.workflows.writing import address, typed
from workflows.models import Difficulty, UnitReport
from workflows.unit_reports.entries import actions as entries


@pytest.fixture
def report(client, cast) -> UnitReport:
    client.force_login(cast["CA:drafter"])
    return factories.unit_report(cast)


def one_more(cast, **changed):
    words = {"text": "Thiếu người trực.", "kind": cast.ward.difficulty_kinds.first().pk, "to": "leaders"} | changed
    return {f"difficulty-{name}": value for name, value in words.items()}


def test_what_is_open_stands_on_each_page_of_the_report(client, cast, report):
    item = items.raised(cast)
    link = reverse("difficulty", args=[item.pk])
    for page in (address(report), f"/reports/unit/{report.pk}/", f"/reports/unit/{report.pk}/check/"):
        assert link in client.get(page).content.decode(), page


def test_there_is_no_text_to_type_difficulties_into(client, report):
    assert "difficulties" not in client.get(address(report)).context["form"].fields


def test_a_text_from_before_is_offered_until_it_is_blank(client, cast, report):
    words = {"indicators": {}, "assignments": {}, "narrative": {"difficulties": "Thiếu máy quét"}}
    entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **words)
    report = reread(report)
    client.post(address(report), typed(client, report, difficulties=""))
    assert reread(report).difficulties == ""
    assert "difficulties" not in client.get(address(report)).context["form"].fields


def test_a_text_that_an_older_page_sends_is_kept(client, report):
    client.post(address(report), typed(client, report) | {"difficulties": "Gõ khi mất mạng"})
    assert reread(report).difficulties == "Gõ khi mất mạng"


@pytest.mark.parametrize("button", ["raise", "write", "check"])
def test_what_is_typed_beside_the_report_is_raised_with_the_save(client, cast, report, button):
    client.post(address(report), typed(client, report, results="Đã làm", next=button) | one_more(cast))
    item = Difficulty.objects.get()
    assert (item.unit, item.text, reread(report).results) == (cast.units["CA"], "Thiếu người trực.", "Đã làm")


def test_where_something_is_wrong_with_it_nothing_typed_is_lost(client, cast, report):
    wrong = one_more(cast, kind="")
    response = client.post(address(report), typed(client, report, results="Đã làm", next="write") | wrong)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Đã làm" in page
    assert "Thiếu người trực." in page
    assert Difficulty.objects.count() == 0


def test_a_blank_one_that_is_asked_for_is_named_as_the_fault(client, cast, report):
    response = client.post(address(report), typed(client, report, next="raise") | one_more(cast, text=" "))
    assert response.status_code == 422
    assert response.context["raising"].errors.keys() == {"text"}


def test_fields_that_stay_blank_ask_for_nothing(client, cast, report):
    blank = one_more(cast, text="", kind="")
    assert client.post(address(report), typed(client, report, next="write") | blank).status_code == 302
    assert Difficulty.objects.count() == 0


def test_without_fields_the_button_saves_and_opens_the_page_that_has_them(client, cast, report):
    response = client.post(address(report), typed(client, report, results="Đã làm", next="raise"))
    asked = f"report={report.pk}&ward={cast.ward.pk}&unit={report.unit_id}"
    assert response.url == f"{reverse('difficulty_raise')}?{asked}"
    words = {name.removeprefix("difficulty-"): value for name, value in one_more(cast).items()}
    assert client.post(response.url, words).url == f"{address(report)}#part-difficulties"
    assert (Difficulty.objects.count(), reread(report).results) == (1, "Đã làm")


def test_the_fields_come_to_those_who_see_the_report(client, cast, report):
    page = reverse("difficulty_fields", args=[report.pk])
    assert 'name="difficulty-text"' in client.get(page).content.decode()
    client.force_login(cast["VP:drafter"])
    assert client.get(page).status_code == 404


def test_a_new_month_retypes_nothing(cast):
    items.raised(cast)
    factories.submitted(cast, code="2026-09")
    later = factories.unit_report(cast, code="2026-10")
    assert later.difficulties == ""
    assert arrange.draft(cast).difficulties == ""
