from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.people import instant
from tests.units.workbook.workbooks import SAMPLE, sample, saved
from units.models import Plan, Unit
from workflows.models import ReportingPeriod, ReportKind


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def upload(client, person, content: bytes, name: str = "ke-hoach.xlsx"):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.post(reverse("plan_import"), {"workbook": SimpleUploadedFile(name, content)})


def changed() -> bytes:
    workbook = sample()
    workbook["Chỉ tiêu"]["D2"] = 91
    return saved(workbook).getvalue()


def confirm(client, answer):
    return client.post(reverse("plan_import_confirm", args=[answer.context["sha256"]]))


def test_upload_shows_what_would_change_and_writes_nothing(client, cast):
    answer = upload(client, cast.admin, changed())
    assert "<del>85</del> <ins>91</ins>" in answer.content.decode()
    assert Plan.objects.count() == 1


def test_confirmed_upload_is_the_next_version(client, cast, data_dir):
    answer = upload(client, cast.admin, changed())
    assert confirm(client, answer).status_code == 302
    assert Plan.objects.latest("version").version == 2
    assert not [path for path in data_dir.rglob("*") if path.is_file() and path.name == answer.context["sha256"]]


def test_unchanged_workbook_offers_nothing_to_confirm(client, cast):
    answer = upload(client, cast.admin, SAMPLE.read_bytes())
    assert answer.context["unchanged"]
    assert "Không có gì để nhập" in answer.content.decode()


def test_faulty_workbook_is_refused_with_every_fault_by_place(client, cast):
    workbook = sample()
    workbook["Chỉ tiêu"]["D2"] = "nhiều"
    workbook["Nhiệm vụ"]["D3"] = None
    answer = upload(client, cast.admin, saved(workbook).getvalue())
    assert answer.status_code == 422
    assert ("Chỉ tiêu", 2, "D") in [(fault.sheet, fault.row, fault.column) for fault in answer.context["faults"]]
    assert len(answer.context["faults"]) >= 2
    assert Plan.objects.count() == 1


def test_a_file_is_judged_by_its_content_not_its_name(client, cast):
    assert upload(client, cast.admin, b"%PDF-1.7 \x00", "ke-hoach.xlsx").status_code == 422
    assert upload(client, cast.admin, changed(), "ke-hoach.pdf").status_code == 200


def test_a_file_over_ten_megabytes_is_refused_with_a_sentence(client, cast):
    answer = upload(client, cast.admin, b"PK\x03\x04" + bytes(10 * 1024 * 1024))
    assert answer.status_code == 422
    assert "10 MB" in answer.content.decode()


def test_an_empty_form_is_explained(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert client.post(reverse("plan_import")).status_code == 422


def test_the_plan_of_another_ward_is_refused(client, cast):
    workbook = sample()
    sheet = workbook["Kế hoạch"]
    for row in sheet.iter_rows(max_col=2):
        if row[0].value == "Phường":
            row[1].value = "Nông Tiến"
    answer = upload(client, cast.admin, saved(workbook).getvalue())
    assert answer.status_code == 422
    assert "Phường Nông Tiến" in answer.content.decode()


def test_a_kept_file_that_was_tampered_with_is_not_imported(client, cast, data_dir):
    answer = upload(client, cast.admin, changed())
    kept = next(path for path in data_dir.rglob(answer.context["sha256"]))
    kept.write_bytes(SAMPLE.read_bytes())
    assert confirm(client, answer).status_code == 409
    assert Plan.objects.count() == 1


def test_a_file_that_is_gone_is_asked_for_again(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert client.post(reverse("plan_import_confirm", args=["0" * 64])).status_code == 409
    assert client.post(reverse("plan_import_confirm", args=["x"])).status_code == 409


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "MX:auditor", "CA:drafter"])
def test_only_the_admin_imports(client, cast, who):
    assert upload(client, cast[who], changed()).status_code == 403
    assert client.post(reverse("plan_import_confirm", args=["0" * 64])).status_code == 403


def test_the_page_to_check_takes_twelve_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    with django_assert_max_num_queries(12):
        client.post(reverse("plan_import"), {"workbook": BytesIO(changed())})


