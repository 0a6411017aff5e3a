"""Conditions that are of something: an amount, a unit, an indicator, a kind; and several for one step."""

import json

import pytest
from django.urls import reverse

from approvals.channels import actions as channels
from approvals.errors import NotPossible
from approvals.trail import changes
from tests.factories import reread, shown
from tests.workflows import arrange as reports
from tests.workflows.submissions import arrange
from tests.workflows.traces import events
from units.models import Unit
from units.tree import actions as tree
from workflows.models import IndicatorFigure, Route, Step
from workflows.routes import actions as routes
from workflows.routes import sentences, versions
from workflows.routes.transfer import bpmn, files
from workflows.routes.when import conditions
from workflows.signoff.approval import actions as approval
from workflows.submissions import actions as submissions

HEAD, DEPUTY = "Chủ tịch", "Phó Chủ tịch"
SHAPE = {"verb": "approve", "office": "approver", "need": "any", "quorum": 1, "allowance": 2}
LIMIT = 500_000_000


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def route_of(cast) -> Route:
    return arrange.kind(cast).route


def head_when(cast, **when) -> Step:
    """Where the conditions hold the head signs a Tờ trình, otherwise the deputy."""
    reports.head_of_the_board(cast)
    route = route_of(cast)
    deputy = route.steps.get()
    head = routes.add_step(route, by=cast.admin, title=HEAD, unit=cast.ward, **SHAPE)
    routes.move_step(head, by=cast.admin, up=True)
    routes.change_step(deputy, by=cast.admin, title=DEPUTY, otherwise=True)
    return routes.change_step(head, by=cast.admin, **when)


def further(condition, of=None, *, back=False) -> dict[str, object]:
    return {"condition": condition, "reversed": back, "parameter": of}


def sent(cast, **written):
    return reread(submissions.send_for_approval(arrange.draft(cast, **written), by=cast["CA:unit_head"]))


def signer(cast, **written) -> str:
    return sent(cast, **written).steps.get().title


def posted(client, cast, name, *args, **fields):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    typed = {"unit": cast.ward.pk, "seen": versions.number_of(route_of(cast)), **SHAPE} | fields
    return client.post(reverse(name, args=args), typed)


def test_a_proposal_is_signed_by_the_head_from_500_million_and_by_the_deputy_below(client, cast):
    reports.head_of_the_board(cast)
    route = route_of(cast)
    deputy = route.steps.get()
    asked = {"condition": "amount", "of_amount": "500.000.000"}
    assert posted(client, cast, "step_add", route.pk, title=HEAD).status_code == 302
    head = route.steps.get(title=HEAD)
    posted(client, cast, "step_move", head.pk, up="1")
    assert posted(client, cast, "step_change", deputy.pk, title=DEPUTY, otherwise="on").status_code == 302
    assert posted(client, cast, "step_change", head.pk, title=HEAD, **asked).status_code == 302
    page = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "kinh phí từ 500.000.000 đồng" in page
    assert 'value="500.000.000"' in client.get(reverse("step_change", args=[head.pk])).content.decode()
    case = sent(cast, amount=LIMIT)
    assert [step.title for step in case.way] == [HEAD]
    assert case.signatory.username == "head"
    approval.approve(case, by=case.signatory, seen=shown(case))
    assert reread(case).state == "approved"
    assert signer(cast, amount=LIMIT - 1) == DEPUTY
    assert signer(cast, amount=None) == DEPUTY


def test_the_answer_and_what_it_is_of_stand_in_the_trail(cast):
    head_when(cast, condition="amount", parameter=LIMIT)
    event = events(sent(cast, amount=620_000_000))[-1]
    assert event.changes["when_amount"] == [None, [[LIMIT, "yes"]]]
    told = {row["field"]: row["new"] for row in changes.differences(event)}
    assert told["Kinh phí từ (đồng)"] == "500.000.000 đồng: có"


def test_a_condition_that_is_asked_of_two_things_is_told_of_both_and_read_back(cast):
    head_when(
        cast, **AMOUNT | {"any_of": True, "further": [further("amount", 1), further("drafted_by", "CA", back=True)]}
    )
    case = arrange.draft(cast, amount=7)
    taken = conditions.taken(case)
    assert taken.changes["when_amount"] == [None, [[LIMIT, "no"], [1, "yes"]]]
    assert taken.changes["route"] == [None, str(versions.number_of(route_of(cast)))]
    told = {field: pair for field, pair in taken.changes.items() if field != "title"}
    assert conditions.recorded(told) == taken.values


def test_what_is_known_of_a_condition_already_is_not_asked_again(cast, statements):
    head_when(cast, **AMOUNT)
    case, steps = arrange.draft(cast, amount=1), list(route_of(cast).steps.order_by("order"))
    known = {conditions.AskedCondition("amount", LIMIT): True}
    with statements() as counted:
        assert [step.title for step in conditions.chosen(steps, case, known)] == [HEAD]
    assert len(counted) == 0


