"""When a ward works: its administrator sets it, and what opens from then on is due by it."""

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from tests.workflows.traces import events, undone
from units.hours import USUAL, in_words, spans_of
from units.models import Unit
from units.tree import actions as tree

EARLY = "07:00–11:00, 13:00–17:00"
TYPED = {"morning_from": "07:00", "morning_until": "11:00", "afternoon_from": "13:00", "afternoon_until": "17:00"}


def page(client, person, unit, typed=None):
    client.force_login(person, backend="units.backends.GrantBackend")
    address = reverse("unit_hours", args=[unit.pk])
    return client.post(address, typed) if typed else client.get(address)


def test_the_usual_hours_are_those_of_offices():
    assert spans_of("") == ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
    assert in_words(spans_of(USUAL)) == USUAL


def test_the_administrator_sets_the_hours_and_the_trail_tells_both(client, cast):
    assert 'value="07:30"' in page(client, cast.admin, cast.ward).content.decode()
    assert page(client, cast.admin, cast.ward, TYPED).status_code == 302
    cast.ward.refresh_from_db()
    assert cast.ward.hours == EARLY
    event = events(cast.ward)[-1]
    assert (event.action, event.actor, event.changes) == ("change_hours", cast.admin, {"hours": ["", EARLY]})


def test_the_page_is_linked_for_the_administrator_alone(client, cast):
    address = reverse("unit_hours", args=[cast.ward.pk])
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    assert address in client.get(reverse("units")).content.decode()
    assert page(client, cast.coordinator, cast.ward).status_code == 403


def test_hours_that_change_nothing_leave_no_event(cast):
    tree.change_hours(cast.ward, by=cast.admin, spans=spans_of(EARLY))
    before = len(events(Unit.objects.get(pk=cast.ward.pk)))
    tree.change_hours(cast.ward, by=cast.admin, spans=spans_of(EARLY))
    assert len(events(Unit.objects.get(pk=cast.ward.pk))) == before


@pytest.mark.parametrize("words", ["11:30–07:30, 13:30–17:00", "07:30–13:30, 13:30–17:00", "13:30–17:00, 07:30–11:30"])
def test_hours_out_of_order_are_refused(cast, words):
    with pytest.raises(NotPossible, match="Giờ sau phải muộn hơn"):
        tree.change_hours(cast.ward, by=cast.admin, spans=spans_of(words))


def test_a_refusal_keeps_what_was_typed(client, cast):
    answer = page(client, cast.admin, cast.ward, TYPED | {"morning_until": "13:00"})
    assert "Giờ sau phải muộn hơn" in answer.content.decode()
    assert 'value="13:00"' in answer.content.decode()


def test_nobody_else_sets_them(cast):
    with pytest.raises(PermissionDenied):
        tree.change_hours(cast.ward, by=cast.coordinator, spans=spans_of(EARLY))


def test_a_unit_has_no_hours_of_its_own(client, cast):
    assert page(client, cast.admin, cast.units["CA"]).status_code == 404


def test_a_change_that_was_rolled_back_leaves_nothing(cast):
    with undone():
        tree.change_hours(cast.ward, by=cast.admin, spans=spans_of(EARLY))
    cast.ward.refresh_from_db()
    assert cast.ward.hours == ""