def test_the_dry_run_shows_for_each_indicator_what_its_kind_does(client, cast):
    page = upload(client, cast.admin, changed()).content.decode()
    assert "(thời điểm)" in page
    assert "Tháng 1: 40/100, tháng 2: 60/100. Lũy kế: 60%, so với cả mục tiêu năm" in page
    assert "Tháng 1: 40/100, tháng 2: 60/100. Lũy kế: 50%, so với cả mục tiêu năm" in page
    assert "Lũy kế: 100 hồ sơ, so với phần mục tiêu của các tháng đã qua" in page


def test_the_dry_run_warns_of_a_flow_whose_months_look_like_a_stock(client, cast):
    for code in ("2026-08", "2026-09", "2026-10"):
        factories.accepted(cast, "TTPVHCC", code)
    doubts = {each.row.number: each.doubt for each in upload(client, cast.admin, changed()).context["counted"]}
    assert cast.units["TTPVHCC"].short_name in doubts[1]
    assert not doubts[8]


def other_days(client, cast, **typed):
    """Confirm the plan with days 7 and 12 for the month in the place of 5 and 10."""
    workbook = sample()
    sheet = workbook["Lịch báo cáo"]
    for row in sheet.iter_rows(min_row=2):
        if "tháng" in str(row[0].value).casefold():
            row[1].value, row[2].value = "07", "12"
    address = reverse(
        "plan_import_confirm", args=[upload(client, cast.admin, saved(workbook).getvalue()).context["sha256"]]
    )
    return client.post(address), client.post(address, typed)


def test_other_days_are_asked_about_and_count_for_periods_that_open_from_then_on(client, cast, on_day):
    on_day("2026-11-03 09:00")
    period = factories.open_month(cast)
    asked, answer = other_days(client, cast, days="later")
    assert asked.status_code == 200
    assert "đơn vị trước ngày 7 (đang là 5), báo cáo tổng hợp trước ngày 12 (đang là 10)" in asked.content.decode()
    assert "Đã lấy ngày trong tệp cho: Báo cáo tháng" in client.get(answer["Location"]).content.decode()
    assert (ReportKind.objects.get(pk=cast.monthly.pk).unit_day, reread_period(period)) == (7, period.unit_due_at)


def test_other_days_are_applied_to_open_periods_with_a_reason_alone(client, cast, on_day):
    on_day("2026-11-03 09:00")
    period = factories.open_month(cast)
    _shown, refused = other_days(client, cast, days="open")
    assert refused.status_code == 422
    assert Plan.objects.count() == 1
    _shown, answer = other_days(client, cast, days="open", reason="Tỉnh đổi ngày")
    assert answer.status_code == 302
    assert reread_period(period) == instant("2026-11-07 00:00")


def test_other_days_may_be_left_alone(client, cast):
    other_days(client, cast, days="keep")
    assert ReportKind.objects.get(pk=cast.monthly.pk).unit_day == 5
    assert Plan.objects.count() == 1  # the plan itself says the same


def reread_period(period):
    return ReportingPeriod.objects.get(pk=period.pk).unit_due_at


def test_a_ward_that_begins_reads_with_which_periods(client, cast, on_day):
    on_day("2026-11-06 09:00")
    ReportKind.objects.filter(pk=cast.monthly.pk).update(opens_from="2026-11-01")
    answer = confirm(client, upload(client, cast.admin, changed()))
    assert "Báo cáo tháng: tháng 11/2026" in client.get(answer["Location"]).content.decode()
    factories.open_month(cast, "2026-11")
    answer = confirm(client, upload(client, cast.admin, SAMPLE.read_bytes()))
    assert "Báo cáo tháng: tháng" not in client.get(answer["Location"]).content.decode()


def test_the_sample_can_be_fetched_and_is_told_to_be_anothers_until_it_bears_the_wards_name(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    page = client.get(reverse("plan_import")).content.decode()
    assert reverse("plan_sample") in page
    fetched = b"".join(client.get(reverse("plan_sample")))
    assert fetched == SAMPLE.read_bytes()


def test_a_unit_that_stands_here_under_another_code_is_told_before_it_stands_twice(client, cast):
    unit = cast.units["TTDVC"]
    Unit.objects.filter(pk=unit.pk).update(code="TTDV")
    answer = upload(client, cast.admin, changed())
    (found,) = answer.context["alike"]
    assert (found.code, found.there) == ("TTDVC", unit)
    page = answer.content.decode()
    assert "có thể đã có" in page
    assert "(TTDVC)" in page
    assert "(TTDV)" in page


def test_units_with_names_of_their_own_are_not_told_to_be_alike(client, cast):
    assert upload(client, cast.admin, changed()).context["alike"] == []
