import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.units.workbook.mapping_workbooks import SAMPLE, sample
from tests.units.workbook.workbooks import saved
from units.models import IndicatorMapping


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def upload(client, person, content: bytes, name: str = "bieu.xlsx"):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.post(reverse("mapping_import"), {"workbook": SimpleUploadedFile(name, content)})


def confirm(client, answer):
    return client.post(reverse("mapping_import_confirm", args=[answer.context["sha256"]]))


def imported(client, cast, content: bytes):
    return confirm(client, upload(client, cast.coordinator, content))


def changed() -> bytes:
    workbook = sample()
    workbook["Dòng"]["H3"] = 3
    return saved(workbook).getvalue()


@pytest.mark.parametrize("who", ["VHXH:coordinator", "MX:admin"])
def test_upload_shows_what_is_new_and_writes_nothing(client, cast, who):
    answer = upload(client, cast[who], SAMPLE.read_bytes())
    assert len(answer.context["rows"]) == 3 + 21
    assert not IndicatorMapping.objects.exists()


def test_confirmed_upload_is_the_next_version(client, cast, data_dir):
    imported(client, cast, SAMPLE.read_bytes())
    answer = upload(client, cast.coordinator, changed())
    assert "<del>4</del> <ins>3</ins>" in answer.content.decode()
    assert confirm(client, answer).url == reverse("external_forms")
    assert IndicatorMapping.objects.latest("version").version == 2
    assert not [path for path in data_dir.rglob("*") if path.name == answer.context["sha256"]]


def test_unchanged_workbook_offers_nothing_to_confirm(client, cast):
    imported(client, cast, SAMPLE.read_bytes())
    answer = upload(client, cast.coordinator, SAMPLE.read_bytes())
    assert "Không có gì để nhập" in answer.content.decode()
    assert "mapping_import_confirm" not in answer.content.decode()
    confirm(client, answer)
    assert IndicatorMapping.objects.count() == 1


def test_faulty_workbook_is_refused_with_every_fault_by_place(client, cast):
    workbook = sample()
    workbook["Biểu"]["E2"] = "99/KH"
    workbook["Dòng"]["G3"] = "nhiều"
    answer = upload(client, cast.coordinator, saved(workbook).getvalue())
    assert answer.status_code == 422
    places = [(fault.sheet, fault.row, fault.column) for fault in answer.context["faults"]]
    assert places == [("Biểu", 2, "E"), ("Dòng", 3, "G")]
    assert "có 2 lỗi" in answer.content.decode()


def test_a_file_is_judged_by_its_content_and_an_empty_form_is_explained(client, cast):
    assert upload(client, cast.admin, b"%PDF-1.7 \x00").status_code == 422
    assert client.post(reverse("mapping_import")).status_code == 422
    assert client.get(reverse("mapping_import")).status_code == 200


def test_a_file_that_is_gone_is_asked_for_again(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert client.post(reverse("mapping_import_confirm", args=["0" * 64])).status_code == 409


@pytest.mark.parametrize("who", ["BCĐ:approver", "VP:clerk", "MX:auditor", "CA:drafter"])
def test_only_admin_and_coordinator_import(client, cast, who):
    assert upload(client, cast[who], SAMPLE.read_bytes()).status_code == 403
    assert client.post(reverse("mapping_import_confirm", args=["0" * 64])).status_code == 403


def test_the_page_to_check_takes_ten_queries(client, cast, django_assert_max_num_queries):
    imported(client, cast, SAMPLE.read_bytes())
    with django_assert_max_num_queries(10):
        client.post(reverse("mapping_import"), {"workbook": SimpleUploadedFile("bieu.xlsx", changed())})
