"""A route's time beside the schedule of its kind; a day that is no day of eight hours; a unit that is retired."""

import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from tests.factories import reread
from tests.workflows.routes.test_page_routes import sign_in
from tests.workflows.submissions import arrange
from units.models import Unit
from units.tree import actions as tree
from workflows import tasks
from workflows.models import Step
from workflows.routes import actions as routes
from workflows.routes import fitting, sentences
from workflows.submissions import actions as submissions

TIGHT = "có thể quá hạn dù bước nào cũng đúng hạn"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def step(hours, **marks):
    return Step(title=str(hours), verb=marks.pop("verb", "approve"), allowance=hours, **marks)


@pytest.mark.parametrize(
    ("steps", "hours"),
    [
        ([step(16)], 16),
        ([step(8), step(16)], 24),
        ([step(8), step(24, beside=True), step(16)], 40),
        ([step(8, condition="red"), step(20, otherwise=True), step(4)], 24),
        ([step(16), step(4, verb="number"), step(80, verb="inform")], 20),
    ],
)
def test_the_longest_way_is_that_of_each_stages_slowest_step(steps, hours):
    assert fitting.longest(steps).total_seconds() == hours * 3600


def page(client, cast):
    sign_in(client, cast.admin)
    return client.get(reverse("routes", args=[cast.ward.pk])).content.decode()


def test_the_default_route_fits(client, cast):
    tasks.open_periods()
    assert TIGHT not in page(client, cast)


def test_a_route_that_takes_longer_than_there_is_between_the_due_times_is_said(client, cast):
    tasks.open_periods()
    routes.change_step(cast.monthly.route.steps.get(), by=cast.admin, allowance=80)
    assert page(client, cast).count(TIGHT) == 1


def test_a_kind_without_periods_has_no_due_times_to_fit(client, cast):
    routes.change_step(arrange.kind(cast).route.steps.get(), by=cast.admin, allowance=240)
    assert TIGHT not in page(client, cast)


def test_a_day_is_said_to_be_of_eight_hours_and_the_form_how_long_the_ward_works(client, cast):
    one = cast.monthly.route.steps.get()
    assert sentences.allowed(one) == "16 giờ làm việc (2 ngày, mỗi ngày tính 8 giờ)"
    sign_in(client, cast.admin)
    form = client.get(reverse("step_change", args=[one.pk])).content.decode()
    assert "07:30–11:30, 13:30–17:00, mỗi ngày 7,5 giờ" in form


@pytest.mark.parametrize("name", ["unit", "to_unit"])
def test_a_retired_unit_of_a_step_is_refused_when_a_document_is_sent(cast, name):
    tree.add_unit(cast.ward, by=None, code="NEW", name="Đơn vị mới", short_name="Đơn vị mới")
    unit = Unit.objects.get(code="NEW")
    shape = arrange.SHAPE | {"unit": cast.units["VP"], "title": "Ý kiến", name: unit}
    end = {"at_end": "escalate", "to_office": "unit_head"} if name == "to_unit" else {}
    routes.add_step(arrange.kind(cast).route, by=cast.admin, **shape, **end)
    Unit.objects.filter(pk=unit.pk).update(retired_at=now())
    case = arrange.draft(cast)
    with pytest.raises(NotPossible, match="Đơn vị mới đã thôi"):
        submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert reread(case).state == "draft"
