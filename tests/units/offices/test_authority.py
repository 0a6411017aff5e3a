"""Under which authority an office signs, and its delegation (NĐ 30/2020, Điều 13)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests.people import instant
from units import grants
from units.models import Authority, Delegation, Membership, Person, Unit
from units.offices import actions as offices
from units.offices.authority import Capacity, capacity, capacity_as
from units.people import actions as people
from units.tree import actions as tree

from .arrange import ACT, FIRST, LAST, TERM, get, held_at, newest


@pytest.mark.parametrize(
    ("authority", "acts_for", "words"),
    [
        ("head", "", "TRƯỞNG BAN CHỈ ĐẠO"),
        ("acting", "", "Q. TRƯỞNG BAN CHỈ ĐẠO"),
        ("deputy", "Trưởng Ban Chỉ đạo", "KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO"),
        ("by_order", "Trưởng Ban Chỉ đạo", "TL. TRƯỞNG BAN CHỈ ĐẠO – CHÁNH VĂN PHÒNG"),
        ("delegated", "Trưởng Ban Chỉ đạo", "TUQ. TRƯỞNG BAN CHỈ ĐẠO – CHÁNH VĂN PHÒNG"),
    ],
)
def test_the_prefix_follows_from_the_authority(authority, acts_for, words):
    title = words.rpartition(" – ")[2].removeprefix("Q. ").capitalize()
    assert Capacity(authority, title, acts_for, "", "Vũ Xuân Quỳnh").words == words


def test_the_deputy_signs_for_the_head_under_their_own_name(cast, deputy):
    assert capacity(deputy) == Capacity(
        kind="deputy",
        title="Phó Trưởng Ban Chỉ đạo",
        acts_for="Trưởng Ban Chỉ đạo",
        post="Phó Chủ tịch UBND phường",
        name="Vũ Xuân Quỳnh",
    )


def test_who_has_no_other_name_signs_with_the_full_one(cast):
    assert cast.coordinator.printed_name == cast.coordinator.name


def test_an_office_that_says_nothing_of_signing_gives_no_authority(cast):
    assert capacity(cast.clerk.memberships.get()) is None


def test_an_authority_is_held_at_its_office_within_its_term(cast, deputy, delegate):
    person = delegate().membership.person

    def found(at, office="approver"):
        return capacity_as(person, held_at(deputy, person, instant(at)))

    assert found("2026-11-06 09:00").words == "TUQ. TRƯỞNG BAN CHỈ ĐẠO – TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"
    assert found("2026-11-01 23:59") is None
    assert found("2026-11-15 00:00") is None


def test_the_admin_says_under_which_title_somebody_signs(cast, deputy):
    changed = offices.set_authority(deputy, by=cast.admin, authority="acting", title=" Trưởng Ban ", post="")
    assert capacity(Membership.objects.get(pk=changed.pk)).words == "Q. TRƯỞNG BAN"
    event = newest(cast.approver)
    assert (event.action, event.actor, event.changes["authority"]) == (
        "set_authority",
        cast.admin,
        ["deputy", "acting"],
    )


def test_saying_the_same_again_writes_nothing(cast, deputy):
    before = TrailEvent.objects.count()
    told = {"authority": "deputy", "title": deputy.title, "acts_for": deputy.acts_for, "post": deputy.post}
    offices.set_authority(deputy, by=cast.admin, **told)
    assert TrailEvent.objects.count() == before


@pytest.mark.parametrize("who", ["VHXH:coordinator", "BCĐ:approver", "VP:clerk", "MX:auditor"])
def test_nobody_but_an_admin_says_who_signs(cast, deputy, delegate, who):
    with pytest.raises(PermissionDenied):
        offices.set_authority(deputy, by=cast[who], authority="head", title="Trưởng Ban")
    with pytest.raises(PermissionDenied):
        delegate(by=cast[who])


@pytest.mark.parametrize(
    "told",
    [
        {"authority": "deputy", "title": "Phó Trưởng Ban"},
        {"authority": "head", "title": "Trưởng Ban", "acts_for": "Trưởng Ban"},
        {"authority": "head", "title": " "},
        {"authority": "delegated", "title": "Trưởng phòng", "acts_for": "Trưởng Ban"},
    ],
)
def test_an_authority_that_contradicts_itself_is_refused(cast, deputy, told):
    with pytest.raises(NotPossible):
        offices.set_authority(deputy, by=cast.admin, **told)


def test_an_office_that_has_ended_gets_no_title(cast, deputy):
    offices.end_membership(deputy, by=cast.admin)
    with pytest.raises(NotPossible):
        offices.set_authority(deputy, by=cast.admin, authority="head", title="Trưởng Ban")


def test_a_delegate_holds_the_office_while_the_delegation_runs(cast, delegate, on_day):
    person, ward = delegate().membership.person, cast.ward.pk
    held = []
    for moment in ("2026-11-01 23:59", "2026-11-02 00:00", "2026-11-14 23:59", "2026-11-15 00:00"):
        on_day(moment)
        may, listed = grants.may(person, "approve_reports", ward), ward in grants.units_where(person, "approve_reports")
        assert may == listed == (person in grants.holders("approve_reports", ward))
        held.append(may)
    assert held == [False, True, True, False]


def test_a_delegation_stands_in_the_trail(cast, deputy, delegate):
    event = newest(delegate().membership.person)
    assert (event.action, event.actor) == ("delegate", cast.admin)
    assert event.changes["document"] == [None, "12/UQ-UBND"]
    assert event.changes["delegated_by"] == [None, "Trưởng Ban"]


def test_what_is_delegated_is_not_delegated_again(cast, delegate):
    with pytest.raises(NotPossible) as refused:
        offices.delegate(delegate().membership, by=cast.admin, to=cast["VP:unit_head"], **ACT, **TERM)
    assert "Điều 13" in refused.value.message


def test_the_words_of_a_delegation_stay(cast, delegate):
    with pytest.raises(NotPossible):
        offices.set_authority(delegate().membership, by=cast.admin, authority="head", title="Trưởng Ban")


@pytest.mark.parametrize(
    "terms",
    [
        {"ends_at": None},
        {"document": " "},
        {"title": ""},
        {"authority": "deputy"},
        {"starts_at": instant("2025-12-31 00:00")},
    ],
)
def test_a_delegation_without_a_term_an_act_or_a_title_is_refused(cast, delegate, terms):
    with pytest.raises(NotPossible):
        delegate(**terms)
    assert not Delegation.objects.exists()


def test_a_delegation_ends_no_later_than_the_office_it_comes_from(cast, head, delegate):
    Membership.objects.filter(pk=head.pk).update(ends_at=instant("2026-11-10 00:00"))
    with pytest.raises(NotPossible):
        delegate()
    assert delegate(ends_at=instant("2026-11-10 00:00"))


def test_signing_by_order_needs_no_last_day(delegate):
    assert capacity(delegate(authority=Authority.BY_ORDER, ends_at=None).membership).prefix == "TL."


def test_nobody_delegates_to_themselves_or_to_the_admin(cast, delegate):
    for to in (Person.objects.get(username="truong-ban"), cast.admin):
        with pytest.raises(NotPossible):
            delegate(to=to)


@pytest.mark.parametrize("who", ["VP:clerk", "CA:unit_head"])
def test_an_office_that_does_not_sign_is_not_delegated(cast, who):
    source = cast[who].memberships.first()
    with pytest.raises(NotPossible):
        offices.delegate(source, by=cast.admin, to=cast["CA:drafter"], **ACT, **TERM)


def test_a_delegation_ends_with_the_office_it_comes_from(cast, head, delegate):
    person = delegate().membership.person
    offices.end_membership(head, by=cast.admin)
    assert not grants.may(person, "approve_reports", cast.ward.pk)
    assert newest(person).action == "end_membership"


def test_a_delegation_is_ended_before_its_time(cast, delegate):
    membership = delegate().membership
    offices.end_membership(membership, by=cast.admin)
    assert not grants.may(membership.person, "approve_reports", cast.ward.pk)


@pytest.mark.parametrize(
    "broken",
    [
        {"title": ""},
        {"acts_for": ""},
        {"authority": "head"},
        {"authority": "delegated", "ends_at": None},
    ],
)
def test_the_database_refuses_an_authority_that_contradicts_itself(deputy, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=deputy.pk).update(**broken)


def test_the_persons_page_tells_under_which_authority_they_sign(client, cast, deputy, head, delegate):
    person = delegate().membership.person
    page = get(client, cast.admin, "people/%d", person.pk).content.decode()
    assert "TUQ. TRƯỞNG BAN CHỈ ĐẠO" in page
    assert "12/UQ-UBND" in page
    assert "/delegate/" not in page
    page = get(client, cast.admin, "people/%d", head.person_id).content.decode()
    assert f"/memberships/{head.pk}/delegate/" in page
    assert f"/memberships/{head.pk}/authority/" in page
    assert "/delegate/" not in get(client, cast.admin, "people/%d", cast.approver.pk).content.decode()


def test_pages_of_people_and_units_take_few_queries(client, cast, deputy, delegate, django_assert_max_num_queries):
    person = delegate().membership.person
    for name, pk in (("people/%d", person.pk), ("units/%d", deputy.unit_id)):
        client.force_login(cast.admin, backend="units.backends.GrantBackend")
        with django_assert_max_num_queries(10):
            client.get(f"/{name}/" % pk)


def test_the_admin_records_a_title_on_its_page(client, cast, deputy):
    address = f"/memberships/{deputy.pk}/authority/"
    assert "Phó Trưởng Ban Chỉ đạo" in get(client, cast.admin, "memberships/%d/authority", deputy.pk).content.decode()
    refused = client.post(address, {"authority": "deputy", "title": "Phó Ban", "acts_for": "", "post": "Bí thư"})
    assert refused.status_code == 422
    assert "Bí thư" in refused.content.decode()
    saved = client.post(address, {"authority": "deputy", "title": "Phó Ban", "acts_for": "Trưởng Ban", "post": ""})
    assert saved.status_code == 302
    assert capacity(Membership.objects.get(pk=deputy.pk)).words == "KT. TRƯỞNG BAN – PHÓ BAN"


def test_the_admin_enters_a_delegation_on_its_page(client, cast, head):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    address = f"/memberships/{head.pk}/delegate/"
    typed = {**ACT, "to": cast["VP:unit_head"].pk, "starts_on": "2026-11-02", "post": ""}
    refused = client.post(address, typed | {"last_day": ""})
    assert (refused.status_code, "12/UQ-UBND" in refused.content.decode()) == (422, True)
    assert client.post(address, typed | {"last_day": "2026-11-14"}).status_code == 302
    held = Delegation.objects.get().membership
    assert (held.person, held.starts_at, held.ends_at) == (cast["VP:unit_head"], FIRST, LAST)


@pytest.mark.parametrize("name", ["authority", "delegate"])
def test_the_pages_are_for_the_wards_admin_alone(client, cast, deputy, name):
    assert get(client, cast.coordinator, "memberships/%d/" + name, deputy.pk).status_code == 403
    ward: Unit = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    stranger = people.add_person(ward, by=None, username="nt-admin", name="Quản trị Nông Tiến")
    offices.start_membership(stranger, by=None, unit=ward, office="admin", starts_at=instant("2026-01-01 00:00"))
    assert get(client, stranger, "memberships/%d/" + name, deputy.pk).status_code == 404


def test_a_deputy_cannot_delegate(client, cast, deputy):
    for authority in (Authority.DELEGATED, Authority.BY_ORDER, Authority.DEPUTY):
        with pytest.raises(NotPossible) as refused:
            offices.delegate(deputy, by=cast.admin, to=cast["VP:unit_head"], **ACT | {"authority": authority}, **TERM)
        assert "Điều 13.3" in refused.value.message
    assert get(client, cast.admin, "memberships/%d/delegate", deputy.pk).status_code == 409


def test_an_acting_head_delegates_as_the_head_does(cast, head, delegate):
    offices.set_authority(head, by=None, authority="acting", title="Trưởng Ban Chỉ đạo")
    assert capacity(delegate().membership).words.startswith("TUQ. TRƯỞNG BAN CHỈ ĐẠO")


@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:drafter", "BCĐ:approver"])
def test_the_head_delegates_to_heads_of_units_alone(cast, delegate, who):
    with pytest.raises(NotPossible):
        delegate(to=cast[who])


def test_the_delegate_heads_their_unit_for_the_whole_term(cast, delegate):
    Membership.objects.filter(person=cast["VHXH:unit_head"]).update(ends_at=instant("2026-11-10 00:00"))
    with pytest.raises(NotPossible):
        delegate()
    assert delegate(ends_at=instant("2026-11-10 00:00"))


def test_what_a_deputy_delegated_before_is_listed_for_the_admin(client, cast, head, deputy, delegate):
    membership = delegate().membership
    assert "Điều 13.3" not in get(client, cast.admin, "units").content.decode()
    Delegation.objects.update(source=deputy)
    page = get(client, cast.admin, "units")
    assert page.context["irregular"] == [membership]
    assert f"/people/{membership.person_id}/" in page.content.decode()
    assert "12/UQ-UBND" in page.content.decode()
    assert not get(client, cast.coordinator, "units").context["irregular"]


def test_a_delegate_who_heads_no_unit_any_more_is_listed_for_the_admin(client, cast, delegate):
    membership = delegate().membership
    offices.end_membership(Membership.objects.get(person=cast["VHXH:unit_head"], office="unit_head"), by=cast.admin)
    assert get(client, cast.admin, "units").context["irregular"] == [membership]
