"""Who decides proves right before that it is them, for both decisions."""

import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.factories import reread
from tests.people import instant
from tests.workflows.reading import address, awaiting, seen
from units.people import actions as units

TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(awaiting, on=TODAY)
PASSWORD, NEW = "mot-mat-khau-du-dai-2026", "mat-khau-khac-han-cua-toi-2026"
SECRET = "JBSWY3DPEHPK3PXP"
BOTH = pytest.mark.parametrize("name", ["ward_report_approve", "ward_report_send_back"])


@pytest.fixture(autouse=True)
def early_november(on_day, settings):
    """Nobody has tried too often before."""
    cache.clear()
    settings.DEMO = False
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


@pytest.fixture
def approver(client, cast):
    """With a password, signed in some time ago."""
    cast.approver.set_password(PASSWORD)
    cast.approver.save()
    client.force_login(cast.approver)
    return cast.approver


def prove(client, to):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": to})


def ask(client, report, name):
    return client.get(address(report, name), {"seen": seen(report)})


@BOTH
def test_before_the_page_the_password_is_asked_for(client, report, approver, name):
    assert ask(client, report, name).url.startswith(reverse("account_reauthenticate"))


@BOTH
def test_after_the_password_the_page_opens(client, report, approver, name):
    page = address(report, name) + f"?seen={seen(report)}"
    assert prove(client, page).url == page
    assert client.get(page).status_code == 200


def test_a_wrong_password_opens_nothing(client, report, approver):
    response = client.post(reverse("account_reauthenticate"), {"password": "sai", "next": "/"})
    assert response.context["form"].errors
    assert ask(client, report, "ward_report_approve").status_code == 302


def test_an_approval_without_proof_is_asked_again_and_keeps_nothing_of_the_form(client, report, approver):
    typed = {"seen": seen(report), "passphrase": "bí mật"}
    page = address(report, "ward_report_approve") + f"?seen={seen(report)}"
    assert client.post(page, typed).url == page
    assert all("bí mật" not in str(session.get_decoded()) for session in Session.objects.all())
    assert reread(report).state == "awaiting_approval"


def test_a_reason_typed_before_the_proof_is_sent_by_itself_after_it(client, report, approver):
    page = address(report, "ward_report_send_back")
    asked = client.post(page, {"seen": seen(report), "reason": "Bổ sung nguyên nhân"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    prove(client, page)
    assert (reread(report).state, reread(report).reason) == ("returned", "Bổ sung nguyên nhân")


def test_a_proof_of_six_minutes_ago_is_none(client, report, approver, monkeypatch):
    prove(client, "/")
    assert ask(client, report, "ward_report_approve").status_code == 200
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert ask(client, report, "ward_report_approve").status_code == 302


def test_signing_in_is_no_proof(client, cast, report):
    cast.approver.set_password(PASSWORD)
    cast.approver.save()
    client.post(reverse("account_login"), {"login": cast.approver.username, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.approver.pk)
    assert ask(client, report, "ward_report_approve").status_code == 302


def test_a_code_of_the_app_is_a_proof(client, report, approver):
    secret = get_adapter().encrypt(SECRET)
    Authenticator.objects.create(user=approver, type=Authenticator.Type.TOTP, data={"secret": secret})
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    page = address(report, "ward_report_approve") + f"?seen={seen(report)}"
    assert client.post(reverse("mfa_reauthenticate"), {"code": code, "next": page}).url == page
    assert client.get(page).status_code == 200


def test_whoever_has_nothing_to_prove_by_decides_nothing(client, cast, report):
    client.force_login(cast.approver)
    response = ask(client, report, "ward_report_approve")
    assert response.status_code == 409
    assert client.post(address(report, "ward_report_approve"), {"seen": seen(report)}).status_code == 409
    assert reread(report).state == "awaiting_approval"


@BOTH
def test_in_demo_mode_the_page_says_that_its_button_is_the_proof(client, cast, report, settings, name):
    settings.DEMO = True
    client.force_login(cast.approver)
    response = ask(client, report, name)
    assert (response.status_code, response.context["unproved"]) == (200, True)
    assert "bấm nút bên dưới là xác nhận chính bạn quyết định" in response.content.decode()
    assert "không ai có mật khẩu" not in response.content.decode()


def test_in_demo_mode_the_page_says_whose_password_it_asks_for(client, cast, report, settings):
    settings.DEMO, settings.SIGNER = True, "stored"
    client.force_login(cast.approver)
    page = ask(client, report, "ward_report_approve").content.decode()
    assert "Mật khẩu ở trên là của khóa ký số" in page
    assert "Mật khẩu ở trên là của khóa ký số" not in ask(client, report, "ward_report_send_back").content.decode()


def test_in_demo_mode_too_whoever_has_a_password_gives_it(client, report, approver, settings):
    settings.DEMO = True
    assert ask(client, report, "ward_report_approve").status_code == 302


def test_the_page_takes_few_queries(client, report, approver, django_assert_max_num_queries):
    prove(client, "/")
    read = seen(report)
    with django_assert_max_num_queries(10):
        assert client.get(address(report, "ward_report_approve"), {"seen": read}).status_code == 200


def chosen_by_mail(client, person):
    """Somebody who reads the person's mail chooses a password by the link, and signs in with it."""
    person.email = "pho-truong-ban@example.vn"
    person.save(update_fields=["email"])
    client.logout()
    client.post(reverse("account_reset_password"), {"email": person.email})
    (message,) = mail.outbox
    form = client.get(re.search(r"http://testserver(/\S+)", message.body)[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    client.post(reverse("account_login"), {"login": person.username, "password": NEW})


def app(person, since):
    data = {"secret": get_adapter().encrypt(SECRET)}
    kind = Authenticator.Type.TOTP
    return Authenticator.objects.create(user=person, type=kind, data=data, created_at=instant(since))


def code():
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


@BOTH
def test_a_password_chosen_by_mail_is_no_proof(client, report, approver, name):
    chosen_by_mail(client, approver)
    client.post(reverse("account_reauthenticate"), {"password": NEW, "next": "/"})
    assert ask(client, report, name).status_code == 409
    assert client.post(address(report, name), {"seen": seen(report), "reason": "Sai"}).status_code == 409
    assert reread(report).state == "awaiting_approval"


def test_a_second_factor_set_up_with_such_a_password_is_no_proof_either(client, report, approver):
    chosen_by_mail(client, approver)
    client.post(reverse("account_reauthenticate"), {"password": NEW, "next": "/"})
    app(approver, since=TODAY)
    client.post(reverse("mfa_reauthenticate"), {"code": code(), "next": "/"})
    assert ask(client, report, "ward_report_approve").status_code == 409


def test_the_second_factor_of_before_is_a_proof(client, report, approver):
    app(approver, since="2026-11-05 09:00")
    chosen_by_mail(client, approver)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    page = address(report, "ward_report_approve") + f"?seen={seen(report)}"
    assert client.get(page).url.startswith(reverse("mfa_reauthenticate"))
    asked = client.post(reverse("account_reauthenticate"), {"password": NEW, "next": page})
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    cache.clear()  # a code holds once
    assert client.post(reverse("mfa_reauthenticate"), {"code": code(), "next": page}).url == page
    assert client.get(page).status_code == 200


def test_after_an_administrator_vouched_the_password_is_a_proof_again(client, cast, report, approver):
    chosen_by_mail(client, approver)
    units.vouch(approver, by=cast.admin)
    client.post(reverse("account_reauthenticate"), {"password": NEW, "next": "/"})
    assert ask(client, report, "ward_report_approve").status_code == 200
