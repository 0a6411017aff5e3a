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
from workflows.models import AssignmentEntry, IndicatorEntry, QuickForm, UnitReport
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


def answered(form, by="Bà Tổ trưởng", **typed):
    return quick.answer(form, name=by, contact="0912 000 005", typed=typed)


def looked_at(cast, period):
    page = signed_in(cast.coordinator).post(reverse("quick_answers_take", args=[period.pk]))
    return page.context["clear"], page.context["doubted"]


def take_ticked(cast, period, rows):
    chosen = [f"{row.answer.pk}-{row.report.version}" for row in rows]
    address = reverse("quick_answers_take", args=[period.pk])
    return signed_in(cast.coordinator).post(address, {"confirmed": "1", "take": chosen}, follow=True)


def test_answers_without_doubt_are_looked_at_together_and_taken_at_once(cast, period):
    first, second = ask(cast, period).forms
    answered(first, results="Đã lắp.")
    answered(second, results="Chưa lắp.")
    clear, doubted = looked_at(cast, period)
    assert (len(clear), doubted) == (2, [])
    assert [reread(form.report).results for form in (first, second)] == ["", ""], "looking writes nothing"
    page = take_ticked(cast, period, clear)
    assert "Đã đưa vào báo cáo: 2 câu trả lời." in page.text
    assert [reread(form.report).results for form in (first, second)] == ["Đã lắp.", "Chưa lắp."]
    assert [newest(reread(form.report))["action"] for form in (first, second)] == ["take_quick_answer"] * 2
    assert looked_at(cast, period) == ([], [])


def test_what_contradicts_the_report_or_another_answer_is_looked_into_apart(cast, period):
    written, asked_of_two = ask(cast, period, many=True).forms
    UnitReport.objects.filter(pk=written.report_id).update(results="Tổ đã báo bằng giấy.")
    answered(written, results="Đã lắp.")
    answered(asked_of_two, results="Đã lắp.")
    answered(asked_of_two, by="Ông Tổ phó", results="Chưa lắp.")
    clear, doubted = looked_at(cast, period)
    assert clear == []
    assert ["nội dung khác" in row.doubts[0] for row in doubted] == [True, False, False]
    assert ["câu trả lời khác" in row.doubts[0] for row in doubted] == [False, True, True]


def test_what_the_checks_of_the_report_would_ask_about_is_looked_into_apart(cast, period):
    own = AssignmentEntry.objects.filter(report__unit=cast.units["CA"], assignment__lead=cast.units["CA"])
    entry = own.select_related("assignment")[0]
    (form,) = ask(cast, period, units=[cast.units["CA"].pk], parts=[f"T{entry.assignment.number}"]).forms
    answered(form, **{f"a{entry.pk}_status": "done"})
    clear, (row,) = looked_at(cast, period)
    assert clear == []
    assert row.doubts == [f"{entry.assignment}: Đã hoàn thành nhưng chưa nêu kết quả, sản phẩm"]


def test_an_answer_that_was_settled_or_whose_report_was_saved_meanwhile_is_left_and_named(cast, period):
    first, second = ask(cast, period).forms
    answered(first, results="Đã lắp.")
    left = answered(second, results="Chưa lắp.")
    clear, _doubted = looked_at(cast, period)
    quick.leave(left, by=cast.coordinator, reason="Gửi nhầm")
    page = take_ticked(cast, period, clear)
    assert "Đã đưa vào báo cáo: 1 câu trả lời." in page.text
    assert f"Chưa nhận: {second.report.unit.short_name}" in page.text
    assert reread(second.report).results == ""


def test_answers_to_two_links_of_one_report_are_both_taken(cast, period):
    (form,) = ask(cast, period, units=[cast.units["CA"].pk]).forms
    (other,) = ask(cast, period, units=[cast.units["CA"].pk], parts=["proposals"]).forms
    answered(form, results="Đã lắp.")
    answered(other, proposals="Thêm máy.")
    take_ticked(cast, period, looked_at(cast, period)[0])
    row = reread(form.report)
    assert (row.results, row.proposals) == ("Đã lắp.", "Thêm máy.")


def test_nobody_but_who_coordinates_takes_answers_at_once(cast, period):
    answered(ask(cast, period).forms[0], results="Đã lắp.")
    refused = signed_in(cast["CA:drafter"]).post(reverse("quick_answers_take", args=[period.pk]), {"confirmed": "1"})
    assert refused.status_code == 403
