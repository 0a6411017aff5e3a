"""What was typed when a session ended comes back after sign-in, filled in: to who typed it, and to nobody else."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.pages import posted_to
from tests.people import instant
from tests.workflows import arrange, items
from units import tasks
from units.typed import kept as typed
from workflows.models import Difficulty
from workflows.unit_reports import actions as unit_reports

PASSWORD = "mot-mat-khau-du-dai-2026"
WORDS = 'Chỉ tiêu 4 "thiếu" mẫu số <b>& còn</b> nữa'
TELLING = "&amp; còn"  # of it no page says anything by itself
SHOWN = "Chỉ tiêu 4 &quot;thiếu&quot; mẫu số &lt;b&gt;&amp; còn&lt;/b&gt; nữa"
CAME_BACK = "Phiên làm việc đã hết trước khi nội dung này được gửi"


@pytest.fixture
def browser(cast):
    cache.clear()
    for person in (cast["CA:drafter"], cast["VHXH:coordinator"], cast.approver):
        person.set_password(PASSWORD)
        person.save()
    return Client(enforce_csrf_checks=True)


def sign_in(browser, person, to=""):
    address = to or reverse("account_login")
    form = posted_to(browser.get(address), reverse("account_login"))
    return browser.post(address, form | {"login": person.username, "password": PASSWORD})


def sign_out(browser):
    address = reverse("account_logout")
    return browser.post(address, posted_to(browser.get(address), address))


def prove(browser, page):
    """What a page asks for that wants to know who it is."""
    asked = browser.get(page)["Location"]
    form = posted_to(browser.get(asked), reverse("account_reauthenticate"))
    return browser.post(asked, form | {"password": PASSWORD})


def end_session():
    Session.objects.all().delete()


def send(browser, page, typed, target="", **headers):
    """Open the page, type, and send its form when the session is over."""
    target = target or page.partition("?")[0]
    form = posted_to(browser.get(page), target)
    end_session()
    told = {"HTTP_REFERER": f"http://testserver{page}", "HTTP_ACCEPT": "text/html"} | headers
    return browser.post(target, form | typed, **told)


def text_of(html, name):
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
    return found and found.group(1)


def returning(cast):
    report = factories.in_review(cast)
    return cast.coordinator, reverse("unit_report_return", args=[report.pk]), "reason", ""


def raising(cast):
    factories.unit_report(cast)
    return cast["CA:drafter"], reverse("difficulty_raise"), "text", ""


def asking_about_an_entry(cast):
    report = factories.in_review(cast)
    page = reverse("unit_report_part", args=[report.pk, "8"]) + "?part=8"
    return cast.coordinator, page, "text", page


def writing(cast):
    return cast["CA:drafter"], reverse("unit_report_write", args=[arrange.draft(cast).pk]), "results", ""


FORMS = [returning, raising, asking_about_an_entry, writing]


@pytest.mark.parametrize("arranged", FORMS)
def test_what_was_typed_is_filled_in_again_for_the_same_person(browser, cast, arranged):
    person, page, field, target = arranged(cast)
    sign_in(browser, person)
    refused = send(browser, page, {field: WORDS}, target)
    assert refused["Location"].startswith(reverse("account_login"))
    assert WORDS not in browser.get(refused["Location"]).content.decode()
    back = sign_in(browser, person, refused["Location"])
    assert back["Location"] == page
    html = browser.get(page).content.decode()
    assert text_of(html, field) == SHOWN
    assert CAME_BACK in html


def test_an_absence_that_was_typed_comes_back(browser, cast):
    page = reverse("absence")
    sign_in(browser, cast["CA:drafter"])
    back = sign_in(browser, cast["CA:drafter"], send(browser, page, {"reason": WORDS})["Location"])
    assert back["Location"] == page
    assert f'value="{SHOWN}"' in browser.get(page).content.decode()


def test_nothing_is_sent_before_the_person_sends_it(browser, cast):
    person, page, field, _target = raising(cast)
    sign_in(browser, person)
    kind = cast.ward.difficulty_kinds.get(name="Nhân lực").pk
    sign_in(browser, person, send(browser, page, {field: WORDS, "kind": kind, "to": "leaders"})["Location"])
    again = browser.get(page)
    assert not Difficulty.objects.exists()
    browser.post(page, posted_to(again, page))
    assert Difficulty.objects.get().text == WORDS


def test_it_is_shown_once(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    sign_in(browser, person, send(browser, page, {field: WORDS})["Location"])
    browser.get(page)
    html = browser.get(page).content.decode()
    assert (text_of(html, field), CAME_BACK in html) == ("", False)
    assert typed.KEPT not in browser.session


@pytest.mark.parametrize("arranged", FORMS)
def test_whoever_signs_in_next_never_sees_it(browser, cast, arranged):
    person, page, field, target = arranged(cast)
    sign_in(browser, person)
    login = send(browser, page, {field: WORDS}, target)["Location"]
    after = sign_in(browser, cast.approver, login)
    for address in (after["Location"], page, "/"):
        html = browser.get(address).content.decode()
        assert TELLING not in html
        assert CAME_BACK not in html
    assert typed.KEPT not in browser.session
    sign_out(browser)
    sign_in(browser, person)
    assert TELLING not in browser.get(page).content.decode()


def test_a_colleague_with_the_same_right_never_sees_it(browser, cast):
    person, page, field, _target = returning(cast)
    colleague = arrange.newcomer(cast, "coordinator-2", cast.units["VHXH"], "coordinator")
    colleague.set_password(PASSWORD)
    colleague.save()
    sign_in(browser, person)
    sign_in(browser, colleague, send(browser, page, {field: WORDS})["Location"])
    html = browser.get(page).content.decode()
    assert text_of(html, field) == ""
    assert TELLING not in html


def test_it_is_forgotten_at_sign_out(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    sign_in(browser, person, send(browser, page, {field: WORDS})["Location"])
    sign_out(browser)
    sign_in(browser, person)
    assert text_of(browser.get(page).content.decode(), field) == ""


def test_it_is_forgotten_after_an_hour(browser, cast, on_day):
    person, page, field, _target = returning(cast)
    on_day("2026-11-03 09:00")
    sign_in(browser, person)
    login = send(browser, page, {field: WORDS})["Location"]
    on_day("2026-11-03 10:01")
    sign_in(browser, person, login)
    assert text_of(browser.get(page).content.decode(), field) == ""


def test_the_session_of_whoever_does_not_come_back_is_deleted(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    send(browser, page, {field: WORDS})
    assert browser.session.get_expiry_age() <= typed.KEPT_FOR.total_seconds()
    Session.objects.update(expire_date=instant("2020-01-01 00:00"))
    tasks.forget_sessions()
    assert not Session.objects.exists()


def test_the_session_lasts_as_usual_afterwards(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    sign_in(browser, person, send(browser, page, {field: WORDS})["Location"])
    assert browser.session.get_expire_at_browser_close()


def test_a_page_of_before_the_last_sign_in_is_filled_in_too(browser, cast):
    """Signed in anew in another window: the token of the old page is void."""
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    form = posted_to(browser.get(page), page)
    end_session()
    sign_in(browser, person)
    answer = browser.post(page, form | {field: WORDS}, HTTP_REFERER=f"http://testserver{page}", HTTP_ACCEPT="text/html")
    assert answer["Location"] == page
    assert text_of(browser.get(page).content.decode(), field) == SHOWN


def test_a_page_of_somebody_else_gives_whoever_is_signed_in_now_nothing(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    form = posted_to(browser.get(page), page)
    end_session()
    sign_in(browser, cast.approver)
    answer = browser.post(page, form | {field: WORDS}, HTTP_REFERER=f"http://testserver{page}", HTTP_ACCEPT="text/html")
    assert answer.status_code == 403
    assert TELLING not in answer.content.decode()
    assert typed.KEPT not in browser.session


def test_a_page_of_before_somebody_elses_sign_in_waits_for_its_own_person(browser, cast):
    """Between the two somebody else was signed in: it is neither theirs nor lost."""
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    form = posted_to(browser.get(page), page)
    sign_out(browser)
    sign_in(browser, cast.approver)
    end_session()
    answer = browser.post(page, form | {field: WORDS}, HTTP_REFERER=f"http://testserver{page}", HTTP_ACCEPT="text/html")
    sign_in(browser, person, answer["Location"])
    assert text_of(browser.get(page).content.decode(), field) == SHOWN


def test_a_form_without_a_valid_token_is_kept_for_nobody(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    end_session()
    answer = browser.post(page, {field: WORDS, "csrfmiddlewaretoken": "a" * 64}, HTTP_ACCEPT="text/html")
    assert answer.status_code == 403
    assert typed.KEPT not in browser.session


def test_a_form_whose_page_is_another_one_comes_back_there(browser, cast):
    item = items.raised(cast)
    page, target = reverse("difficulty", args=[item.pk]), reverse("difficulty_discuss", args=[item.pk])
    person = cast["CA:drafter"]
    sign_in(browser, person)
    refused = send(browser, reverse("difficulty_discuss", args=[item.pk]), {"text": WORDS}, target)
    sign_in(browser, person, refused["Location"])
    assert SHOWN in browser.get(target).content.decode()
    assert browser.get(page).status_code == 200


def test_an_address_that_takes_forms_alone_leads_to_the_page_above(browser, cast):
    report = factories.in_review(cast)
    page, target = reverse("unit_report", args=[report.pk]), reverse("unit_report_accept", args=[report.pk])
    sign_in(browser, cast.coordinator)
    refused = send(browser, page, {"note": WORDS}, target, HTTP_REFERER="")
    back = sign_in(browser, cast.coordinator, refused["Location"])
    led = browser.get(back["Location"])
    assert led["Location"] == page
    assert SHOWN in browser.get(page).content.decode()


def test_what_has_no_field_any_more_is_shown_to_be_used_again(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    sign_in(browser, person, send(browser, page, {field: WORDS, "other": "Lời khác"})["Location"])
    assert "Lời khác" in browser.get(page).content.decode()


def test_it_is_shown_where_the_page_is_not_possible_any_more(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    login = send(browser, page, {field: WORDS})["Location"]
    arranged = factories.unit_report(cast)
    unit_reports.hand_back(arranged, by=cast.coordinator)
    sign_in(browser, person, login)
    answer = browser.get(page)
    assert answer.status_code == 409
    assert SHOWN in answer.content.decode()


def test_a_proof_of_who_it_is_comes_between(browser, cast):
    """Sending back asks for the password once more, though the person has just signed in."""
    report = arrange.awaiting(cast)
    page = reverse("ward_report_send_back", args=[report.pk]) + f"?seen={factories.shown(report)}"
    sign_in(browser, cast.approver)
    prove(browser, page)
    refused = send(browser, page, {"reason": WORDS})
    sign_in(browser, cast.approver, refused["Location"])
    assert prove(browser, page)["Location"] == page
    assert text_of(browser.get(page).content.decode(), "reason") == SHOWN


def test_a_button_alone_leads_back_without_a_word(browser, cast):
    report = factories.in_review(cast)
    page, target = reverse("unit_report", args=[report.pk]), reverse("unit_report_accept", args=[report.pk])
    sign_in(browser, cast.coordinator)
    back = sign_in(browser, cast.coordinator, send(browser, page, {}, target)["Location"])
    assert back["Location"] == page
    assert CAME_BACK not in browser.get(page).content.decode()


def test_passwords_and_files_are_never_kept(browser, cast):
    page = reverse("person_key", args=[cast.approver.pk])
    sign_in(browser, cast.approver)
    send(browser, page, {"passphrase": "rat-bi-mat", "password": "rat-bi-mat", "reason": WORDS})
    kept = browser.session[typed.KEPT]
    assert "rat-bi-mat" not in str(kept)
    assert "csrfmiddlewaretoken" not in str(kept)
    assert WORDS in str(kept)


def test_nothing_of_the_pages_of_accounts_is_kept(browser, cast):
    page = reverse("account_change_password")
    sign_in(browser, cast.approver)
    refused = send(browser, page, {"oldpassword": PASSWORD, "password1": "x", "note": WORDS})
    assert refused.status_code == 302
    assert typed.KEPT not in browser.session


def test_a_large_form_is_bounded(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    send(browser, page, {"long": "x" * 1_900_000, field: WORDS})
    assert len(str(browser.session[typed.KEPT])) < typed.LARGEST + 2000
    assert WORDS in str(browser.session[typed.KEPT])


def test_a_browser_keeps_five_forms_at_most(browser, cast):
    person, page, field, _target = returning(cast)
    sign_in(browser, person)
    form = posted_to(browser.get(page), page)
    end_session()
    for number in range(7):
        referer = f"http://testserver{page}?{number}"
        browser.post(page, form | {field: WORDS}, HTTP_REFERER=referer, HTTP_ACCEPT="text/html")
    assert len(browser.session[typed.KEPT]["forms"]) == typed.FORMS


def test_the_cookie_that_names_the_reader_is_for_no_script(browser, cast):
    sign_in(browser, cast.approver)
    cookie = browser.cookies[typed.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
