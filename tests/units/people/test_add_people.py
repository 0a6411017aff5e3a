"""Many people with their offices at once, and the slips by which they choose a password."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.trail.chain import verify_subject
from tests.people import instant
from units import grants
from units.models import OneUseCode, Person
from units.people import actions as people
from units.people.actions import NewPerson
from units.sign_in import actions as sign_in
from units.sign_in import codes

PASSWORD = "con mèo vàng ngồi đọc thơ bên suối 7"


def rows(cast, number: int) -> list[NewPerson]:
    units = [cast.units[code] for code in ("CA", "VP", "TDP")]
    return [
        NewPerson(f"moi{place}", f"Người {place}", phone="0912", offices=((units[place % 3], "drafter"),))
        for place in range(number)
    ]


def test_people_are_added_with_their_offices_and_their_trail(cast):
    new = NewPerson("lan", "Lan", offices=((cast.units["CA"], "drafter"), (cast.units["VP"], "unit_head")))
    (lan,) = people.add_people(cast.ward, [new], by=cast.admin)
    assert not lan.has_usable_password()
    assert grants.may(lan, "write_reports", cast.units["CA"].pk)
    assert grants.may(lan, "submit_reports", cast.units["VP"].pk)
    events = TrailEvent.objects.filter(subject_kind="person", subject_id=lan.pk).order_by("seq")
    assert list(events.values_list("action", flat=True)) == ["add_person", "start_membership", "start_membership"]
    assert verify_subject("person", lan.pk).fault == ""


def test_200_people_need_as_many_statements_as_two(cast, statements):
    people.add_people(cast.ward, [NewPerson("dau", "Đầu", offices=((cast.units["TDP"], "auditor"),))], by=cast.admin)
    with statements() as counted:
        people.add_people(cast.ward, rows(cast, 200), by=cast.admin)
    assert len(counted) <= 14, counted.sql


def test_offices_that_nobody_held_before_get_their_rights_at_once(cast):
    seats = tuple((unit, "auditor") for unit in cast.units.values())
    (lan,) = people.add_people(cast.ward, [NewPerson("lan", "Lan", offices=seats)], by=cast.admin)
    assert grants.may(lan, "view_trail", cast.ward.pk)


@pytest.mark.parametrize("username", ["MOI1", "CA.DRAFTER"])
def test_a_user_name_that_is_taken_adds_nobody(cast, username):
    taken = username if username == "MOI1" else cast["CA:drafter"].username.upper()
    before = Person.objects.count()
    with pytest.raises(NotPossible, match="Hãy chọn tên khác"):
        people.add_people(cast.ward, [*rows(cast, 2), NewPerson(taken, "Người khác")], by=cast.admin)
    assert Person.objects.count() == before


def test_who_would_administer_and_decide_is_refused(cast):
    seats = ((cast.ward, "admin"), (cast.units["VP"], "clerk"))
    with pytest.raises(NotPossible, match="không đồng thời"):
        people.add_people(cast.ward, [NewPerson("lan", "Lan", offices=seats)], by=cast.admin)


def test_nobody_else_adds_people(cast):
    with pytest.raises(PermissionDenied):
        people.add_people(cast.ward, rows(cast, 1), by=cast.coordinator)


@pytest.fixture
def slip(cast) -> tuple[Person, str]:
    (person,) = people.add_people(cast.ward, rows(cast, 1), by=cast.admin)
    return people.issue_slips([person], by=cast.admin)[0]


def test_a_slip_lets_its_holder_choose_a_password(client, slip):
    person, code = slip
    typed = {"code": code.lower().replace("-", " "), "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("slip"), typed).headers["Location"] == reverse("account_login")
    person = Person.objects.get(pk=person.pk)
    assert (person.check_password(PASSWORD), person.unvouched_since) == (True, None)
    assert TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq").action == "use_slip"


def test_a_slip_works_once(client, slip):
    _person, code = slip
    typed = {"code": code, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("slip"), typed)
    again = client.post(reverse("slip"), typed)
    assert again.status_code == 409
    assert "Mã này đã dùng lúc" in again.content.decode()


def test_a_slip_that_has_expired_or_was_printed_anew_says_so(cast, slip, on_day):
    person, code = slip
    newer = people.issue_slips([person], by=cast.admin)[0][1]
    with pytest.raises(NotPossible, match="Không có mã này"):
        sign_in.use_slip(code, PASSWORD)
    on_day("2027-12-01 08:00")
    with pytest.raises(NotPossible, match="chỉ dùng được đến"):
        sign_in.use_slip(newer, PASSWORD)


def test_only_the_hash_of_a_code_is_kept(cast, slip):
    person, code = slip
    event = TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")
    assert (event.action, event.actor, event.changes) == ("issue_slip", cast.admin, {})
    assert OneUseCode.objects.get(digest=codes.digest_of(code)).used_at is None
    assert code not in str(list(TrailEvent.objects.values_list("changes", flat=True)))


def test_a_slip_of_who_had_signed_in_before_proves_nothing_until_somebody_vouches(cast):
    person = cast["CA:drafter"]
    Person.objects.filter(pk=person.pk).update(last_login=instant("2026-10-01 08:00"))
    sign_in.use_slip(people.issue_slips([person], by=cast.admin)[0][1], PASSWORD)
    assert Person.objects.get(pk=person.pk).unvouched_since


def test_somebody_without_an_address_is_added_by_the_form_and_gets_a_slip(client, cast, settings):
    settings.DEMO = True
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    typed = {"name": "Không Thư", "username": "khongthu", "email": "", "unit": cast.units["CA"].pk, "office": "drafter"}
    answer = client.post(reverse("person_add"), typed | {"starts_on": "2026-01-02"}, follow=True)
    assert "Hãy in phiếu" in answer.content.decode()
    person = Person.objects.get(username="khongthu")
    assert f"{reverse('slips', args=[cast.ward.pk])}?person={person.pk}" in answer.content.decode()
