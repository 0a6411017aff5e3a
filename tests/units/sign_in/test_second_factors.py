import re
from pathlib import Path

import pytest
from allauth.core.context import request_context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.template.loader import get_template
from django.urls import reverse

from approvals.clock import now
from approvals.models import TrailEvent

PASSWORD = "mot-mat-khau-du-dai-2026"


@pytest.fixture
def person(client, cast):
    """An administrator with a password, who has just proved that it is them; nobody has tried too often before."""
    cache.clear()
    person = cast.admin
    person.set_password(PASSWORD)
    person.email = "quan-tri@example.vn"
    person.save()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
    return person


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(client):
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def test_an_app_is_set_up_by_its_code_with_recovery_codes(client, person):
    set_up_app(client)
    assert set(Authenticator.objects.filter(user=person).values_list("type", flat=True)) == {"totp", "recovery_codes"}


def told(person):
    events = TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk, actor=person.pk)
    return [(event.action, event.changes) for event in events.order_by("seq")]


def test_the_trail_tells_of_factors_added_and_removed_and_never_of_a_secret(client, person):
    secret = set_up_app(client)  # which tells of it once that commits
    app = Authenticator.objects.get(type="totp")
    authenticator_added.send(sender=Authenticator, request=None, user=person, authenticator=app)
    client.post(reverse("mfa_deactivate_totp"))
    assert ("add_factor", {"kind": [None, "totp"]}) in told(person)
    assert ("remove_factor", {"kind": [None, "totp"]}) in told(person)
    assert secret not in str(told(person))


def test_the_trail_tells_of_recovery_codes_made_anew(client, person, rf, django_capture_on_commit_callbacks):
    set_up_app(client)
    with request_context(rf.get("/")), django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    assert told(person) == [("reset_factor", {"kind": [None, "recovery_codes"]})]


def test_the_trail_tells_of_a_password_that_its_owner_changed(client, person):
    new = "mot-mat-khau-khac-2026"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert told(person) == [("change_password", {})]


def test_what_changes_on_an_account_is_told_by_mail_in_vietnamese(client, person):
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    (message,) = mail.outbox
    assert message.subject == "Trình duyệt: Không còn dùng ứng dụng xác thực"
    assert "Nếu không phải bạn thực hiện" in message.body


def test_a_wrong_code_sets_nothing_up(client, person):
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert response.context["form"].errors["code"] == ["Mã không đúng."]
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_readable_in_the_database(client, person):
    secret = set_up_app(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert get_adapter().decrypt(kept) == secret


def test_a_secret_outlives_the_change_of_the_key(settings, client, person):
    kept = get_adapter().encrypt("bí mật")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert get_adapter().decrypt(kept) == "bí mật"


def test_a_mail_that_cannot_leave_stops_nobody(client, person, monkeypatch):
    tried = []

    def refuse(*_args, **_kwargs):
        tried.append(True)
        raise ConnectionRefusedError

    set_up_app(client)
    monkeypatch.setattr("allauth.account.adapter.DefaultAccountAdapter.send_mail", refuse)
    client.post(reverse("mfa_deactivate_totp"))
    assert tried
    assert not Authenticator.objects.filter(user=person, type="totp").exists()


def test_after_the_password_the_second_step_asks_for_a_code(client, person):
    secret = set_up_app(client)
    client.logout()
    asked = client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    assert asked.url == reverse("mfa_authenticate")
    assert "Bước thứ hai" in client.get(asked.url).content.decode()
    client.post(asked.url, {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_recovery_code_holds_once(client, person):
    set_up_app(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    address = reverse("mfa_reauthenticate")
    assert client.post(address, {"code": code, "next": "/units/"}).url == "/units/"
    assert client.post(address, {"code": code, "next": "/units/"}).status_code == 200


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_reauthenticate"]
)
def test_each_page_is_in_vietnamese(client, person, name):
    page = client.get(reverse(name)).content.decode()
    for english in ("Passkey", "Security", "Two-Factor", "Authenticator", "Confirm"):
        assert english not in page.split("<main", 1)[1].split("</main>")[0]


def test_an_administrator_without_second_factor_is_told_so_on_their_page(client, person):
    page = reverse("person", args=[person.pk])
    assert client.get(page).context["lacks_second_factor"]
    set_up_app(client)
    assert not client.get(page).context["lacks_second_factor"]


def test_others_are_not_told(client, person, cast):
    assert not client.get(reverse("person", args=[cast.clerk.pk])).context["lacks_second_factor"]


def test_where_it_is_required_an_administrator_sets_one_up_first(client, person, settings):
    settings.REQUIRE_MFA_FOR_ADMINS = True
    assert client.get(reverse("units")).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    set_up_app(client)
    assert client.get(reverse("units")).status_code == 200


def test_where_it_is_required_no_office_is_handed_to_a_substitute_before(client, person, settings):
    settings.REQUIRE_MFA_FOR_ADMINS = True
    assert client.get(reverse("absence")).url == reverse("mfa_index")


def test_where_it_is_required_nobody_else_is_held_up(client, cast, settings):
    settings.REQUIRE_MFA_FOR_ADMINS = True
    client.force_login(cast.clerk, backend="units.backends.GrantBackend")
    assert client.get(reverse("units")).status_code == 200


MAILS = {
    "account/email": ["password_reset_key", "password_reset", "password_changed", "password_set"],
    "mfa/email": [
        *("totp_activated", "totp_deactivated", "recovery_codes_generated", "webauthn_added", "webauthn_removed"),
    ],
}


@pytest.mark.parametrize("name", [f"{folder}/{mail}" for folder, mails in MAILS.items() for mail in mails])
def test_each_mail_about_an_account_is_ours_and_in_vietnamese(name):
    for part in ("subject", "message"):
        template = get_template(f"{name}_{part}.txt")
        assert Path(template.origin.name).is_relative_to(settings.BASE_DIR / "templates")
        words = template.render({"password_reset_url": "", "timestamp": now(), "ip": "", "user_agent": ""})
        assert not re.search(r"\b(you|your|the|please)\b", words, re.IGNORECASE), words
