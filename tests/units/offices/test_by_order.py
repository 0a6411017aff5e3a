"""Signing by order (TL.): whom the head orders, and who deputises there (NĐ 30/2020, Điều 13.3)."""

import pytest

from approvals.errors import NotPossible
from units import grants
from units.models import Authority
from units.offices import actions as offices
from units.offices.authority import capacity, capacity_as
from workflows.documents.content import Form
from workflows.documents.pages.signature_block import lines_above

from .arrange import FIRST, TERM, get, held_at, newest

KT_BY_ORDER = {"authority": Authority.DEPUTY, "title": "Phó Chánh Văn phòng", "document": "05/QĐ-BCĐ"}


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


def test_a_deputy_by_order_who_left_the_unit_is_listed_for_the_admin(client, cast, by_order):
    made = offices.delegate(by_order, by=cast.admin, to=cast["VP:drafter"], **KT_BY_ORDER, **TERM).membership
    assert not get(client, cast.admin, "units").context["irregular"]
    offices.end_all(made.person.memberships.filter(delegation=None), by=cast.admin)
    assert get(client, cast.admin, "units").context["irregular"] == [made]


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
