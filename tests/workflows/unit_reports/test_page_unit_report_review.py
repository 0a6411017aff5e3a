import re
from decimal import Decimal

import pytest

from tests import factories
from tests.workflows import arrange
from tests.workflows.writing import address, typed
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.comments import actions as comments
from workflows.unit_reports.entries import actions as entries


def post(client, person, report: UnitReport, page: str, **posted: object):
    client.force_login(person)
    return client.post(f"/reports/unit/{report.pk}/{page}/", posted)


def state(report: UnitReport) -> str:
    return factories.reread(report).state


def test_coordinator_takes_a_report(client, cast):
    report = factories.submitted(cast)
    post(client, cast.coordinator, report, "take")
    assert state(report) == "in_review"


def test_coordinator_puts_a_report_back_into_the_queue(client, cast):
    report = factories.in_review(cast)
    post(client, cast.coordinator, report, "hand_back")
    assert state(report) == "submitted"


def test_coordinator_accepts_the_version_that_was_read(client, cast):
    report = factories.in_review(cast)
    post(client, cast.coordinator, report, "accept", seen=report.version)
    assert state(report) == "accepted"


def test_head_withdraws_a_report(client, cast):
    report = factories.submitted(cast)
    post(client, cast["CA:unit_head"], report, "withdraw")
    assert state(report) == "draft"


@pytest.mark.parametrize("reason", ["", " \n\u00a0 "])
def test_return_without_a_reason_is_refused_beside_the_field(client, cast, reason):
    report = factories.in_review(cast)
    response = post(client, cast.coordinator, report, "return", reason=reason)
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    assert state(report) == "in_review"


def test_returned_report_shows_the_reason_to_the_unit(client, cast):
    report = factories.in_review(cast)
    post(client, cast.coordinator, report, "return", reason="Chỉ tiêu 3 chưa khớp số liệu")
    client.force_login(cast["CA:drafter"])
    page = client.get(f"/reports/unit/{report.pk}/").content.decode()
    assert state(report) == "returned"
    assert "Chỉ tiêu 3 chưa khớp số liệu" in page


def test_unit_is_waived_with_a_reason(client, cast):
    report = factories.unit_report(cast)
    post(client, cast.coordinator, report, "waive", reason="Đơn vị sắp xếp lại")
    assert state(report) == "waived"


@pytest.mark.parametrize("page", ["return", "waive"])
def test_reason_is_asked_of_the_coordinator_alone(client, cast, page):
    report = factories.in_review(cast) if page == "return" else factories.unit_report(cast)
    client.force_login(cast.coordinator)
    assert client.get(f"/reports/unit/{report.pk}/{page}/").status_code == 200
    client.force_login(cast["CA:unit_head"])
    assert client.get(f"/reports/unit/{report.pk}/{page}/").status_code == 403


SUBMITTED = pytest.mark.starts_from.with_args(factories.submitted)


@SUBMITTED
@pytest.mark.parametrize("page", ["take", "hand_back", "accept", "withdraw", "submit"])
def test_reading_an_address_changes_nothing(client, cast, start, page):
    client.force_login(cast.coordinator)
    assert client.get(f"/reports/unit/{start.pk}/{page}/").status_code == 405


@SUBMITTED
@pytest.mark.parametrize("page", ["take", "hand_back", "accept", "withdraw", "return", "waive", "submit"])
def test_report_of_another_unit_is_not_found(client, cast, start, page):
    response = post(client, cast["VP:unit_head"], start, page, seen=start.version, reason="Lý do")
    assert response.status_code == 404
    assert state(start) == "submitted"


def test_second_taker_reads_who_took_it(client, cast):
    report = factories.in_review(cast)
    response = post(client, arrange.newcomer(cast, "second", cast.units["VHXH"], "coordinator"), report, "take")
    assert response.status_code == 409
    assert "Cán bộ tổng hợp" in response.content.decode()


