"""The ten routes that wards ask for: each is made on the page of routes, and cases take them."""

import pytest
from django.urls import reverse

from tests.factories import reread
from tests.workflows.submissions import arrange
from workflows.models import ReportKind
from workflows.routes import actions as routes
from workflows.routes import versions
from workflows.routes.transfer import files
from workflows.routes.when import condition_fields
from workflows.routes.who import signatories
from workflows.submissions import actions as submissions

from .ten_routes import TEN, people_for_them, put_in_force
from .test_import_route import content
from .test_page_routes import sign_in

ON_CONDITION = ("condition", "parameter", "reversed", "further", "any_of", "otherwise")


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def plain(step: dict) -> dict:
    """What a person fills in first: the step without what it depends on."""
    return {name: value for name, value in step.items() if name not in ON_CONDITION}


def as_typed(cast, route, step: dict) -> dict:
    """As the form of a step sends it; a box that is not ticked sends nothing."""
    units = {"MINHXUAN": cast.ward} | cast.units
    asked = [{"condition": step.get("condition"), "parameter": step.get("parameter")}, *step.get("further", ())]
    typed = {"need": "any", "quorum": 1, "allowance": 16} | plain(step) | {"unit": units[step["unit"]].pk}
    typed |= condition_fields.typed([each for each in asked if each["condition"]])
    typed |= {"any_of": "yes" if step.get("any_of") else "", "seen": versions.number_of(route)}
    if step.get("otherwise"):
        typed["otherwise"] = "on"
    return {name: value for name, value in typed.items() if value not in (None, False)}


def post(client, cast, name, of, route, step):
    answer = client.post(reverse(name, args=[of.pk]), as_typed(cast, route, step))
    assert answer.status_code == 302, dict(answer.context["form"].errors)


@pytest.mark.parametrize("name", TEN)
def test_each_is_made_on_the_page_of_routes(client, cast, name):
    """All steps first, then what they depend on, from the last: a route is sound at every moment."""
    people_for_them(cast)
    code, steps = TEN[name]
    route = ReportKind.objects.get(ward=cast.ward, code=code).route
    usual = routes.standing(route)
    sign_in(client, cast.admin)
    for step in steps:
        post(client, cast, "step_add", route, route, plain(step))
    for step in usual:
        client.post(reverse("step_retire", args=[step.pk]), {"seen": versions.number_of(route)})
    made = dict(zip([step["title"] for step in steps], routes.standing(route), strict=True))
    for step in reversed(steps):
        if set(step) & set(ON_CONDITION):
            post(client, cast, "step_change", made[step["title"]], route, step)
    asked = versions.shape_of(files.read(content(*steps), cast.ward))
    assert versions.shape_of(routes.standing(route)) == asked


@pytest.mark.parametrize(
    ("name", "amount", "taken"),
    [
        ("from an amount on the head signs", 500_000_000, ["Thẩm định kinh phí", "Trưởng Ban ký"]),
        ("from an amount on the head signs", 499_999_999, ["Thẩm định kinh phí", "Phó Trưởng Ban ký"]),
        ("signed by order by the head of the office", None, ["Chánh Văn phòng ký TL."]),
        ("two of the deputies approve", None, ["Hai Phó Trưởng Ban duyệt", "Trưởng Ban ký"]),
    ],
)
def test_a_document_takes_it(cast, name, amount, taken):
    people_for_them(cast)
    put_in_force(cast, *TEN[name])
    case = arrange.draft(cast, TEN[name][0], amount=amount)
    could = signatories.of(case, signatories.last_step(case), sender=cast["CA:unit_head"])
    case = reread(submissions.send_for_approval(case, by=cast["CA:unit_head"], signatory=next(iter(could))))
    assert [step.title for step in case.way] == taken
    assert [step.title for step in case.way if step.opened_at] == taken[:1]
