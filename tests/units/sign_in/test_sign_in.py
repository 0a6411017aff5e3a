import pytest
from django.urls import reverse

from units.frame.context import frame
from units.people import actions

URL = "/account/demo/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.usefixtures("demo")
def test_one_click_signs_in_as_one_of_the_cast(client, cast):
    person = cast["CA:drafter"]
    assert client.post(URL, {"person": person.username}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_nobody_is_signed_in_where_demo_mode_is_off(client, cast, settings):
    settings.DEMO = False
    assert client.post(URL, {"person": cast.admin.username}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("asked", "led_to"), [("/reports/", "/reports/"), ("https://elsewhere.example/", "/")])
def test_one_click_leads_to_the_page_of_ours_that_was_asked_for(client, cast, asked, led_to):
    sign_in_page = client.get(reverse("account_login"), {"next": asked}).content.decode()
    assert sign_in_page.count(f'<input type="hidden" name="next" value="{asked}">') == 2  # by password, and of the cast
    answer = client.post(URL, {"person": cast["CA:drafter"].username, "next": asked})
    assert answer.headers["Location"] == led_to


@pytest.mark.usefixtures("demo")
def test_only_people_in_office_are_of_the_cast(client, cast):
    person = actions.add_person(cast.ward, by=None, username="ngoai", name="Người ngoài")
    assert client.post(URL, {"person": person.username}).status_code == 404


@pytest.mark.usefixtures("demo")
def test_signing_in_is_a_post(client, cast):
    assert client.get(URL, {"person": cast.admin.username}).status_code == 405


@pytest.mark.usefixtures("demo")
def test_sign_in_page_lists_the_cast_by_unit_and_office(client, cast):
    words = client.get(reverse("account_login")).content.decode()
    assert "Công an phường, người soạn" in words
    assert "Phòng VH-XH, cán bộ tổng hợp" in words
    assert "Phường Minh Xuân" in words


def test_sign_in_page_lists_nobody_where_demo_mode_is_off(client, cast, settings):
    settings.DEMO = False
    assert "người soạn" not in client.get(reverse("account_login")).content.decode()


def test_a_person_signs_in_with_a_password(client, cast):
    person = cast["CA:drafter"]
    person.set_password("một câu dài dễ nhớ")
    person.save()
    client.post(reverse("account_login"), {"login": person.username, "password": "một câu dài dễ nhớ"})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_inactive_person_is_signed_out_at_once(client, cast):
    person = cast["CA:drafter"]
    client.force_login(person, backend="units.backends.GrantBackend")
    assert client.get(reverse("units")).status_code == 200
    actions.deactivate_person(person, by=cast.admin)
    assert client.get(reverse("units")).status_code == 302


def test_navigation_holds_only_what_the_person_may_use(client, cast):
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    drafter = client.get(reverse("units")).context["navigation"]
    client.force_login(cast.auditor, backend="units.backends.GrantBackend")
    auditor = client.get(reverse("units")).context["navigation"]
    assert {entry.url for entry in auditor} - {entry.url for entry in drafter} == {
        "/periods/",
        "/trail/",
        "/incidents/",
    }
    assert [entry.url for entry in auditor if entry.current] == ["/units/"]


def test_frame_costs_one_query(cast, rf, django_assert_num_queries):
    request = rf.get("/units/")
    request.user, request.resolver_match = cast.coordinator, None
    with django_assert_num_queries(1):
        context = frame(request)
    assert context["office"] == "Cán bộ tổng hợp, Phòng VH-XH"
    assert context["ward_name"] == "Phường Minh Xuân"


def test_a_person_without_office_sees_no_ward(client, cast):
    person = actions.add_person(cast.ward, by=None, username="ngoai", name="Người ngoài")
    client.force_login(person, backend="units.backends.GrantBackend")
    assert "Công an phường" not in client.get(reverse("units")).content.decode()


def test_a_visitor_chooses_the_language_of_the_sign_in_page(client, cast):
    page = reverse("account_login")
    assert client.post(reverse("set_language"), {"language": "en", "next": page}).url == page
    assert "Forgotten your password?" in client.get(page).content.decode()
