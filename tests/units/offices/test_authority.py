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
from units.offices.authority import Capacity, authority_held, capacity, capacity_as
from units.people import actions as people
from units.tree import actions as tree
from workflows.documents.content import Form
from workflows.documents.signature_block import lines_above
from workflows.models import CaseStep

FIRST, LAST = instant("2026-11-02 00:00"), instant("2026-11-15 00:00")
TERM = {"starts_at": FIRST, "ends_at": LAST}
ACT = {"authority": Authority.DELEGATED, "title": "Trưởng phòng Văn hóa - Xã hội", "document": "12/UQ-UBND"}


def held_at(office: Membership, person: Person, at):
    """Under which authority the person would decide a step of this office."""
    asked = {"title": "Duyệt", "unit": office.unit, "office": office.office}
    step = CaseStep.objects.create(
        subject_kind="wardreport", subject_id=0, order=at.timestamp() % 9999, stage=1, **asked
    )
    return CaseStep.objects.filter(pk=step.pk).annotate(held=authority_held(person, at=at)).get().held


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def deputy(cast):
    return cast.approver.memberships.get()


@pytest.fixture
def head(cast):
    """The head of the board has an office of their own."""
    person = people.add_person(cast.ward, by=None, username="truong-ban", name="Trưởng Ban")
    unit, since = cast.units["BCĐ"], instant("2026-01-02 00:00")
    office = offices.start_membership(person, by=None, unit=unit, office="approver", starts_at=since)
    return offices.set_authority(office, by=None, authority="head", title="Trưởng Ban Chỉ đạo")


@pytest.fixture
def delegate(cast, head):
    """The head of the culture office signs for the board's head, for a fortnight."""

    def make(**terms):
        return offices.delegate(head, **{"by": cast.admin, "to": cast["VHXH:unit_head"], **ACT, **TERM, **terms})

    return make


@pytest.fixture
def by_order(cast, head):
    """The head of the ward's office signs TL. for the board's head."""
    told = {"authority": Authority.BY_ORDER, "title": "Chánh Văn phòng", "document": "05/QĐ-BCĐ"}
    return offices.delegate(head, by=cast.admin, to=cast["VP:unit_head"], **told, **TERM).membership


KT_BY_ORDER = {"authority": Authority.DEPUTY, "title": "Phó Chánh Văn phòng", "document": "05/QĐ-BCĐ"}


def newest(person):
    return TrailEvent.objects.filter(subject_kind="person", subject_id=person.pk).latest("seq")


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


def get(client, person: Person, name: str, *args):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(f"/{name}/" % args)


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


def test_by_order_a_deputy_of_the_unit_signs_for_its_head(cast, by_order):
    made = offices.delegate(by_order, by=cast.admin, to=cast["VP:drafter"], **KT_BY_ORDER, **TERM).membership
    signs = capacity(made)
    assert signs.words == "TL. TRƯỞNG BAN CHỈ ĐẠO – KT. CHÁNH VĂN PHÒNG – PHÓ CHÁNH VĂN PHÒNG"
    assert lines_above(Form.COMMITTEE, signs) == (
        "TL. TRƯỞNG BAN CHỈ ĐẠO",
        "KT. CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG",
    )
    assert lines_above(Form.PEOPLE, signs) == ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
    assert capacity_as(made.person, held_at(made, made.person, FIRST)) == signs
    assert newest(made.person).changes["through"] == [None, "Chánh Văn phòng"]


@pytest.mark.parametrize("terms", [{"authority": Authority.DELEGATED}, {"authority": Authority.BY_ORDER}])
def test_who_signs_by_order_gives_nothing_else(cast, by_order, terms):
    with pytest.raises(NotPossible):
        offices.delegate(by_order, by=cast.admin, to=cast["VP:drafter"], **KT_BY_ORDER | terms, **TERM)


def test_by_order_nobody_of_another_unit_deputises(cast, by_order):
    with pytest.raises(NotPossible) as refused:
        offices.delegate(by_order, by=cast.admin, to=cast["CA:drafter"], **KT_BY_ORDER, **TERM)
    assert "Điều 13.4" in refused.value.message


def test_a_deputy_by_order_passes_nothing_on(cast, by_order):
    made = offices.delegate(by_order, by=cast.admin, to=cast["VP:drafter"], **KT_BY_ORDER, **TERM).membership
    with pytest.raises(NotPossible):
        offices.delegate(made, by=cast.admin, to=cast["VP:clerk"], **KT_BY_ORDER, **TERM)


def test_a_deputys_order_ends_with_the_heads(cast, head, by_order):
    made = offices.delegate(by_order, by=cast.admin, to=cast["VP:drafter"], **KT_BY_ORDER, **TERM).membership
    offices.end_membership(head, by=cast.admin)
    assert not grants.may(made.person, "approve_reports", cast.ward.pk)


def test_the_admin_enters_a_deputy_by_order_on_its_page(client, cast, by_order):
    page = get(client, cast.admin, "memberships/%d/delegate", by_order.pk)
    assert set(page.context["form"].fields["to"].queryset) == {cast["VP:drafter"], cast["VP:clerk"]}
    typed = {
        **KT_BY_ORDER,
        "to": cast["VP:drafter"].pk,
        "starts_on": "2026-11-02",
        "last_day": "2026-11-14",
        "post": "",
    }
    assert client.post(f"/memberships/{by_order.pk}/delegate/", typed).status_code == 302


def test_what_a_deputy_delegated_before_is_listed_for_the_admin(client, cast, head, deputy, delegate):
    membership = delegate().membership
    assert "Điều 13.3" not in get(client, cast.admin, "units").content.decode()
    Delegation.objects.update(source=deputy)
    page = get(client, cast.admin, "units")
    assert page.context["irregular"] == [membership]
    assert f"/people/{membership.person_id}/" in page.content.decode()
    assert "12/UQ-UBND" in page.content.decode()
    assert not get(client, cast.coordinator, "units").context["irregular"]
