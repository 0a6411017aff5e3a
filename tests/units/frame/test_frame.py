"""What stands around every page: the menu of the person, help and the way back from it."""

import re

import pytest
from django.urls import reverse

from approvals.clock import now
from units.offices import actions as offices
from workflows.models import Route

CHOICE = re.compile(r"<option[^>]*>-{3,}</option>")


@pytest.mark.parametrize(
    ("who", "offered"), [("BCĐ:approver", True), ("CA:drafter", False), ("VP:clerk", False), ("MX:admin", False)]
)
def test_the_menu_offers_a_signing_key_to_whoever_signs(client, cast, who, offered):
    person = cast[who]
    client.force_login(person)
    assert (reverse("person_key", args=[person.pk]) in client.get("/").content.decode()) == offered


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/plan/?unit=CA", "http://testserver/plan/?unit=CA"),
        ("http://elsewhere.example/", "/"),
        ("http://testserver/help/plan/", "/"),
        ("", "/"),
    ],
)
def test_help_leads_back_to_where_it_was_asked_for(client, db, came_from, back):
    page = client.get("/help/plan/", headers={"referer": came_from}).content.decode()
    assert f'href="{back}">Quay lại</a>' in page


def test_no_choice_begins_with_dashes(client, cast):
    client.force_login(cast.admin)
    office = cast.approver.memberships.get()
    addresses = [
        reverse("person_add"),
        reverse("membership_start", args=[cast.approver.pk]),
        reverse("membership_authority", args=[office.pk]),
        reverse("step_add", args=[Route.objects.get(kind=cast.monthly).pk]),
    ]
    for address in addresses:
        page = client.get(address)
        assert (page.status_code, CHOICE.findall(page.content.decode())) == (200, []), address


def test_the_page_of_titles_says_where_a_delegation_is_entered(client, cast):
    client.force_login(cast.admin)
    page = client.get(reverse("membership_authority", args=[cast.approver.memberships.get().pk])).content.decode()
    assert "TUQ. không ghi ở đây" in page


def test_a_second_office_begins_with_the_title_of_the_first(client, cast):
    own = cast.approver.memberships.get()
    second = offices.start_membership(
        cast.approver, by=cast.admin, unit=cast.units["CA"], office="unit_head", starts_at=now()
    )
    client.force_login(cast.admin)
    form = client.get(reverse("membership_authority", args=[second.pk])).context["form"]
    told = [form[name].value() for name in ("authority", "title", "acts_for", "post")]
    assert told == [own.authority, own.title, own.acts_for, own.post]
