"""Who sees and does what between a province and its wards, over both casts and another province beside."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from approvals.files import store as files
from approvals.models import Arrival, OutboxMessage
from approvals.register import inventory
from approvals.verification import folders
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, report_of
from units.models import Office, Person, Unit
from units.offices import actions as offices
from units.people import actions as people
from units.tree import actions as tree
from workflows.cases import rules
from workflows.demo.cast import SINCE
from workflows.models import UnitReport
from workflows.unit_reports.deliveries import figures

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(ward_arrange.issued, on=TODAY)
READS = ("coordinator", "approver", "clerk", "auditor", "admin")


@pytest.fixture
def arrival(cast, start, province) -> Arrival:
    return delivered(cast, start)


def strangers(cast) -> dict[str, Person]:
    """The same offices in another province, and a drafter of the ward."""
    other = tree.add_ward("HAGIANG", "Tỉnh bên cạnh", by=None)
    found = {"ward drafter": cast["CA:drafter"], "ward coordinator": cast.coordinator, "ward admin": cast.admin}
    for office in (Office.COORDINATOR, Office.CLERK, Office.AUDITOR, Office.ADMIN):
        row = people.add_person(other, by=None, username=f"khac-{office}", name=str(office))
        offices.start_membership(row, by=None, unit=other, office=office, starts_at=SINCE)
        found[f"other {office}"] = row
    return found


def test_the_offices_of_the_province_read_what_arrived(province, arrival, client):
    for office in READS:
        client.force_login(province.people[office])
        for name in ("arrival", "arrival_figures"):
            assert client.get(reverse(name, args=[arrival.pk])).status_code == 200, (office, name)
        assert client.get(reverse("province")).status_code == 200
        assert client.get(reverse("province_compare", args=[province.unit.pk])).status_code == 200
        assert client.get(reverse("unit_report", args=[report_of(province).pk])).status_code == 200


def test_nobody_else_sees_it(cast, province, arrival, client):
    report = report_of(province)
    for who, person in strangers(cast).items():
        client.force_login(person)
        for name in ("arrival", "arrival_figures", "arrival_receive", "arrival_refuse"):
            assert client.get(reverse(name, args=[arrival.pk])).status_code == 404, (who, name)
        assert client.get(reverse("unit_report", args=[report.pk])).status_code == 404, who
        assert client.get(reverse("province_compare", args=[province.unit.pk])).status_code == 404, who
        assert client.get(reverse("ask_for_report", args=[province.unit.pk])).status_code == 404, who
        assert client.post(reverse("arrival_read_again", args=[arrival.pk])).status_code == 404, who
        assert not rules.may(person, "take", report)


def test_the_province_sees_nothing_of_the_wards_own_pages(cast, start, province, client):
    own = UnitReport.objects.filter(ward=cast.ward)[0]
    for office in READS:
        client.force_login(province.people[office])
        assert client.get(reverse("ward_report", args=[start.pk])).status_code == 404, office
        assert client.get(reverse("unit_report", args=[own.pk])).status_code == 404, office
        assert client.get(reverse("unit", args=[cast.ward.pk])).status_code == 404, office


@pytest.mark.parametrize(
    ("office", "receives", "asks", "signs_up"),
    [
        ("coordinator", True, True, False),
        ("clerk", True, False, False),
        ("approver", False, False, False),
        ("auditor", False, False, False),
        ("admin", False, False, True),
    ],
)
def test_each_office_of_the_province(province, arrival, client, office, receives, asks, signs_up):
    client.force_login(province.people[office])
    root = [province.unit.pk]
    assert (client.get(reverse("ask_for_report", args=root)).status_code == 200) == asks
    assert (client.get(reverse("ward_sign_up", args=root)).status_code == 200) == signs_up
    assert (client.post(reverse("arrival_read_again", args=[arrival.pk])).status_code == 302) == receives
    for name in ("arrival_receive", "arrival_refuse"):
        assert (client.get(reverse(name, args=[arrival.pk])).status_code == 200) == receives
    assert (client.post(reverse("arrival_check_again", args=[arrival.pk])).status_code == 302) == receives
    refused = client.post(reverse("arrival_refuse", args=[arrival.pk]), {"reason": "Sai"})
    assert (refused.status_code == 302) == receives
    page = client.get(reverse("province")).content.decode()
    assert ("Yêu cầu báo cáo" in page) == asks
    assert ("Ghi tên một đơn vị cấp xã" in page) == signs_up


def test_an_ended_office_ends_what_it_saw(province, arrival, client, on_day):
    offices.end_membership(province.clerk.memberships.get(), by=None)
    client.force_login(province.clerk)
    assert client.get(reverse("arrival", args=[arrival.pk])).status_code == 404


def test_the_desk_tells_the_month_of_the_ward(cast, start, province, arrival, client, django_assert_max_num_queries):
    client.force_login(province.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("province"), {"year": 2026}).content.decode()
    assert "Phường Minh Xuân" in page
    assert "Đã đến" in page
    assert Unit.objects.get(pk=province.member.pk).short_name in page


def test_figures_and_makings_stand_on_their_page(province, arrival, client):
    client.force_login(province.clerk)
    page = client.get(reverse("arrival_figures", args=[arrival.pk])).content.decode()
    assert "Các đơn vị báo cáo" in page
    assert "CA phường" in page or "Công an" in page
    assert "Lũy kế từ đầu năm" in page


def brought(arrival: Arrival, content: bytes) -> Arrival:
    """The arrival, as if this had lain beside its document."""
    arrival.files[1] |= {"sha256": files.store(BytesIO(content))}
    arrival.save(update_fields=["files"])
    return arrival


def beside(arrival: Arrival, **changed: Any) -> Arrival:
    found = files.content(files.stored_path(arrival.files[1]["sha256"]), arrival.files[1]["sha256"])
    return brought(arrival, json.dumps(json.loads(found) | changed).encode())


def test_a_report_without_indicators_shows_the_words_that_came_beside_it(province, arrival, client):
    client.force_login(province.clerk)
    beside(arrival, chi_tieu=[], noi_dung={"kho_khan": "Thiếu máy\nThiếu người"})
    page = client.get(reverse("arrival_figures", args=[arrival.pk])).content.decode()
    assert ("không chia sẻ" in page, "không có chỉ tiêu" in page) == (False, True)
    assert "Thiếu máy<br>Thiếu người" in page


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ("2026-01-01", "2026-10-31", True),
        ("2026-10-01", "2026-10-31", False),
        ("2026-09-15", "2026-10-14", False),
        ("2026-99-01", "2026-10-31", False),
        ("", "", False),
    ],
)
def test_a_ward_whose_month_tells_the_year_so_far_is_told_as_such(province, arrival, client, starts, ends, told):
    client.force_login(province.clerk)
    month = {"ma": "2026-10", "tan_suat": "monthly", "loai": "monthly", "tu": starts, "den": ends}
    beside(arrival, ky=month)
    page = client.get(reverse("arrival_figures", args=[arrival.pk])).content.decode()
    assert ("số trong kỳ tính từ ngày 01/01/2026" in page) == told


def test_a_document_that_came_alone_shares_nothing(province, arrival, client):
    client.force_login(province.clerk)
    Arrival.objects.filter(pk=arrival.pk).update(files=arrival.files[:1])
    assert "không chia sẻ" in client.get(reverse("arrival_figures", args=[arrival.pk])).content.decode()


def test_what_the_ward_corrected_stands_on_the_page(province, arrival, client):
    client.force_login(province.clerk)
    told = {"ma": 9, "ten": "Hồ sơ", "ky": "tháng 9 năm 2026", "tu": "50", "thanh": "40", "ly_do": "Đếm hai lần"}
    beside(arrival, dieu_chinh=[told])
    page = client.get(reverse("arrival_figures", args=[arrival.pk])).content.decode()
    assert "Hồ sơ, tháng 9 năm 2026: 50, điều chỉnh thành 40. Lý do: Đếm hai lần" in page


@pytest.mark.parametrize("content", [b"", b"[]", b'{"ky": "\\u0000"}', b"\xff", b"{" * 5000, b'{"chi_tieu": 1e999}'])
def test_figures_that_nobody_can_read_are_told_in_a_sentence(province, arrival, client, content):
    client.force_login(province.clerk)
    brought(arrival, content)
    answer = client.get(reverse("arrival_figures", args=[arrival.pk]))
    page = answer.content.decode()
    assert (answer.status_code, "Không đọc được" in page or "thiếu" in page, "không chia sẻ" in page) == (
        200,
        True,
        False,
    )


def test_signs_that_nobody_sees_leave_what_comes_beside_a_document(cast, start, province, arrival):
    found = files.content(files.stored_path(arrival.files[1]["sha256"]), arrival.files[1]["sha256"])
    told = json.loads(found)
    told["chi_tieu"][0]["ghi_chu"] = "chậm\u202e\n gấp"
    assert figures.read(json.dumps(told).encode()).figures[told["chi_tieu"][0]["ma"]]["ghi_chu"] == "chậm gấp"


@pytest.mark.parametrize("content", [None, b"changed"])
def test_a_file_of_figures_that_is_gone_or_changed_is_told_and_an_incident(province, arrival, client, content):
    path = files.stored_path(arrival.files[1]["sha256"])
    path.unlink() if content is None else path.write_bytes(content)
    client.force_login(province.clerk)
    answer = client.get(reverse("arrival_figures", args=[arrival.pk]))
    assert (answer.status_code, "callout-bad" in answer.content.decode()) == (200, True)
    assert OutboxMessage.objects.filter(topic="file", parked=True, scope=province.unit.pk).count() == 1


def test_a_document_that_came_is_missed_where_it_is_gone_and_found_once_it_is_back(province, arrival):
    path = files.stored_path(arrival.files[0]["sha256"])
    content = path.read_bytes()
    path.unlink()
    assert folders.look_at_files(thorough=True) == 1
    message = OutboxMessage.objects.get(topic="file", parked=True)
    with pytest.raises(files.FileFault):
        inventory.look_again(message)
    path.write_bytes(content)
    inventory.look_again(message)
    assert folders.look_at_files(thorough=True) == 0
    assert not OutboxMessage.objects.filter(topic="file", done_at=None).exists()
