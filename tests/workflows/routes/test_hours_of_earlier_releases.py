"""Routes of earlier releases said their allowances in days, and nothing of what happens at the end."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.workflows import arrange
from workflows.models import RouteVersion, Step
from workflows.routes import actions as routes
from workflows.routes import sentences, versions

MIGRATION = import_module("workflows.migrations.0013_clock_of_steps")
OPINION = {"verb": "opinion", "office": "unit_head", "need": "any", "allowance": 3, "title": "Ý kiến"}


@pytest.fixture
def route(cast, on_day):
    """As an earlier release left it: two days to sign, three for an opinion, of a report that was sent on a Friday."""
    on_day("2026-11-06 09:00")
    route = cast.monthly.route
    routes.add_step(route, by=cast.admin, unit=cast.units["CA"], **OPINION)
    route.steps.filter(verb="approve").update(allowance=2)
    arrange.awaiting(cast)
    apps.get_model("workflows", "CaseStep").objects.update(at_end="remind", alarm_at=None)
    Step.objects.update(at_end="remind")
    new = ("at_end", "to_unit", "to_office")
    shape = [
        {name: value for name, value in step.items() if name not in new}
        for step in versions.shape_of(routes.standing(route))
    ]
    RouteVersion.objects.create(
        route=route, number=3, shape=shape, digest=versions.digest_of(shape), in_force_from="2026-11-06T00:00Z"
    )
    return route


def told(rows) -> list[tuple[int, str]]:
    return list(rows.order_by("order").values_list("allowance", "at_end"))


def test_a_day_becomes_eight_hours_and_an_opinion_is_passed_over_as_before(route):
    due = list(apps.get_model("workflows", "CaseStep").objects.order_by("order").values_list("due_at", flat=True))
    MIGRATION.count_in_hours(apps, None)
    assert told(route.steps) == [(24, "pass"), (16, "remind")]
    steps = apps.get_model("workflows", "CaseStep").objects
    assert told(steps) == [(24, "pass"), (16, "remind")]
    assert list(steps.order_by("order").values_list("due_at", "alarm_at")) == [(due[0], due[0]), (None, None)]


@pytest.mark.parametrize(("hours", "days"), [(1, 1), (8, 1), (9, 2), (24, 3)])
def test_going_back_hours_become_the_next_whole_day(route, hours, days):
    route.steps.update(allowance=hours)
    MIGRATION.count_in_days(apps, None)
    assert set(route.steps.values_list("allowance", flat=True)) == {days}


def test_a_version_that_says_days_is_read_as_hours_and_stays_as_it_is(cast, route):
    MIGRATION.count_in_hours(apps, None)
    kept = versions.newest(route)
    was = versions.steps_of(kept.shape, versions.units_of(cast.ward), {})
    assert [(step.allowance, step.at_end) for step in was] == [(24, "pass"), (16, "remind")]
    assert sentences.differences(was, routes.standing(route)) == []
    assert kept.digest == versions.digest_of(kept.shape)


def test_a_change_that_changes_nothing_writes_no_version_after_the_upgrade_either(cast, route):
    MIGRATION.count_in_hours(apps, None)
    routes.change_step(route.steps.get(verb="opinion"), by=cast.admin, allowance=24)
    assert versions.number_of(route) == 3