def return_some(cast, **parts: str) -> UnitReport:
    report = factories.in_review(cast)
    parts = parts or {"8": "tử số chưa khớp"}
    return factories.reread(
        unit_reports.return_for_revision(report, by=cast.coordinator, reason="Xem lại", parts=parts)
    )


def handed_in_again(cast, numerator: int = 40) -> UnitReport:
    """Returned for indicator 8, which the unit has corrected."""
    report = return_some(cast)
    entry = report.indicator_entries.get(indicator__number=8)
    parts = {"numerator": Decimal(numerator), "denominator": Decimal(100)}
    content = arrange.CONTENT | {"indicators": {entry.pk: parts}}
    report = entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content)
    return factories.reread(unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version))


def test_ticked_entries_alone_are_returned_with_words_for_each(client, cast):
    report = factories.in_review(cast)
    client.force_login(cast.coordinator)
    html = client.get(f"/reports/unit/{report.pk}/return/?part=8&part=results").content.decode()
    assert html.count('name="part"') == 2
    posted = {"reason": "Xem lại", "part": ["8", "results"], "tick-8": "on", "words-8": " tử số chưa khớp"}
    client.post(f"/reports/unit/{report.pk}/return/", posted)
    assert factories.reread(report).reopened == {"8": "tử số chưa khớp"}


def test_a_partial_return_of_nothing_is_refused_and_keeps_what_was_typed(client, cast):
    report = factories.in_review(cast)
    response = post(
        client, cast.coordinator, report, "return", part=["8"], reason="Đừng mất", **{"words-8": "cũng đừng"}
    )
    assert response.status_code == 422
    assert "Đừng mất" in response.content.decode()
    assert "cũng đừng" in response.content.decode()
    assert state(report) == "in_review"


def test_the_button_for_ticked_entries_alone_never_opens_the_return_of_the_whole(client, cast):
    report = factories.in_review(cast)
    client.force_login(cast.coordinator)
    read = client.get(f"/reports/unit/{report.pk}/")
    assert 'name="only" value="ticked">Trả lại mục đã chọn' in read.content.decode()
    button = {"only": "ticked"}
    sent = client.post(f"/reports/unit/{report.pk}/return/", button, follow=True)
    assert sent.redirect_chain == [(f"/reports/unit/{report.pk}/", 302)]
    assert "Chưa đánh dấu mục nào. Hãy đánh dấu các mục cần trả lại rồi thử lại." in sent.content.decode()
    assert client.post(f"/reports/unit/{report.pk}/return/", button | {"part": "8"}).status_code == 200
    assert state(report) == "in_review"


def test_parts_that_the_report_does_not_have_never_return_the_whole(client, cast):
    report = factories.in_review(cast)
    response = post(client, cast.coordinator, report, "return", part=["999"], reason="Xem lại", **{"tick-999": "on"})
    assert (response.status_code, state(report)) == (404, "in_review")


def test_a_return_that_comes_too_late_keeps_the_reason_on_the_page(client, cast):
    report = factories.in_review(cast)
    unit_reports.hand_back(report, by=cast.coordinator)
    response = post(client, cast.coordinator, report, "return", reason="Câu này không được mất")
    assert response.status_code == 409
    assert "Câu này không được mất" in response.content.decode()


def test_the_unit_reads_what_is_open_and_the_rest_is_locked(client, cast):
    report = return_some(cast)
    client.force_login(cast["CA:drafter"])
    read = client.get(f"/reports/unit/{report.pk}/")
    assert [part.name for part in read.context["review"].reopened] == ["8"]
    form = client.get(f"/reports/unit/{report.pk}/write/").context["form"]
    locked = {row.row.entry.indicator.number for row in form.indicator_rows if row.locked}
    assert 8 not in locked
    assert len(locked) == len(form.indicator_rows) - 1
    assert form["results"].field.widget.attrs["disabled"]


