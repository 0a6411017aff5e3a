"""Who may what: the whole cast against every right, and the three questions that must agree."""

import pytest

from units import grants, rules
from units.backends import GrantBackend
from units.models import Unit

pytestmark = pytest.mark.twice  # who may what is asked of the database
RIGHTS = [codename for codename, _words in Unit._meta.permissions]
ON_WARD = {
    "VHXH:coordinator": {"view_reports", "review_reports", "view_documents", "view_trail"},
    "BCĐ:approver": {"view_reports", "approve_reports", "view_documents", "view_trail"},
    "VP:clerk": {"view_reports", "issue_reports", "view_documents", "view_trail"},
    "MX:auditor": {"view_reports", "view_documents", "view_trail"},
    "MX:admin": {"view_reports", "administer", "view_documents", "view_trail"},
    "CA:drafter": {"view_documents"},
    "CA:unit_head": {"view_documents"},
}
ON_UNIT = {"CA:drafter": {"view_reports", "write_reports"}, "CA:unit_head": {"view_reports", "submit_reports"}}
DECIDES = {"write_reports", "submit_reports", "review_reports", "approve_reports", "issue_reports"}


@pytest.mark.parametrize(("who", "expected"), ON_WARD.items())
def test_rights_on_the_ward_are_those_of_the_office(cast, who, expected):
    assert {right for right in RIGHTS if grants.may(cast[who], right, cast.ward.pk)} == expected


@pytest.mark.parametrize(("who", "expected"), ON_UNIT.items())
def test_rights_on_a_unit_are_those_of_the_office_in_it(cast, who, expected):
    assert {right for right in RIGHTS if grants.may(cast[who], right, cast.units["CA"].pk)} == expected
    assert not any(grants.may(cast[who], right, cast.units["VP"].pk) for right in RIGHTS)


def test_admin_cannot_decide_anywhere(cast):
    places = [cast.ward.pk, *(unit.pk for unit in cast.units.values())]
    assert not any(grants.may(cast.admin, right, place) for right in DECIDES for place in places)


@pytest.mark.parametrize("right", RIGHTS)
def test_may_rows_and_holders_agree_over_the_whole_cast(cast, right):
    for unit in cast.units.values():
        holders = set(grants.holders(right, unit.pk).values_list("pk", flat=True))
        for person in cast.people.values():
            may = grants.may(person, right, unit.pk)
            assert may == (unit.pk in set(grants.units_where(person, right))) == (person.pk in holders)


def test_scopes_of_a_ward_office_reach_its_units(cast):
    scopes = set(rules.scopes_for(cast.auditor, "view_trail"))
    assert scopes == {unit.pk for unit in cast.units.values()}


def test_scopes_of_a_unit_office_are_the_unit_alone(cast):
    assert list(rules.scopes_for(cast["CA:drafter"], "view_reports")) == [cast.units["CA"].pk]


def test_an_inactive_person_may_nothing(cast):
    cast.auditor.is_active = False
    assert not rules.scopes_for(cast.auditor, "view_trail").exists()
    assert not grants.may(cast.auditor, "view_trail", cast.ward.pk)


def test_a_right_without_a_unit_is_no_right(cast):
    assert not GrantBackend().has_perm(cast.admin, "units.administer")
    assert cast.admin.has_perm("units.administer", cast.ward)
