"""Who sees and does what between a province and its wards, over both casts and another province beside."""

import pytest
from django.urls import reverse

from approvals.models import Arrival
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, report_of
from units.models import Office, Person, Unit
from units.offices import actions as offices
from units.people import actions as people
from units.tree import actions as tree
from workflows.cases import rules
from workflows.demo.cast import SINCE
from workflows.models import UnitReport

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
