import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Incident, OutboxMessage, Rendition
from tests import factories, paper
from units.people import actions as people
from workflows.documents import handlers
from workflows.models import Step, WardReport
from workflows.signoff.approval import actions as approval
from workflows.unit_reports import actions as unit_reports

QUERIES = 10
TODAY = "2026-11-06 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def address(report, name="ward_report"):
    return reverse(name, args=[report.pk])


def shown(client, person, report, name="ward_report", **options):
    client.force_login(person)
    response = client.get(address(report, name), **options)
    assert response.status_code == 200
    return response.content.decode()


def _desk(client, person):
    client.force_login(person)
    return client.get(reverse("desk")).content.decode()


def rendered(report):
    for message in OutboxMessage.objects.filter(topic="render", payload__ward_report=report.pk):
        handlers.render(message)
    return report


def printed(cast):
    return rendered(factories.awaiting(cast))


def published(cast):
    return rendered(factories.issued(cast))


CONSOLIDATED = pytest.mark.starts_from(factories.consolidated, on=TODAY)
AWAITING = pytest.mark.starts_from(factories.awaiting, on=TODAY)
PRINTED = pytest.mark.starts_from(printed, on=TODAY)
PUBLISHED = pytest.mark.starts_from(published, on=TODAY)
ALL_ACCEPTED = pytest.mark.starts_from(factories.all_accepted, on=TODAY)


@pytest.fixture
def report(start):
    return start


def test_while_units_are_missing_the_page_names_them_and_offers_no_consolidation(client, cast):
    factories.accepted(cast, "VP")
    page = shown(client, cast.coordinator, factories.ward_report(cast))
    assert "Công an phường" in page
    assert address(factories.ward_report(cast), "ward_report_consolidate") not in page


def test_a_waived_unit_stands_beside_the_report_with_its_reason(client, cast):
    unit_reports.waive(factories.unit_report(cast, "CA"), by=cast.coordinator, reason="Không có nội dung phát sinh")
    assert "Không có nội dung phát sinh" in shown(client, cast.coordinator, factories.ward_report(cast))


@ALL_ACCEPTED
def test_once_all_are_in_the_one_primary_button_consolidates(client, cast, report):
    page = shown(client, cast.coordinator, report)
    assert page.count("btn btn-primary") == 1
    assert address(report, "ward_report_consolidate") in page


@ALL_ACCEPTED
def test_consolidating_shows_the_document_as_it_will_be_printed(client, cast, report):
    client.force_login(cast.coordinator)
    page = client.post(address(report, "ward_report_consolidate"), follow=True).content.decode()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "Vũ Xuân Quỳnh" in page
    assert address(report, "ward_report_send") in page


@CONSOLIDATED
def test_sending_waits_for_the_printed_form_and_asks_for_it_again(client, cast, report):
    client.force_login(cast.coordinator)
    page = client.post(address(report, "ward_report_send"), follow=True).content.decode()
    assert f'hx-get="{address(report, "ward_report_progress")}"' in page
    assert factories.reread(report).state == "awaiting_approval"


@CONSOLIDATED
def test_an_auditor_reads_and_is_offered_nothing(client, cast, report):
    page = shown(client, cast.auditor, report)
    assert "CỘNG HÒA XÃ HỘI" in page
    assert "btn btn-primary" not in page


@CONSOLIDATED
def test_an_action_that_is_not_yours_answers_403(client, cast, report):
    client.force_login(cast.auditor)
    assert client.post(address(report, "ward_report_send")).status_code == 403
    assert client.get(address(report, "ward_report_reopen")).status_code == 403


@CONSOLIDATED
def test_whoever_may_not_send_reads_nothing_of_what_the_route_lacks(client, cast, report):
    Step.objects.filter(route__kind=cast.monthly).update(retired_at=now())
    client.force_login(cast.auditor)
    assert client.post(address(report, "ward_report_send")).status_code == 403


@CONSOLIDATED
def test_the_page_that_asks_who_signs_says_that_nobody_can(client, cast, report):
    people.deactivate_person(cast.approver, by=cast.admin)
    client.force_login(cast.coordinator)
    answer = client.get(address(report, "ward_report_send"))
    assert (answer.status_code, "Chưa có ai ký được" in answer.content.decode()) == (409, True)


@CONSOLIDATED
def test_changes_are_made_by_post_alone(client, cast, report):
    client.force_login(cast.coordinator)
    assert client.get(address(report, "ward_report_consolidate")).status_code == 405
    assert WardReport.objects.get(pk=report.pk).state == "consolidating"


@AWAITING
def test_a_printed_form_that_failed_is_said_and_no_longer_waited_for(client, cast, report):
    message = OutboxMessage.objects.get(topic="render", payload__ward_report=report.pk)
    OutboxMessage.objects.filter(pk=message.pk).update(parked=True)
    Incident.objects.create(message=message, scope=report.ward_id, what="FontMissing", opened_at=message.created_at)
    page = shown(client, cast.coordinator, report)
    assert reverse("incidents") in page
    assert address(report, "ward_report_progress") not in page