SURE = [
    ({"condition": "red"}, True),
    ({"condition": "red", "reversed": True}, False),
    ({"condition": "late"}, False),
    ({}, False),
    ({"condition": "late", "further": [further("red")]}, True),
    ({"condition": "late", "further": [further("red")], "any_of": True}, False),
    ({"condition": "red", "any_of": True}, True),
]


@pytest.mark.parametrize(("when", "sure"), SURE)
def test_a_step_is_sure_of_a_condition_without_which_it_is_never_taken(when, sure):
    assert conditions.is_sure_of(Step(**when), "red") == sure


def test_a_condition_that_no_room_knows_is_told_by_its_code():
    assert conditions.in_words(Step(condition="gone", parameter=5)) == "gone"


def test_what_is_kept_is_a_number_and_a_version_says_it(cast):
    step = head_when(cast, condition="amount", parameter=LIMIT)
    assert Step.objects.get(pk=step.pk).parameter == LIMIT
    assert versions.newest(route_of(cast)).shape[0]["parameter"] == LIMIT


AMOUNT = {"condition": "amount", "parameter": LIMIT}
ALL = AMOUNT | {"further": [further("drafted_by", "CA")]}
JOINED = [
    (ALL, {"amount": LIMIT}, HEAD),
    (ALL, {"amount": 1}, DEPUTY),
    (ALL | {"any_of": True}, {"amount": 1}, HEAD),
    (ALL | {"further": [further("drafted_by", "CA", back=True)]}, {"amount": LIMIT}, DEPUTY),
    (AMOUNT | {"reversed": True}, {"amount": 1}, HEAD),
]


@pytest.mark.parametrize(("when", "written", "signs"), JOINED)
def test_several_conditions_are_joined_by_all_or_by_any(cast, when, written, signs):
    head_when(cast, **when)
    assert signer(cast, **written) == signs


def test_all_conditions_of_a_route_are_read_in_one_statement(cast, statements):
    head_when(cast, **ALL | {"further": [further("drafted_by", "VP"), further("kind", "cong-van")], "any_of": True})
    case = arrange.draft(cast, amount=LIMIT)
    with statements() as counted:
        taken = conditions.taken(case)
    assert [step.title for step in taken.steps] == [HEAD]
    assert len(counted) == 2, counted.sql


def test_sending_with_conditions_still_costs_fourteen_statements_at_most(cast, statements):
    head_when(cast, **ALL)
    case = arrange.draft(cast, amount=LIMIT)
    with statements() as counted:
        submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert len(counted) <= 14, counted.sql


def test_a_step_says_its_conditions_in_a_sentence(cast):
    step = head_when(cast, **ALL | {"further": [further("drafted_by", "VHXH", back=True)]})
    assert conditions.in_words(step) == (
        "có tất cả các điều kiện sau: kinh phí từ 500.000.000 đồng; đơn vị soạn không phải là VHXH"
    )
    units = versions.units_of(cast.ward)
    assert f"không phải là {cast.units['VHXH'].short_name}" in sentences.in_full(step, units)


