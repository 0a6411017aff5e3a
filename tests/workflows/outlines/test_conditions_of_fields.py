"""A step of a route that depends on a field of the outline: a word that a unit chose, or how much all units have."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from tests.factories import reread
from tests.workflows import arrange as others
from tests.workflows.outlines import arrange
from tests.workflows.traces import events
from workflows.models import Step
from workflows.outlines import actions as outlines
from workflows.routes import actions as routes
from workflows.routes import versions
from workflows.routes.transfer import bpmn, files
from workflows.routes.when import conditions
from workflows.ward_reports import actions as ward_reports

HEAD, DEPUTY = "Trưởng Ban", "Phó Trưởng Ban"
SHAPE = {"verb": "approve", "office": "approver", "need": "any", "quorum": 1, "allowance": 2, "beside": False}
ASKED = (arrange.NUMBER, {"label": "Mức độ", "type": "choice", "summing": "count", "choices": ["Cao", "Thấp"]})
CHOSEN = {"condition": "field_choice", "parameter": "2|Cao|Mức độ"}
AMOUNT = {"condition": "field_amount", "parameter": "1|40|Số hộ nghèo"}


@pytest.fixture(autouse=True)
def asked(cast, on_day):
    on_day("2026-11-03 09:00")
    return arrange.with_fields(cast, *ASKED)


def head_when(cast, **when):
    others.head_of_the_board(cast)
    deputy = cast.monthly.route.steps.get()
    head = routes.add_step(cast.monthly.route, by=cast.admin, title=HEAD, unit=cast.ward, **SHAPE)
    routes.move_step(head, by=cast.admin, up=True)
    routes.change_step(deputy, by=cast.admin, otherwise=True)
    return routes.change_step(head, by=cast.admin, **when)


def report_of(cast, number=12, word="Cao"):
    told = ({"value": Decimal(number)}, {"choice": word})
    return arrange.consolidated(cast, CA=told, VHXH=({"value": Decimal(30)}, {"choice": "Thấp"}))


def taken(report):
    return [step.title for step in conditions.taken(reread(report)).steps]


def sent(cast, report):
    return ward_reports.send_for_approval(report, by=cast.coordinator)


TAKEN = [
    (CHOSEN, {"word": "Cao"}, HEAD),
    (CHOSEN, {"word": "Thấp"}, DEPUTY),
    (CHOSEN | {"reversed": True}, {"word": "Thấp"}, HEAD),
    (AMOUNT, {"number": 10}, HEAD),
    (AMOUNT, {"number": 9}, DEPUTY),
    (AMOUNT | {"reversed": True}, {"number": 9}, HEAD),
]


@pytest.mark.parametrize(("when", "told", "signs"), TAKEN)
def test_the_step_is_taken_as_the_units_reported(cast, when, told, signs):
    head_when(cast, **when)
    assert taken(report_of(cast, **told)) == [signs]


def test_it_is_frozen_with_the_case_and_stands_in_the_trail(cast):
    head_when(cast, **CHOSEN)
    report = sent(cast, report_of(cast))
    assert [step.title for step in report.steps.all()] == [HEAD]
    assert events(reread(report))[-1].changes["when_field_choice"] == [None, [["2|Cao|Mức độ", "yes"]]]


def test_conditions_of_fields_are_read_in_one_statement(cast, statements):
    further = [AMOUNT | {"reversed": False}]
    head_when(cast, **CHOSEN, further=further)
    report = reread(report_of(cast))
    with statements() as counted:
        conditions.taken(report)
    assert len(counted) == 2, counted.sql


def test_it_is_told_in_plain_words(cast):
    assert conditions.in_words(head_when(cast, **CHOSEN)) == "có đơn vị chọn “Cao” (trường “Mức độ”)"
    step = Step(**AMOUNT | {"reversed": True})
    assert conditions.in_words(step) == "tổng hợp các đơn vị không đạt “Số hộ nghèo” từ 40 trở lên"


def test_a_field_that_the_outline_lost_is_said_when_the_report_is_sent(cast, asked):
    head_when(cast, **CHOSEN)
    outlines.remove_field(cast.monthly, asked[1].number, by=cast.admin, seen=arrange.seen(cast))
    report = arrange.consolidated(cast, CA=({"value": Decimal(1)},))
    with pytest.raises(NotPossible, match="không hỏi “Cao” \\(trường “Mức độ”\\)"):
        sent(cast, report)
    assert reread(report).state == "consolidating"


def test_a_word_that_the_list_lost_is_said_too(cast, asked):
    head_when(cast, **CHOSEN)
    changed = ASKED[1] | {"choices": ["Rất cao", "Thấp"]}
    outlines.change_field(cast.monthly, asked[1].number, by=cast.admin, seen=arrange.seen(cast), **changed)
    report = arrange.consolidated(cast, CA=({"value": Decimal(1)}, {"choice": "Thấp"}))
    with pytest.raises(NotPossible, match="không hỏi"):
        sent(cast, report)


def test_a_field_that_is_renamed_stays_the_same_condition(cast, asked):
    step = head_when(cast, **CHOSEN)
    renamed = ASKED[1] | {"label": "Mức rủi ro"}
    outlines.change_field(cast.monthly, asked[1].number, by=cast.admin, seen=arrange.seen(cast), **renamed)
    routes.change_step(step, by=cast.admin, allowance=4)
    assert taken(report_of(cast)) == [HEAD]


@pytest.mark.parametrize("parameter", ["9|Cao|Mức độ", "2|Vừa|Mức độ", "", None, 5])
def test_what_no_outline_asks_is_refused_when_the_route_is_changed(cast, parameter):
    with pytest.raises(NotPossible):
        head_when(cast, condition="field_choice", parameter=parameter)


@pytest.mark.parametrize("parameter", ["2|40|Mức độ", "1|nhiều|Số hộ nghèo", "1||Số hộ nghèo", "1|-4|Số hộ nghèo", "x"])
def test_an_amount_of_no_number_is_refused(cast, parameter):
    with pytest.raises(NotPossible):
        head_when(cast, condition="field_amount", parameter=parameter)


def test_the_page_of_a_step_offers_the_fields_of_its_kind(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    step = cast.monthly.route.steps.get()
    words = client.get(reverse("step_change", args=[step.pk])).content.decode()
    assert '<option value="2|Cao|Mức độ">Mức độ: Cao</option>' in words
    other = client.get(reverse("step_change", args=[cast.annual.route.steps.get().pk])).content.decode()
    assert "Mức độ: Cao" not in other


def test_an_amount_is_chosen_and_typed_on_the_page(client, cast):
    head_when(cast, **CHOSEN)
    head = cast.monthly.route.steps.get(title=HEAD)
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    form = client.get(reverse("step_change", args=[head.pk])).context["form"]
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, [])}
    typed = {"condition": "field_amount", "of_field_amount_0": "1", "of_field_amount_1": "1.500,5"}
    answer = client.post(reverse("step_change", args=[head.pk]), kept | typed)
    assert answer.status_code == 302
    assert cast.monthly.route.steps.get(title=HEAD).parameter == "1|1500.5|Số hộ nghèo"
    shown = client.get(reverse("step_change", args=[head.pk])).content.decode()
    assert 'value="1.500,5"' in shown
    refused = client.post(reverse("step_change", args=[head.pk]), kept | typed | {"of_field_amount_1": ""})
    assert (refused.status_code, "Hãy nhập hoặc chọn giá trị" in refused.content.decode()) == (422, True)


def test_it_travels_with_the_file_and_stands_in_the_diagram(cast):
    head_when(cast, **CHOSEN, further=[AMOUNT | {"reversed": True}])
    route = cast.monthly.route
    text = files.written(route)
    assert versions.shape_of(files.read(text.encode(), cast.ward)) == json.loads(text)["steps"]
    assert versions.newest(route).shape[0]["parameter"] == CHOSEN["parameter"]
    assert "có đơn vị chọn “Cao” (trường “Mức độ”)" in bpmn.written(route)
