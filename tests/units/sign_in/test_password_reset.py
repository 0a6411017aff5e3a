"""A password chosen by the mailed link: where the link goes, and what it opens."""

import re

import pytest
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.trail.chain import verify_subject
from units.models import Membership, Person
from units.offices import actions as offices
from units.people import actions as people

PASSWORD, NEW = "mot-mat-khau-du-dai-2026", "mat-khau-khac-han-cua-toi-2026"
OWN, STRANGER = "pho-truong-ban@example.vn", "ke-la@example.vn"


@pytest.fixture(autouse=True)
def nobody_has_tried_before(settings):
    cache.clear()
    settings.DEMO = False


@pytest.fixture
def approver(cast):
    person = cast.approver
    person.set_password(PASSWORD)
    person.email = OWN
    person.save()
    return person


def link():
    (message,) = [each for each in mail.outbox if "/password/reset/key/" in each.body]
    return re.search(r"http://testserver(/account/password/reset/key/\S+)", message.body)[1]


def reset(client, email=OWN):
    """Ask for the link, follow it, choose NEW; whoever was signed in is signed out."""
    client.logout()
    client.post(reverse("account_reset_password"), {"email": email})
    form = client.get(link(), follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": NEW, "password2": NEW})


def sign_in(client, person, password=NEW):
    return client.post(reverse("account_login"), {"login": person.username, "password": password})


def test_an_address_that_is_not_the_persons_own_gets_no_link(client, approver):
    EmailAddress.objects.create(user=approver, email=STRANGER, verified=True, primary=True)
    client.post(reverse("account_reset_password"), {"email": STRANGER})
    assert mail.outbox == []


def test_the_link_goes_to_the_address_that_is_kept_however_it_was_typed(client, approver):
    client.post(reverse("account_reset_password"), {"email": OWN.upper()})
    assert [message.to for message in mail.outbox] == [[OWN]]


def test_a_stranger_who_has_no_account_gets_no_mail_and_reads_the_same(client, approver):
    asked = client.post(reverse("account_reset_password"), {"email": STRANGER})
    assert (asked.url, mail.outbox) == (reverse("account_reset_password_done"), [])


def test_what_changed_is_told_to_the_persons_own_address(client, approver):
    EmailAddress.objects.create(user=approver, email=STRANGER, verified=True, primary=True)
    reset(client)
    assert [message.to for message in mail.outbox] == [[OWN], [OWN]]


def test_a_second_factor_is_set_up_after_the_password_came_by_the_link(client, approver):
    reset(client)
    sign_in(client, approver)
    client.post(reverse("account_reauthenticate"), {"password": NEW, "next": "/"})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    given = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_activate_totp"), {"code": given})
    assert Authenticator.objects.filter(user=approver, type="totp").exists()
    assert get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_the_first_password_needs_nobody_to_vouch_for_it(client, cast, approver):
    approver.set_unusable_password()
    approver.save()
    reset(client)
    approver.refresh_from_db()
    assert (approver.check_password(NEW), approver.unvouched_since) == (True, None)


def signed_in_before(person):
    person.last_login = now()
    person.save(update_fields=["last_login"])


def newest(person):
    return TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")


def test_the_trail_tells_that_a_password_was_chosen_by_mail(client, approver):
    signed_in_before(approver)
    reset(client)
    approver.refresh_from_db()
    assert (newest(approver).action, bool(approver.unvouched_since)) == ("choose_password", True)


def test_an_administrator_vouches_on_the_persons_page_after_proving_who_they_are(client, cast, approver):
    signed_in_before(approver)
    reset(client)
    cast.admin.set_password(PASSWORD)
    cast.admin.save()
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    page, button = reverse("person", args=[approver.pk]), reverse("person_vouch", args=[approver.pk])
    assert button in client.get(page).content.decode()
    assert client.post(button).url.startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": button})
    approver.refresh_from_db()
    assert (approver.unvouched_since, newest(approver).action) == (None, "vouch")
    assert button not in client.get(page).content.decode()


@pytest.mark.parametrize("who", ["BCĐ:approver", "VP:clerk", "MX:auditor"])
def test_nobody_but_an_admin_vouches(client, cast, approver, who):
    signed_in_before(approver)
    reset(client)
    with pytest.raises(PermissionDenied):
        people.vouch(approver, by=cast[who])


def test_nobody_vouches_for_themselves(cast):
    cast.admin.unvouched_since = now()
    cast.admin.save()
    with pytest.raises(PermissionDenied):
        people.vouch(cast.admin, by=cast.admin)
    call_command("vouch", cast.admin.username)
    cast.admin.refresh_from_db()
    assert cast.admin.unvouched_since is None


def test_nobody_is_vouched_for_twice(cast, approver):
    with pytest.raises(NotPossible):
        people.vouch(approver, by=cast.admin)


def test_a_password_set_without_the_old_one_needs_to_be_vouched_for(client, cast):
    """A session alone is enough for this page: somebody may have left one open."""
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    cast.approver.refresh_from_db()
    assert cast.approver.check_password(NEW)
    assert cast.approver.unvouched_since
    assert client.get(reverse("units")).status_code == 200


def test_choosing_a_password_does_not_break_the_chain_of_who_is_changed_meanwhile(cast, approver):
    stale = Person.objects.get(pk=approver.pk)
    people.change_person(approver, by=None, phone="0207")
    get_account_adapter().set_password(stale, NEW)
    assert verify_subject("person", approver.pk).fault == ""


@pytest.mark.parametrize("page", ["membership_start", "person_add", "membership_authority", "membership_delegate"])
def test_an_administrator_whose_password_came_by_mail_gives_no_office(client, cast, approver, page):
    cast.admin.unvouched_since = now()
    cast.admin.set_password(PASSWORD)
    cast.admin.save()
    office = approver.memberships.get()
    offices.set_authority(office, by=None, authority="head", title="Trưởng Ban")
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
    before = Membership.objects.count()
    term = {"starts_on": "2026-11-02", "last_day": "2026-11-14"}
    told = {"unit": cast.units["CA"].pk, "office": "approver", "name": "Người mới", "username": "moi", **term}
    told |= {"email": STRANGER, "authority": "head", "title": "Chủ tịch"}
    if page == "membership_delegate":
        told |= {"authority": "delegated", "to": cast["VP:unit_head"].pk, "document": "12/UQ-UBND"}
    where = {"person_add": [], "membership_start": [cast["CA:drafter"].pk]}.get(page, [office.pk])
    assert client.post(reverse(page, args=where), told).status_code == 409
    office.refresh_from_db()
    assert (Membership.objects.count(), office.title) == (before, "Trưởng Ban")
