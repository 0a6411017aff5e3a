"""A few questions by a link without an account: who may ask, what comes back, and who takes it into the report."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from approvals.clock import at, now
from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events, mails, newest
from units.models import Aggregation, Membership
from units.offices import actions as offices
from workflows.models import QuickAnswer, QuickForm, UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.quick import actions as quick
from workflows.unit_reports.quick import links

WHO = "Tổ trưởng tổ dân phố 5"
ANSWERED = {"name": "Bà Tổ trưởng", "contact": "0912 000 005"}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def report(cast):
    return arrange.draft(cast, "TDP")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def figure_of(report):
    entries = report.indicator_entries.exclude(indicator__aggregation=Aggregation.RATIO).select_related("indicator")
    return entries.first()


def ask(cast, report, who="VHXH:coordinator", **changes) -> QuickForm:
    entry = figure_of(report)
    asked = {"asked_of": WHO, "parts": [str(entry.indicator.number), "results"], "until": now() + timedelta(days=2)}
    return quick.ask(report, by=cast[who], **(asked | changes))


def link(form: QuickForm) -> str:
    return reverse("quick_form_answer", args=[links.token_of(form)])


def typed(report, value="61") -> dict[str, str]:
    return {f"i{figure_of(report).pk}_value": value, "results": "Đã lắp wifi ở nhà văn hóa tổ 5."} | ANSWERED


def test_who_has_the_link_answers_without_an_account_and_the_office_takes_it_in(cast, report):
    form = ask(cast, report)
    answered = Client().post(link(form), typed(report))
    assert answered.status_code == 200
    assert "đã nhận" in answered.text.lower()
    assert reread(report).version == report.version, "an answer changes nothing by itself"
    page = signed_in(cast["VHXH:coordinator"])
    shown = page.get(reverse("quick_forms", args=[report.pk]))
    assert "Đã lắp wifi" in shown.text
    waiting = QuickAnswer.objects.get()
    taken = page.post(reverse("quick_answer_take", args=[report.pk, waiting.pk]), {"seen": report.version}, follow=True)
    assert taken.status_code == 200
    entry = figure_of(report)
    assert entry.value == Decimal(61)
    assert entry.informant.startswith("Bà Tổ trưởng")
    assert reread(report).results == "Đã lắp wifi ở nhà văn hóa tổ 5."
    waiting.refresh_from_db()
    assert waiting.outcome == QuickAnswer.Outcome.TAKEN
    assert reread(report).unconfirmed_since, "the unit confirms what the office took in for it"


def test_the_unit_itself_takes_an_answer_in_as_its_own(cast, report):
    form = ask(cast, report, who="TDP:drafter")
    Client().post(link(form), typed(report))
    page = signed_in(cast["TDP:drafter"])
    page.post(reverse("quick_answer_take", args=[report.pk, QuickAnswer.objects.get().pk]), {"seen": report.version})
    assert figure_of(report).value == Decimal(61)
    assert reread(report).unconfirmed_since is None


def test_the_page_behind_the_link_tells_nothing_that_the_report_holds(cast, report):
    entry = figure_of(report)
    type(entry).objects.filter(pk=entry.pk).update(value=Decimal(987654))
    type(report).objects.filter(pk=report.pk).update(results="Chỉ nội bộ đọc")
    page = Client().get(link(ask(cast, report)))
    assert page.status_code == 200
    assert "987" not in page.text
    assert "Chỉ nội bộ đọc" not in page.text
    assert "data-last" not in page.text


def test_a_link_that_was_changed_opens_nothing(cast, report):
    token = links.token_of(ask(cast, report))
    number, _dot, signature = token.partition(".")
    for other in (f"{int(number) + 1}.{signature}", f"{number}.{signature[:-1]}", number, "x"):
        assert Client().get(reverse("quick_form_answer", args=[other])).status_code == 404


def test_a_link_closes_with_its_first_answer_and_the_same_sent_again_is_that_answer(cast, report):
    form = ask(cast, report)
    first, again = (Client().post(link(form), typed(report)) for _time in range(2))
    assert first.status_code == again.status_code == 200
    assert QuickAnswer.objects.count() == 1
    other = Client().post(link(form), typed(report, value="62"))
    assert other.status_code == 410
    assert "đã đóng" in other.text
    assert "62" in other.text, "what was typed can be read out on the telephone"
    assert Client().get(link(form)).status_code == 410


def test_a_link_for_many_takes_answers_until_its_time(cast, report):
    form = ask(cast, report, many=True)
    for value in ("61", "62"):
        assert Client().post(link(form), typed(report, value=value)).status_code == 200
    with at(now() + timedelta(days=3)):
        assert Client().post(link(form), typed(report, value="63")).status_code == 410
    assert QuickAnswer.objects.count() == 2


def test_a_link_closes_when_it_is_withdrawn_and_when_the_report_is_submitted(cast, report):
    withdrawn, submitted = ask(cast, report), ask(cast, report)
    quick.withdraw(withdrawn, by=cast["VHXH:coordinator"])
    factories.submitted(cast, "TDP")
    for form in (withdrawn, submitted):
        assert Client().post(link(form), typed(report)).status_code == 410
    assert not QuickAnswer.objects.exists()


def test_what_cannot_be_read_is_asked_again_with_all_that_was_typed(cast, report):
    form = ask(cast, report)
    page = Client().post(link(form), typed(report, value="sáu mươi"))
    assert page.status_code == 422
    assert "sáu mươi" in page.text
    assert "Đã lắp wifi" in page.text
    nothing = Client().post(link(form), ANSWERED)
    assert nothing.status_code == 422
    nameless = Client().post(link(form), typed(report) | {"name": " "})
    assert nameless.status_code == 422
    assert not QuickAnswer.objects.exists()


def test_a_blank_answer_takes_nothing_from_the_report(cast, report):
    entry = figure_of(report)
    type(entry).objects.filter(pk=entry.pk).update(value=Decimal(5))
    form = ask(cast, report)
    Client().post(link(form), {"results": "Chỉ có lời."} | ANSWERED)
    page = signed_in(cast["VHXH:coordinator"])
    page.post(reverse("quick_answer_take", args=[report.pk, QuickAnswer.objects.get().pk]), {"seen": report.version})
    assert figure_of(report).value == Decimal(5)
    assert reread(report).results == "Chỉ có lời."


def test_who_does_not_write_the_report_neither_asks_nor_reads_answers(cast, report):
    form = ask(cast, report)
    with pytest.raises(PermissionDenied):
        ask(cast, report, who="CA:drafter")
    with pytest.raises(PermissionDenied):
        quick.withdraw(form, by=cast["CA:unit_head"])
    assert signed_in(cast["CA:drafter"]).get(reverse("quick_forms", args=[report.pk])).status_code == 404


def test_what_is_asked_is_bounded(cast, report):
    bad = [
        {"parts": []},
        {"parts": ["999"]},
        {"asked_of": " "},
        {"until": now()},
        {"until": now() + timedelta(days=63)},
        {"parts": [str(number) for number in range(1, 9)]},
    ]
    for changes in bad:
        with pytest.raises(NotPossible):
            ask(cast, report, **changes)
    assert not QuickForm.objects.exists()


def test_an_answer_is_settled_once(cast, report):
    Client().post(link(ask(cast, report)), typed(report))
    waiting = QuickAnswer.objects.get()
    quick.leave(waiting, by=cast["VHXH:coordinator"], reason="Số của tháng trước.")
    page = signed_in(cast["VHXH:coordinator"])
    late = page.post(reverse("quick_answer_take", args=[report.pk, waiting.pk]), {"seen": report.version})
    assert late.status_code == 409
    assert figure_of(report).value is None or figure_of(report).value != Decimal(61)


def test_an_answer_to_a_report_that_was_submitted_meanwhile_can_be_left(cast, report):
    Client().post(link(ask(cast, report)), typed(report))
    waiting, page = QuickAnswer.objects.get(), signed_in(cast["VHXH:coordinator"])
    UnitReport.objects.filter(pk=report.pk).update(state="submitted")
    address = reverse("quick_answer_leave", args=[report.pk, waiting.pk])
    told = page.get(reverse("quick_forms", args=[report.pk])).text
    assert (address in told, reverse("quick_answer_take", args=[report.pk, waiting.pk]) in told) == (True, False)
    assert page.post(address, {"reason": "Đã có trong báo cáo."}).status_code == 302
    assert QuickAnswer.objects.get().outcome == "left"
    with pytest.raises(PermissionDenied):
        quick.leave(waiting, by=cast["CA:drafter"], reason="Không phải việc của tôi.")


def test_whoever_takes_an_answer_in_twice_reads_success(cast, report):
    Client().post(link(ask(cast, report)), typed(report))
    page, waiting = signed_in(cast["VHXH:coordinator"]), QuickAnswer.objects.get()
    address, seen = reverse("quick_answer_take", args=[report.pk, waiting.pk]), {"seen": report.version}
    page.post(address, seen)
    before = len(events(reread(report)))
    again = page.post(address, seen, follow=True)
    assert again.status_code == 200
    assert "Bạn đã đưa câu trả lời này vào báo cáo" in again.text
    assert len(events(reread(report))) == before
    colleague = arrange.newcomer(cast, "coordinator-2", cast.units["VHXH"], "coordinator")
    late = signed_in(colleague).post(address, {"seen": reread(report).version})
    assert (late.status_code, "đồng nghiệp" in late.text.lower()) == (409, True)


def test_the_trail_tells_each_step_and_the_office_gets_a_mail(cast, report):
    Client().post(link(ask(cast, report)), typed(report))
    waiting = QuickAnswer.objects.get()
    quick.leave(waiting, by=cast["VHXH:coordinator"], reason="Số của tháng trước.")
    report = reread(report)
    assert [event.action for event in events(report)][-3:] == ["ask_quickly", "answer_quickly", "leave_quick_answer"]
    answered = events(report)[-2]
    assert answered.actor is None
    assert answered.reason == f"{WHO}: Bà Tổ trưởng; 0912 000 005"
    assert mails("quick_answer") == [("review_reports", report.ward_id)]
    assert newest(report)["reason"] == "Bà Tổ trưởng: Số của tháng trước."


def test_what_came_stands_beside_what_the_report_says(cast, report):
    entry = figure_of(report)
    type(entry).objects.filter(pk=entry.pk).update(value=Decimal(987))
    Client().post(link(ask(cast, report)), typed(report))
    page = signed_in(cast["VHXH:coordinator"]).get(reverse("quick_forms", args=[report.pk]))
    assert "trong báo cáo đang ghi: 987" in page.text


def test_a_link_for_many_takes_no_more_answers_than_its_limit(cast, report, monkeypatch):
    monkeypatch.setattr(quick, "MOST_ANSWERS", 2)
    form = ask(cast, report, many=True)
    answered = [Client().post(link(form), typed(report, value=value)).status_code for value in ("61", "62", "63")]
    assert answered == [200, 200, 410]


def test_whoever_has_a_used_link_reads_nothing_of_the_answer(cast, report):
    form = ask(cast, report)
    Client().post(link(form), typed(report))
    page = Client().get(link(form) + "?sent=1")
    assert page.status_code == 410
    assert ANSWERED["name"] not in page.text


def test_the_page_of_quick_forms_takes_ten_statements_at_most(cast, report, django_assert_max_num_queries):
    for value in ("61", "62"):
        Client().post(link(ask(cast, report)), typed(report, value=value))
    page = signed_in(cast["VHXH:coordinator"])
    with django_assert_max_num_queries(10):
        page.get(reverse("quick_forms", args=[report.pk]))


def test_a_link_to_a_report_that_was_waived_says_that_nothing_is_asked_any_more(cast, report):
    form = ask(cast, report)
    unit_reports.waive(report, by=cast["VHXH:coordinator"], reason="Tổ dân phố đã sáp nhập")
    page = Client().get(link(form))
    assert page.status_code == 410
    assert "không còn phải nộp" in page.text
    assert "đã được nộp" not in page.text


def test_an_answer_to_who_moved_to_another_unit_is_told_to_who_writes_the_report_now(cast):
    report = arrange.draft(cast, "CA")
    form = ask(cast, report, who="CA:drafter")
    with at(now() + timedelta(hours=1)):
        offices.end_membership(Membership.objects.get(person=cast["CA:drafter"]), by=None)
        offices.start_membership(cast["CA:drafter"], by=None, unit=cast.units["VP"], office="drafter", starts_at=now())
        Client().post(link(form), typed(report))
    asked = OutboxMessage.objects.filter(payload__event="quick_answer").get().payload
    assert (asked["codename"], asked["unit"]) == ("write_reports", cast.units["CA"].pk)
