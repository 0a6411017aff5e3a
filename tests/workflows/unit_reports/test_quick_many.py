"""Quick forms for many units at once: a link for each, with the questions that it reports."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows.traces import newest
from workflows.models import IndicatorEntry, QuickForm
from workflows.unit_reports.quick import actions as quick
from workflows.unit_reports.quick import for_many, links


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def period(cast):
    return factories.open_month(cast)


def ask(cast, period, who="VHXH:coordinator", **changes):
    units = [cast.units[code].pk for code in ("CA", "TDP")]
    told = {"units": units, "asked_of": "Tổ trưởng", "parts": ["results"], "until": now() + timedelta(days=2)}
    return for_many.ask_many(period, by=cast[who], **(told | changes))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_each_unit_gets_a_link_of_its_own(cast, period):
    made = ask(cast, period).forms
    assert {form.report.unit.code for form in made} == {"CA", "TDP"}
    assert all(form.asked_of == f"Tổ trưởng, {form.report.unit.short_name}" for form in made)
    assert newest(reread(made[0].report))["action"] == "ask_quickly"


def test_each_is_asked_what_it_reports_and_the_others_are_named(cast, period):
    own = IndicatorEntry.objects.filter(report__unit=cast.units["CA"]).exclude(
        indicator__entries__report__unit=cast.units["TDP"]
    )
    number = str(own.values_list("indicator__number", flat=True)[0])
    asked = ask(cast, period, parts=[number])
    assert [form.report.unit.code for form in asked.forms] == ["CA"]
    assert asked.left_out == [cast.units["TDP"].short_name]


def test_where_nobody_reports_it_nothing_is_made(cast, period):
    with pytest.raises(NotPossible, match="Không đơn vị nào"):
        ask(cast, period, parts=["999"])
    assert not QuickForm.objects.exists()


def test_all_or_nothing(cast, period):
    with pytest.raises(NotPossible, match="ngày"):
        ask(cast, period, until=now() + timedelta(days=300))
    assert not QuickForm.objects.exists()


@pytest.mark.parametrize("who", ["CA:drafter", "BCĐ:approver", "MX:admin"])
def test_nobody_but_who_coordinates_asks(cast, period, who):
    with pytest.raises(PermissionDenied):
        ask(cast, period, who)
    for page in ("quick_forms_many", "quick_forms_of_period"):
        assert signed_in(cast[who]).get(reverse(page, args=[period.pk])).status_code == 403


def test_they_are_made_in_the_browser_and_stand_with_the_words_to_send(cast, period):
    browser = signed_in(cast.coordinator)
    page = browser.get(reverse("quick_forms_many", args=[period.pk]))
    assert len(page.context["reports"]) == period.unit_reports.count()
    typed = {"units": [cast.units["CA"].pk], "asked_of": "Tổ trưởng", "parts": ["results"], "until": "05/11/2026 09:00"}
    answer = browser.post(reverse("quick_forms_many", args=[period.pk]), typed, follow=True)
    assert answer.redirect_chain == [(reverse("quick_forms_of_period", args=[period.pk]), 302)]
    form = QuickForm.objects.get()
    words = for_many.to_paste(form)
    assert words in answer.content.decode()
    assert "Chưa có câu trả lời" in answer.content.decode()


def test_what_came_back_is_told_beside_its_link(cast, period):
    form = ask(cast, period).forms[0]
    quick.answer(form, name="Bà Tổ trưởng", contact="0912 000 005", typed={"results": "Đã lắp."})
    page = signed_in(cast.coordinator).get(reverse("quick_forms_of_period", args=[period.pk])).content.decode()
    assert "câu trả lời đang chờ: 1" in page
    assert "2 đường dẫn, đã trả lời: 1" in page


def test_the_list_of_links_takes_ten_statements_at_most(cast, period, django_assert_max_num_queries):
    ask(cast, period)
    browser = signed_in(cast.coordinator)
    with django_assert_max_num_queries(10):
        browser.get(reverse("quick_forms_of_period", args=[period.pk]))


def test_a_form_without_questions_keeps_what_was_typed(cast, period):
    answer = signed_in(cast.coordinator).post(
        reverse("quick_forms_many", args=[period.pk]), {"units": [cast.units["CA"].pk], "asked_of": "Bà Hoa"}
    )
    assert answer.status_code == 422
    assert "Bà Hoa" in answer.content.decode()


def test_whoever_has_the_link_reads_what_the_office_asks(cast, period):
    period.brief = "Đếm số hộ không có sóng"
    period.save(update_fields=["brief"])
    form = ask(cast, period).forms[0]
    page = Client().get(reverse("quick_form_answer", args=[links.token_of(form)])).content.decode()
    assert "Đếm số hộ không có sóng" in page