@AWAITING
def test_the_progress_part_reloads_the_page_once_the_form_is_made(client, cast, report, quick_printer):
    waiting = shown(client, cast.coordinator, report, "ward_report_progress", headers={"HX-Request": "true"})
    assert "hx-trigger" in waiting
    rendered(report)
    done = client.get(address(report, "ward_report_progress"), headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"


@AWAITING
def test_reopening_says_what_it_undoes_and_needs_a_reason(client, cast, report):
    client.force_login(cast.coordinator)
    assert client.post(address(report, "ward_report_reopen"), {"reason": "  "}).status_code == 422
    assert factories.reread(report).state == "awaiting_approval"
    client.post(address(report, "ward_report_reopen"), {"reason": "Công an bổ sung số liệu"})
    again = factories.reread(report)
    assert (again.state, again.reason) == ("consolidating", "Công an bổ sung số liệu")


@AWAITING
def test_a_returned_report_is_edited_and_sent_again_without_reopening(client, cast, report):
    approval.send_back(report, by=cast.approver, seen=factories.shown(report), reason="Bổ sung nguyên nhân chậm")
    figures = report.figures.count()
    assert "sửa rồi trình lại" in _desk(client, cast.coordinator)
    page = shown(client, cast.coordinator, report)
    assert "Bổ sung nguyên nhân chậm" in page
    assert page.count("btn btn-primary") == 1
    assert f'action="{address(report, "ward_report_rework")}"' in page
    assert client.get(address(report, "ward_report_rework")).status_code == 405
    answer = client.post(address(report, "ward_report_rework"), follow=True)
    assert answer.redirect_chain[-1][0] == address(report, "ward_report_edit")
    again = factories.reread(report)
    assert (again.state, again.figures.count(), again.steps.exists()) == ("consolidating", figures, False)
    page = shown(client, cast.coordinator, report)
    assert "Lý do trả lại" in page
    assert "Lý do mở lại" not in page
    assert "Bổ sung nguyên nhân chậm" in page
    assert address(report, "ward_report_send") in page
    client.post(address(report, "ward_report_send"))
    sent = factories.reread(report)
    assert (sent.state, sent.reason) == ("awaiting_approval", "")


@AWAITING
def test_the_signers_reason_stands_at_the_top_of_what_was_reopened_after_a_return(client, cast, report):
    approval.send_back(report, by=cast.approver, seen=factories.shown(report), reason="Bổ sung nguyên nhân chậm")
    client.force_login(cast.coordinator)
    client.post(address(report, "ward_report_reopen"), {"reason": "Công an bổ sung số liệu"})
    page = shown(client, cast.coordinator, report)
    assert page.index("Lý do trả lại") < page.index("Bổ sung nguyên nhân chậm")
    assert "Lý do mở lại" not in page


@AWAITING
def test_an_action_in_the_wrong_state_answers_409(client, cast, report):
    client.force_login(cast.coordinator)
    assert client.post(address(report, "ward_report_consolidate")).status_code == 409


@PRINTED
def test_once_made_the_pages_are_shown_and_served(client, cast, report):
    assert reverse("ward_report_page", args=[report.pk, 1]) in shown(client, cast.coordinator, report)
    picture = client.get(reverse("ward_report_page", args=[report.pk, 1]))
    assert picture["Content-Type"] == "image/png"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture.content.startswith(b"\x89PNG")


@PRINTED
def test_the_pdf_opens_in_the_browser_under_a_name(client, cast, report):
    client.force_login(cast.coordinator)
    pdf = client.get(address(report, "ward_report_pdf"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == 'inline; filename="2026-10-MINHXUAN-1.pdf"'
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


@PRINTED
@pytest.mark.parametrize(
    ("form", "kind", "magic"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
        ("json", "application/json", b"{"),
    ],
)
def test_word_file_and_figures_are_saved_under_a_name(client, cast, report, form, kind, magic):
    link = address(report, f"ward_report_{form}")
    assert f'href="{link}"' in shown(client, cast.coordinator, report)
    file = client.get(link)
    assert (file["Content-Type"], file["X-Content-Type-Options"]) == (kind, "nosniff")
    assert file["Content-Disposition"] == f'attachment; filename="2026-10-MINHXUAN-1.{form}"'
    assert b"".join(file.streaming_content).startswith(magic)


@PRINTED
def test_what_was_not_made_is_not_offered_and_not_found(client, cast, report):
    Rendition.objects.update(sha256=files.keep(paper.page("Chỉ có bản PDF")))
    assert address(report, "ward_report_docx") not in shown(client, cast.coordinator, report)
    assert client.get(address(report, "ward_report_docx")).status_code == 404


@PRINTED
@pytest.mark.parametrize("number", [0, 999])
def test_a_page_that_the_document_has_not_is_not_found(client, cast, report, number):
    client.force_login(cast.coordinator)
    assert client.get(reverse("ward_report_page", args=[report.pk, number])).status_code == 404


@PRINTED
@pytest.mark.parametrize(
    "name", ["ward_report", "ward_report_pdf", "ward_report_docx", "ward_report_progress", "ward_report_edit"]
)
def test_before_it_is_issued_a_unit_sees_nothing_of_it(client, cast, report, name):
    client.force_login(cast["CA:drafter"])
    assert client.get(address(report, name)).status_code == 404


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("awaiting_approval", marks=PRINTED),
        pytest.param("consolidating", marks=ALL_ACCEPTED),
        pytest.param("consolidating", marks=CONSOLIDATED),
        pytest.param("issued", marks=PUBLISHED),
    ],
)
def test_the_page_takes_few_queries(client, cast, report, state, django_assert_max_num_queries):
    assert report.state == state
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(QUERIES):
        assert client.get(address(report)).status_code == 200


@PUBLISHED
def test_once_issued_the_units_of_the_ward_may_read_it(client, cast, report):
    page = shown(client, cast["CA:drafter"], report)
    assert reverse("ward_report_page", args=[report.pk, 1]) in page
    assert "btn btn-primary" not in page