def test_a_forged_change_of_a_locked_entry_is_refused_with_words(client, cast):
    report = return_some(cast)
    entry = report.indicator_entries.get(indicator__number=9)
    client.force_login(cast["CA:drafter"])
    posted = typed(client, report, **{f"i{entry.pk}_value": "7"})
    response = client.post(address(report), posted)
    assert response.status_code == 409
    assert "Chỉ tiêu 9" in response.content.decode()
    entry.refresh_from_db()
    assert entry.value == 50


def test_unchanged_cannot_change_a_locked_entry(client, cast):
    report = return_some(cast)
    entry = report.indicator_entries.get(indicator__number=9)
    client.force_login(cast["CA:drafter"])
    response = client.post(address(report), typed(client, report) | {"same": f"i{entry.pk}"})
    assert response.status_code == 302


def test_a_locked_entry_offers_nothing_that_can_be_ticked(client, cast):
    factories.submitted(cast, code="2026-09")
    report = return_some(cast)
    client.force_login(cast["CA:drafter"])
    page = client.get(address(report)).content.decode()
    open_entry = report.indicator_entries.get(indicator__number=8)
    assert re.findall('name="same" value="([^"]+)"', page) == [f"i{open_entry.pk}"]
    rows = re.findall(r'<tr id="([ia]\d+)" data-part="[a-z]+"( class="locked")?', page)
    assert [anchor for anchor, locked in rows if not locked] == [f"i{open_entry.pk}"]


def test_the_office_sees_first_what_changed_old_beside_new(client, cast):
    report = handed_in_again(cast)
    client.force_login(cast.coordinator)
    response = client.get(f"/reports/unit/{report.pk}/")
    review = response.context["review"]
    assert response.context["second_look"]
    assert [part.name for part in review.to_look_at] == ["8"]
    assert "8" not in [part.name for part in review.rest.parts]
    html = response.content.decode()
    assert "<del>50</del>" in html
    assert "<ins>40</ins>" in html
    assert "<details" in html[html.index('id="changes"') :]


def test_an_entry_that_was_returned_and_not_changed_is_looked_at_too(client, cast):
    report = return_some(cast, **{"8": "", "9": ""})
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    client.force_login(cast.coordinator)
    review = client.get(f"/reports/unit/{report.pk}/").context["review"]
    assert [(part.name, part.was) for part in review.to_look_at] == [("8", []), ("9", [])]


def test_the_unit_and_the_office_see_whose_clock_ran(client, cast, on_day):
    on_day("2026-11-02 08:00")
    report = factories.submitted(cast)
    on_day("2026-11-02 08:40")
    for person in (cast.coordinator, cast["CA:drafter"]):
        client.force_login(person)
        html = client.get(f"/reports/unit/{report.pk}/").content.decode()
        assert "Phòng VH-XH giữ 40 phút" in html
        assert "giữ 0 phút" not in html


def test_once_accepted_the_report_leads_back_to_its_period(client, cast):
    report = factories.accepted(cast)
    led_to = f'href="/periods/{factories.MONTH}/?kind=monthly">Về bảng báo cáo của kỳ</a>'
    for person, led in ((cast.coordinator, True), (cast["CA:drafter"], False)):
        client.force_login(person)
        assert (led_to in client.get(f"/reports/unit/{report.pk}/").content.decode()) is led


def test_every_return_is_listed_on_the_report(client, cast):
    report = handed_in_again(cast)
    client.force_login(cast["CA:drafter"])
    response = client.get(f"/reports/unit/{report.pk}/")
    assert [(each.number, each.parts) for each in response.context["rounds"]] == [
        (1, [("Chỉ tiêu 8", "tử số chưa khớp")])
    ]


@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:drafter"])
def test_a_second_look_needs_twelve_statements_at_most(client, cast, who, django_assert_max_num_queries):
    report = handed_in_again(cast)
    comments.comment(report, by=cast.coordinator, part="8", text="Vì sao?")
    client.force_login(cast[who])
    with django_assert_max_num_queries(12):
        client.get(f"/reports/unit/{report.pk}/")
