"""Steps that are taken on a condition: the head signs instead of the deputy where something is out of the ordinary."""

from contextlib import ExitStack
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.trail import changes, words
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events
from workflows.models import IndicatorEntry, IndicatorFigure, Step, WardReport
from workflows.routes import actions as routes
from workflows.routes.when import conditions
from workflows.routes.when.conditions import AskedCondition, Condition
from workflows.routes.when.parameters import Amount
from workflows.ward_reports import actions as ward_reports

HEAD, DEPUTY = "Trưởng Ban", "Phó Trưởng Ban"
SHAPE = {"verb": "approve", "office": "approver", "need": "any", "quorum": 1, "allowance": 2, "beside": False}


def head_when(cast, condition: str, *, reversed: bool = False) -> Step:
    """Where the condition holds the head signs, otherwise the deputy as before."""
    arrange.head_of_the_board(cast)
    route = cast.monthly.route
    deputy = route.steps.get()
    head = routes.add_step(route, by=cast.admin, title=HEAD, unit=cast.ward, **SHAPE)
    routes.move_step(head, by=cast.admin, up=True)
    routes.change_step(deputy, by=cast.admin, otherwise=True)
    return routes.change_step(head, by=cast.admin, condition=condition, reversed=reversed)


def sent(cast, report: WardReport) -> WardReport:
    return ward_reports.send_for_approval(report, by=cast.coordinator)


def holds(report: WardReport, condition: str) -> bool | None:
    asked = AskedCondition(condition, None)
    return conditions.answers(reread(report), [asked])[asked]


def titles(report: WardReport) -> list[str]:
    return [step.title for step in report.steps.order_by("order")]


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    return arrange.consolidated(cast)


HOLDS, FAILS = "waived", "replacement"  # of the report below: all units but one are waived, and it is the first version


@pytest.mark.parametrize(
    ("condition", "reversed", "signs"),
    [(HOLDS, False, HEAD), (FAILS, False, DEPUTY), (HOLDS, True, DEPUTY), (FAILS, True, HEAD)],
)
def test_the_head_signs_instead_of_the_deputy_where_the_condition_says_so(cast, report, condition, reversed, signs):
    head_when(cast, condition, reversed=reversed)
    assert titles(sent(cast, report)) == [signs]


def test_the_value_of_each_condition_stands_in_the_trail(cast, report):
    head_when(cast, HOLDS)
    sent(cast, report)
    assert events(reread(report))[-1].changes[f"when_{HOLDS}"] == [None, "yes"]


def test_the_signer_is_who_holds_the_step_that_is_taken(cast, report):
    head_when(cast, HOLDS)
    assert sent(cast, report).signatory.username == "head"


CASES = {
    "red": lambda report: report.figures.filter(indicator__number=1).update(light=IndicatorFigure.Light.RED),
    "adjusted": lambda report: report.figures.filter(indicator__number=1).update(
        overridden_at=report.consolidated_at, reason="Đối chiếu lại"
    ),
    "replacement": lambda report: WardReport.objects.filter(pk=report.pk).update(version=2),
    "late": lambda report: (
        type(report.period).objects.filter(pk=report.period_id).update(ward_due_at=report.consolidated_at)
    ),
    "explained": lambda report: IndicatorEntry.objects.filter(indicator__number=1).update(
        asked=True, explanation="Đã kiểm tra lại với bộ phận một cửa"
    ),
    "reworded": lambda report: WardReport.objects.filter(pk=report.pk).update(results="Viết lại bằng tay"),
}


@pytest.mark.parametrize("condition", CASES)
def test_each_condition_reads_the_report_as_it_stands(cast, report, condition):
    report.figures.update(light=IndicatorFigure.Light.GREEN)
    IndicatorEntry.objects.update(asked=False)
    assert not holds(report, condition)
    CASES[condition](report)
    assert holds(report, condition)


def test_a_waived_unit_is_seen(cast, report):
    assert holds(report, "waived")  # arrange.consolidated waives the other units


def test_a_route_that_might_end_without_a_signature_is_refused(cast):
    deputy = cast.monthly.route.steps.get()
    with pytest.raises(NotPossible, match="điều kiện của bước đó có thể không thỏa"):
        routes.change_step(deputy, by=cast.admin, condition="red")
    assert cast.monthly.route.steps.get().condition == ""


def test_a_condition_that_is_known_no_more_is_said_when_the_report_is_sent(cast, report):
    cast.monthly.route.steps.update(condition="gone")
    with pytest.raises(NotPossible, match="điều kiện không còn dùng nữa"):
        sent(cast, report)


def test_a_condition_costs_one_query_and_none_where_the_route_names_none(cast, report, statements):
    with statements() as plain:
        conditions.taken(report)
    head_when(cast, HOLDS)
    with statements() as asked:
        conditions.taken(reread(report))
    assert (len(plain), len(asked)) == (1, 3)  # the third is of reread itself


def test_a_rooms_conditions_are_told_in_the_trail_in_its_words():
    plain = Condition("it is plain", "it is not", lambda _case, _of: True, "state")
    costly = Condition("it costs %(of)s", "it costs less", lambda _case, _of: True, "state", Amount("Cost"))
    with ExitStack() as undone:
        for registry in (conditions.CONDITIONS, words.FIELDS, words.VALUES, words.WRITINGS):
            undone.enter_context(patch.dict(registry))
        conditions.register({"plain": plain, "costly": costly})
        told = changes.rows({"when_plain": [None, "yes"], "when_costly": [None, [[5000, "no"], [7, "yes"]]]})
        with pytest.raises(ImproperlyConfigured, match="plain"):
            conditions.register({"plain": plain})
    assert told == [
        {"field": "it is plain", "old": "–", "new": "có"},
        {"field": "Cost", "old": "–", "new": "5.000 đồng: không; 7 đồng: có"},
    ]


def test_the_card_says_when_a_step_is_taken(client, cast):
    head_when(cast, HOLDS)
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    page = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "có đơn vị không phải báo cáo" in page
    assert "Nếu không." in page
    step = cast.monthly.route.steps.get(title=HEAD)
    form = client.get(reverse("step_change", args=[step.pk])).content.decode()
    assert '<option value="waived" selected>có đơn vị không phải báo cáo</option>' in form
