import pytest
from django.urls import reverse

from approvals.channels import actions as channels
from approvals.models import Dispatch, Document, Rendition
from tests import factories
from tests.workflows import arrange
from workflows.models import WardReport
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province


def dispatched(cast):
    report = factories.issued(cast)
    return factories.reread(province.dispatch(report, by=cast.clerk))


TODAY = "2026-11-06 09:00"
APPROVED = pytest.mark.starts_from(factories.approved, on=TODAY)
ISSUED = pytest.mark.starts_from(factories.issued, on=TODAY)
DISPATCHED = pytest.mark.starts_from(dispatched, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


@pytest.fixture
def clerk(client, cast):
    client.force_login(cast.clerk)
    return cast.clerk


def address(report, name):
    return reverse(name, args=[report.pk])


@APPROVED
def test_the_confirmation_names_the_next_number_and_changes_nothing(client, cast, report, clerk):
    page = client.get(address(report, "ward_report_issue")).content.decode()
    assert "01/BC-BCĐ" in page
    assert "06/11/2026" in page
    assert not Document.objects.exists()


@APPROVED
def test_the_number_after_an_issued_one_is_the_next(client, cast, report, clerk):
    factories.issued(cast, "2026-09")
    page = client.get(address(report, "ward_report_issue")).content.decode()
    assert "02/BC-BCĐ" in page


@APPROVED
def test_issuing_enters_the_report_in_the_register(client, cast, report, clerk):
    page = client.post(address(report, "ward_report_issue"), follow=True).content.decode()
    document = Document.objects.get(subject_id=report.pk)
    assert (document.code, document.issued_by) == ("01/BC-BCĐ", cast.clerk)
    assert reverse("document", args=[document.pk]) in page


@APPROVED
def test_only_the_clerk_issues(client, cast, report):
    client.force_login(cast.coordinator)
    assert client.get(address(report, "ward_report_issue")).status_code == 403
    assert client.post(address(report, "ward_report_issue")).status_code == 403


@ISSUED
def test_issuing_twice_leads_to_the_report_that_is_issued(client, cast, report, clerk):
    answer = client.post(address(report, "ward_report_issue"))
    assert (answer.status_code, answer["Location"]) == (302, address(report, "ward_report"))


@ISSUED
def test_without_its_numbered_file_nothing_is_dispatched(client, cast, report, clerk):
    Rendition.objects.filter(final=True).delete()
    assert client.post(address(report, "ward_report_dispatch")).status_code == 409
    assert not Dispatch.objects.exists()


@ISSUED
def test_the_page_asks_with_number_recipient_and_channels_before_anything_is_sent(client, cast, report, clerk):
    name = report.period.plan.province_recipient
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=name, organ_id="H60.05", leads=True)
    channels.add_channel(row, "mail", by=cast.admin, values={"to": "vt@skhcn.vn"})
    channels.add_channel(row, "by_hand", by=cast.admin, values={"how": "Qua bưu điện"})
    page = client.get(address(report, "ward_report_dispatch")).content.decode()
    assert all(word in page for word in ("01/BC-BCĐ", name, "vt@skhcn.vn", "Chuyển tay", "Không thể hoàn tác"))
    assert not Dispatch.objects.exists()


@ISSUED
def test_a_recipient_without_channel_is_named_before_and_after_the_click_and_nothing_is_sent(
    client, cast, report, clerk
):
    name = report.period.plan.province_recipient
    channels.add_recipient(cast.ward.pk, by=cast.admin, name=name, organ_id="H60.05", leads=True)
    assert "Chưa có kênh" in client.get(address(report, "ward_report_dispatch")).content.decode()
    refused = client.post(address(report, "ward_report_dispatch"))
    assert (refused.status_code, name in refused.content.decode()) == (409, True)
    assert (factories.reread(report).state, Dispatch.objects.exists()) == ("issued", False)


@ISSUED
def test_dispatching_leads_to_the_provinces_answer(client, cast, report, clerk):
    page = client.post(address(report, "ward_report_dispatch"), follow=True).content.decode()
    assert address(report, "ward_report_receipt") in page


@DISPATCHED
def test_an_answer_has_to_be_chosen(client, cast, report, clerk):
    response = client.post(address(report, "ward_report_receipt"), {"reference": "512/SKHCN"})
    assert response.status_code == 422
    assert "512/SKHCN" in response.content.decode()


@DISPATCHED
def test_a_refusal_needs_its_reason(client, cast, report, clerk):
    response = client.post(address(report, "ward_report_receipt"), {"answer": "refused", "reason": "  "})
    assert response.status_code == 422
    assert factories.reread(report).state == "dispatched"


@DISPATCHED
def test_a_receipt_ends_the_way(client, cast, report, clerk):
    client.post(address(report, "ward_report_receipt"), {"answer": "received", "reference": "512/SKHCN"})
    assert factories.reread(report).state == "received"
    assert Dispatch.objects.get().answer_reference == "512/SKHCN"
    assert "Tỉnh đã tiếp nhận: 512/SKHCN" in client.get(address(report, "ward_report")).content.decode()


@DISPATCHED
def test_a_refusal_opens_a_version_that_the_refused_one_leads_to(client, cast, report, clerk):
    typed = {"answer": "refused", "reason": "Thiếu phụ lục"}
    page = client.post(address(report, "ward_report_receipt"), typed, follow=True).content.decode()
    assert "Bản thay thế chưa được mở." in page
    assert "Thiếu phụ lục" in page
    arrange.open_next_version(report)
    version = WardReport.objects.get(replaces=report)
    page = client.get(address(report, "ward_report")).content.decode()
    assert address(version, "ward_report") in page
    assert "Bản thay thế sẽ được mở" not in page


def test_the_approver_of_a_new_version_reads_what_the_province_refused(client, cast):
    version = ward_reports.consolidate(arrange.replaced(cast, reason="Thiếu phụ lục"), by=cast.coordinator)
    version = ward_reports.send_for_approval(factories.reread(version), by=cast.coordinator)
    client.force_login(cast.approver)
    changes = client.get(address(version, "ward_report_approval")).context["changes"]
    assert any("Thiếu phụ lục" in change for change in changes)