REFUSED = {
    "no amount": ({"condition": "amount"}, "chưa nhập giá trị"),
    "text": ({"condition": "amount", "parameter": "nhiều"}, "Kinh phí từ"),
    "of another type": ({"condition": "amount", "parameter": "5"}, "không đúng kiểu"),
    "no such unit": ({"condition": "drafted_by", "parameter": "NIRGENDS"}, "không còn nữa"),
    "no figures": ({"condition": "red"}, "không có nội dung mà điều kiện"),
    "of nothing": ({"condition": "kind", "parameter": ""}, "chưa nhập giá trị"),
    "twice": (AMOUNT | {"further": [further("amount", LIMIT)]}, "chọn hai lần"),
    "too many": (AMOUNT | {"further": [further("amount", amount) for amount in (1, 2, 3)]}, "nhiều nhất 3"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_condition_that_cannot_be_asked_is_refused_when_the_route_is_changed(cast, fault):
    when, sentence = REFUSED[fault]
    with pytest.raises(NotPossible, match=sentence):
        head_when(cast, **when)
    assert not route_of(cast).steps.exclude(condition="").exists()


def test_a_missing_amount_is_asked_for_on_the_page_and_nothing_typed_is_lost(client, cast):
    answer = posted(client, cast, "step_add", route_of(cast).pk, title=HEAD, condition="amount")
    assert answer.status_code == 422
    assert "Hãy nhập hoặc chọn giá trị cho điều kiện đã chọn." in answer.content.decode()
    assert HEAD in answer.content.decode()


def test_a_unit_that_is_gone_is_said_when_the_document_is_sent_and_nothing_is_half_done(cast):
    tree.add_unit(cast.ward, by=None, code="NEW", name="Đơn vị mới", short_name="Đơn vị mới")
    head_when(cast, condition="drafted_by", parameter="NEW")
    tree.retire_unit(Unit.objects.get(code="NEW"), by=cast.admin)
    case = arrange.draft(cast)
    with pytest.raises(NotPossible, match="không còn đơn vị NEW"):
        submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert reread(case).state == "draft"
    assert not reread(case).steps.exists()


def test_a_condition_that_the_document_does_not_know_is_said_when_it_is_sent(cast):
    step = head_when(cast, **AMOUNT)
    Step.objects.filter(pk=step.pk).update(condition="red", parameter=None)  # as an earlier release let one choose
    with pytest.raises(NotPossible, match="không có nội dung mà điều kiện"):
        sent(cast)


def test_one_named_indicator_that_is_red_takes_the_step(cast):
    reports.head_of_the_board(cast)
    report = reports.consolidated(cast)
    report.figures.update(light=IndicatorFigure.Light.GREEN)
    route = cast.monthly.route
    deputy = route.steps.get()
    head = routes.add_step(route, by=cast.admin, title=HEAD, unit=cast.ward, **SHAPE)
    routes.move_step(head, by=cast.admin, up=True)
    routes.change_step(deputy, by=cast.admin, otherwise=True)
    routes.change_step(head, by=cast.admin, condition="red_one", parameter=9)
    report.figures.filter(indicator__number=1).update(light=IndicatorFigure.Light.RED)
    assert [step.title for step in conditions.taken(reread(report)).steps] == [deputy.title]
    report.figures.filter(indicator__number=9).update(light=IndicatorFigure.Light.RED)
    assert [step.title for step in conditions.taken(reread(report)).steps] == [HEAD]
    Step.objects.filter(title=HEAD).update(parameter=99)
    with pytest.raises(NotPossible, match="không còn chỉ tiêu 99"):
        conditions.taken(reread(report))


def test_conditions_travel_with_the_file_and_stand_in_the_diagram(cast):
    head_when(cast, **ALL | {"any_of": True})
    route = route_of(cast)
    text = files.written(route)
    assert versions.shape_of(files.read(text.encode(), cast.ward)) == json.loads(text)["steps"]
    assert json.loads(text)["steps"][0]["parameter"] == LIMIT
    assert "có bất kỳ điều kiện nào sau đây: kinh phí từ 500.000.000 đồng" in bpmn.written(route)


FILES = {
    "of nothing": ({"condition": "late", "parameter": 5}, "không nhận giá trị"),
    "no condition": ({"parameter": 5}, "không nhận giá trị"),
    "unknown": ({"condition": "late", "further": [{"condition": "gone"}]}, "gone"),
    "no number": ({"condition": "amount", "parameter": "nhiều"}, "Bước 1, Kinh phí từ"),
    "too many": ({"condition": "late", "further": [{"condition": "red"}] * 3}, "Bước 1, further"),
    "no such unit": ({"condition": "drafted_by", "parameter": "NIRGENDS"}, "không còn nữa"),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_file_with_a_faulty_condition_is_refused_by_the_fault(cast, fault):
    when, sentence = FILES[fault]
    signs = {"title": HEAD, "verb": "approve", "unit": cast.ward.code, "office": "approver"}
    content = json.dumps({"format": 2, "steps": [signs | when, signs | {"otherwise": True}]})
    with pytest.raises(files.FaultyFile, match=sentence):
        files.read(content.encode(), cast.ward)


WRITTEN_TO = "Bộ Khoa học và Công nghệ"


def told(cast, where: str, name: str = WRITTEN_TO) -> None:
    channels.add_recipient(cast.ward.pk, by=cast.admin, name=name, where=where)


def test_what_is_addressed_outside_the_province_is_signed_by_the_head(cast):
    head_when(cast, condition="outside")
    told(cast, "outside")
    told(cast, "province", "Sở Nội vụ")
    own = cast.units["VHXH"].name
    assert signer(cast, addressed_to=f"- {WRITTEN_TO.upper()};\n{own}") == HEAD
    assert signer(cast, addressed_to=f"Sở Nội vụ\n{own}\n{cast.ward.plans.get().province_recipient}") == DEPUTY
    assert signer(cast, addressed_to="", recipients=WRITTEN_TO) == HEAD


def test_while_nobody_has_said_where_it_goes_it_is_not_sent_and_the_sentence_says_what_to_do(cast):
    head_when(cast, condition="outside", reversed=True)
    told(cast, "")
    with pytest.raises(NotPossible, match=f"{WRITTEN_TO}.*trang Kênh gửi"):
        sent(cast, addressed_to=WRITTEN_TO)


def test_asking_where_a_document_goes_costs_two_statements_at_most(cast, django_assert_num_queries):
    told(cast, "province")
    case = arrange.draft(cast, addressed_to=f"{WRITTEN_TO}\n{cast.units['VHXH'].name}")
    asked = conditions.AskedCondition("outside", None)
    with django_assert_num_queries(2):
        assert conditions.answers(case, {asked}) == {asked: False}
