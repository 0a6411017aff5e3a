"""Arrange: the forms at the steps of a unit's own report and of a route, and what takes each away before it is sent."""

from django.urls import reverse

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.unit_reports.looking import accept_by_two, ask_for_looks, deputy_of
from workflows.routes import actions as routes
from workflows.routes import versions
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.confirming import actions as confirming
from workflows.unit_reports.looks import actions as looks

from .typed_forms import WORDS


def giving_back(cast):
    deputy_of(cast)
    ask_for_looks(cast)
    report = arrange.draft(cast)
    asked = looks.ask_for_look(report, by=cast["CA:drafter"], seen=report.version)
    looks.withdraw_look(reread(asked), by=cast["CA:drafter"])
    return "CA:unit_head", reverse("unit_report_return_look", args=[report.pk]), {"reason": WORDS}


def not_confirming(cast):
    accept_by_two(cast, office="approver", unit=cast.units["BCĐ"])
    report = factories.in_review(cast)
    confirming.propose_acceptance(report, by=cast.coordinator, seen=report.version)
    unit_reports.hand_back(reread(report), by=cast.coordinator)
    return "BCĐ:approver", reverse("unit_report_refuse_acceptance", args=[report.pk]), {"reason": WORDS}


def adding_a_field_to_a_step(cast):
    step = cast.monthly.route.steps.get()
    seen = versions.number_of(step.route)
    routes.change_step(step, by=cast.admin, allowance=7)
    typed = {"label": WORDS, "type": "text", "seen": seen}
    return "MX:admin", reverse("step_field_add", args=[step.pk]), typed


def changing_a_step(cast):
    steps = cast.monthly.route.steps
    routes.add_step(cast.monthly.route, by=cast.admin, **step(cast))
    old = steps.order_by("order").first()
    routes.retire_step(old, by=cast.admin)
    return "MX:admin", reverse("step_change", args=[old.pk]), step(cast) | {"title": WORDS, "unit": old.unit_id}


def step(cast):
    return {"title": "Thẩm định", "unit": cast.units["BCĐ"], "office": "approver", "need": "any", "allowance": 1}


STATES = [changing_a_step, giving_back, not_confirming, adding_a_field_to_a_step]
