import pytest
from django.urls import reverse

from tests import factories
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from units.absences import actions as absences
from units.models import Absence

TODAY = "2026-11-06 09:00"
OWN = "/absence/"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day(TODAY)


def typed(cast, **fields):
    substitute = cast["VP:unit_head"].pk
    return {"starts_on": "2026-11-06", "last_day": "2026-11-13", "substitute": substitute, "reason": "Đi họp"} | fields


def get(client, person, address=OWN):
    client.force_login(person, backend="units.backends.GrantBackend")
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def post(client, person, fields, address=OWN):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.post(address, fields)


def away(cast):
    term = {"starts_at": instant("2026-11-06 00:00"), "ends_at": instant("2026-11-14 00:00")}
    return absences.start_absence(cast.coordinator, by=cast.coordinator, substitute=cast["VP:unit_head"], **term)


def test_everybody_finds_the_page_in_their_menu(client, cast):
    html = get(client, cast.clerk, "/")
    assert f'href="{OWN}"' in html
    assert "Vắng mặt" in html


def test_the_page_says_what_will_move(client, cast):
    factories.submitted(cast)
    html = get(client, cast.coordinator)
    assert "Cán bộ tổng hợp, " in html
    assert "Báo cáo đơn vị đang chờ: 1" in html
    assert "Báo vắng mặt" in html
    assert "Thẩm quyền ký: người thay chỉ ký theo chức vụ của chính mình" in html


def test_the_page_says_what_stays_with_the_signer(client, cast):
    arrange.awaiting(cast)
    html = get(client, cast.approver)
    assert "Báo cáo đã trình ký đứng tên người này: 1" in html
    assert "Báo cáo tổng hợp đang chờ" not in html


def test_the_page_says_the_same_of_documents(cast, client):
    documents.draft(cast)
    assert "Văn bản trình ký" in get(client, cast["CA:drafter"])
    documents.awaiting(cast)
    html = get(client, cast.approver)
    assert "Văn bản đã trình ký đứng tên người này: 1" in html


def test_whoever_will_be_away_names_days_and_substitute(client, cast):
    response = post(client, cast.coordinator, typed(cast))
    assert (response.status_code, response["Location"]) == (302, OWN)
    started = Absence.objects.get()
    assert (started.person, started.substitute, started.reason) == (cast.coordinator, cast["VP:unit_head"], "Đi họp")
    assert (started.starts_at, started.ends_at) == (instant(TODAY), instant("2026-11-14 00:00"))


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"last_day": "2026-11-05"}, 422, "Ngày cuối"),
        ({"last_day": ""}, 422, "bắt buộc"),
        ({"substitute": ""}, 422, "bắt buộc"),
        ({"starts_on": "2026-11-01"}, 409, "từ hôm nay trở đi"),
        ({"substitute": "admin"}, 409, "quản trị"),
    ],
)
def test_what_cannot_be_is_told_beside_what_was_typed(client, cast, fields, status, words):
    fields = {name: cast.admin.pk if value == "admin" else value for name, value in fields.items()}
    response = post(client, cast.coordinator, typed(cast, **fields))
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert "Đi họp" in html
    assert not Absence.objects.exists()


def test_nobody_is_offered_as_their_own_substitute(client, cast):
    assert f'<option value="{cast.coordinator.pk}">' not in get(client, cast.coordinator)


def test_whoever_is_back_says_so(client, cast, on_day):
    absence = away(cast)
    on_day("2026-11-09 09:00")
    html = get(client, cast.coordinator)
    address = reverse("absence_end", args=[absence.pk])
    assert "Đã trở lại" in html
    assert f'action="{address}"' in html
    assert post(client, cast.coordinator, {}, address)["Location"] == OWN
    absence.refresh_from_db()
    assert absence.ends_at == instant("2026-11-09 09:00")
    assert "Đã trở lại" not in get(client, cast.coordinator)


def test_an_administrator_reports_and_ends_it_for_somebody(client, cast, on_day):
    person = reverse("person", args=[cast.coordinator.pk])
    assert f'href="{person}absence/"' in get(client, cast.admin, person)
    assert post(client, cast.admin, typed(cast), f"{person}absence/").status_code == 302
    absence = Absence.objects.get()
    assert absence.told_by == cast.admin
    on_day("2026-11-09 09:00")
    assert "Đã trở lại" in get(client, cast.admin, person)
    assert post(client, cast.admin, {}, reverse("absence_end", args=[absence.pk]))["Location"] == person


def test_nobody_else_reports_or_ends_it(client, cast):
    absence, person = away(cast), reverse("person", args=[cast.coordinator.pk])
    assert post(client, cast.clerk, typed(cast), f"{person}absence/").status_code == 403
    assert post(client, cast.clerk, {}, reverse("absence_end", args=[absence.pk])).status_code == 403
    assert "Đã trở lại" not in get(client, cast.clerk, person)


def test_the_persons_page_says_until_when_and_who_stands_in(client, cast):
    away(cast)
    html = get(client, cast.clerk, reverse("person", args=[cast.coordinator.pk]))
    assert f"{cast.coordinator} vắng mặt từ 06/11/2026 đến hết 13/11/2026" in html
    assert str(cast["VP:unit_head"]) in html
    html = get(client, cast.clerk, reverse("person", args=[cast["VP:unit_head"].pk]))
    assert f"thay {cast.coordinator} đang vắng mặt" in html


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("VHXH:coordinator", "Bạn đã báo vắng mặt đến hết 13/11/2026"),
        ("VP:unit_head", "đến hết 13/11/2026: việc của người đó cũng nằm ở đây"),
    ],
)
def test_the_desk_says_it_and_asks_no_more_of_the_database(client, cast, who, words, django_assert_max_num_queries):
    factories.submitted(cast)
    away(cast)
    client.force_login(cast[who], backend="units.backends.GrantBackend")
    with django_assert_max_num_queries(11):
        html = client.get("/").content.decode()
    assert words in html


def test_the_desk_of_the_substitute_holds_the_work(client, cast):
    report = factories.submitted(cast, "TDP")
    away(cast)
    assert reverse("unit_report", args=[report.pk]) in get(client, cast["VP:unit_head"], "/")
