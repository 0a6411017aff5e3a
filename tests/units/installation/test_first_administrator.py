"""The address that an empty installation prints: once, for a day, to one first administrator."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from approvals import clock
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from units.installation import actions
from units.models import OneUseCode, Person
from units.sign_in import codes

PASSWORD = "con mèo vàng ngồi đọc thơ bên suối 7"
TYPED = {"name": "Nguyễn Quản Trị", "username": "quantri", "email": "", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def nobody_is_there(db, monkeypatch):
    """The tests' database has the cast always."""
    monkeypatch.setattr(actions, "_refuse_where_people_are", lambda: None)


def printed() -> str:
    out = StringIO()
    call_command("set_up_address", stdout=out, verbosity=0)
    return out.getvalue()


def open_page(client, address: str):
    return client.post(re.search(r"http://[^/]+(\S+)", address)[1], TYPED)


def test_the_printed_address_makes_the_first_administrator_and_leads_to_the_second_factor(client):
    answer = open_page(client, printed())
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    person = Person.objects.get(username="quantri")
    assert (person.check_password(PASSWORD), person.runs_installation) == (True, True)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert (
        TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).get().action == "add_first_administrator"
    )


def test_the_code_has_80_bits_and_only_its_hash_is_kept(client):
    code = re.search(r"set-up/([^/]+)/", printed())[1]
    assert len(code.replace("-", "")) * 5 >= 80
    kept = OneUseCode.objects.get(person=None)
    assert kept.digest == codes.digest_of(code.lower().replace("-", " "))
    assert code not in str(vars(kept))


def test_an_address_used_twice_says_so(client):
    address = printed()
    open_page(client, address)
    again = open_page(client, address)
    assert again.status_code == 409
    assert "chỉ dùng được một lần" in again.content.decode()
    assert Person.objects.filter(username="quantri").count() == 1


def test_an_address_of_yesterday_says_how_to_get_another(client):
    address = printed()
    with clock.at(clock.now() + timedelta(hours=25)):
        answer = open_page(client, address)
    assert answer.status_code == 409
    assert "manage.py set_up_address" in answer.content.decode()


def test_a_newer_address_makes_the_earlier_one_void(client):
    earlier, _newer = printed(), printed()
    assert "không có địa chỉ này" in open_page(client, earlier).content.decode().lower()


@pytest.mark.parametrize(
    "typed", [{"password2": "khác"}, {"password1": "12345678901234", "password2": "12345678901234"}]
)
def test_a_bad_password_leaves_the_address_good(client, typed):
    address = re.search(r"http://[^/]+(\S+)", printed())[1]
    assert client.post(address, TYPED | typed).status_code == 422
    assert client.post(address, TYPED).status_code == 302


def test_an_installation_with_people_prints_no_address(monkeypatch):
    monkeypatch.undo()
    assert printed() == ""
    with pytest.raises(NotPossible, match="đã có người dùng"):
        actions.make_address()


def test_somebody_of_an_earlier_installation_is_entrusted_with_it_once(cast):
    out = StringIO()
    call_command("entrust", cast.admin.username, stdout=out)
    assert Person.objects.get(pk=cast.admin.pk).runs_installation
    event = TrailEvent.objects.filter(action="entrust_installation").get()
    assert event.changes == {"runs_installation": [False, True]}
    with pytest.raises(CommandError, match="đã quản trị"):
        call_command("entrust", cast.admin.username)
