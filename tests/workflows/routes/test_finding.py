"""Ways to find whom a step asks: who is in charge of a field or unit, the heads of leading units, of the submitter."""

import json

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.routes.asking import FIELD, HEAD, checking, head, in_charge, opining, sent, signing
from tests.workflows.routes.test_who_is_asked import asked
from units.absences import actions as absences
from units.charges import actions as charges
from units.people import actions as people
from units.seats import Seat
from workflows.cases import rules
from workflows.models import IndicatorFigure, Route, Step
from workflows.routes import actions as routes
from workflows.routes import sentences, versions
from workflows.routes.transfer import bpmn, files
from workflows.routes.underway import opinions
from workflows.routes.who import finding


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    return arrange.consolidated(cast)


@pytest.fixture
def board(cast, report):
    return head(cast)


def test_the_leader_in_charge_of_a_field_is_asked(cast, report, board):
    in_charge(cast, board)
    checking(cast, found=f"field:{FIELD}")
    assert asked(sent(cast, report, cast.approver), board, cast.approver) == {"head"}


def test_the_leader_in_charge_of_a_unit_signs(cast, report, board):
    in_charge(cast, board, unit=cast.units["CA"])
    signing(cast, found="unit_leader:CA")
    assert sent(cast, report).signatory == board


def test_an_open_step_goes_to_who_is_in_charge_at_that_instant(cast, report, board):
    charge = in_charge(cast, board)
    checking(cast, found=f"field:{FIELD}")
    report = sent(cast, report, cast.approver)
    charges.end_charge(charge, by=cast.admin)
    assert asked(report, board, cast.approver) == set()
    start = {"starts_at": instant("2026-11-06 00:00"), "field": FIELD}
    charges.start_charge(cast.ward, by=cast.admin, leader=cast.approver, **start)
    assert asked(report, board, cast.approver) == {cast.approver.username}


def test_whoever_stands_in_for_the_leader_in_charge_is_asked_too(cast, report, board):
    in_charge(cast, board)
    checking(cast, found=f"field:{FIELD}")
    report = sent(cast, report, cast.approver)
    term = {"starts_at": instant("2026-11-06 00:00"), "ends_at": instant("2026-11-21 00:00")}
    absences.start_absence(board, by=None, substitute=cast["CA:unit_head"], **term)
    assert asked(report, board, cast["CA:unit_head"], cast.approver) == {"head", "ca-unit_head"}


def test_a_leader_in_charge_who_wrote_it_is_not_asked(cast, report, board):
    in_charge(cast, board)
    checking(cast, found=f"field:{FIELD}")
    report.authors.add(board)
    with pytest.raises(NotPossible, match="chỉ có người đã soạn"):
        sent(cast, report, cast.approver)


def lights(report, red=()):
    """These indicators are red, the others green; no sentence tells of them."""
    type(report).objects.filter(pk=report.pk).update(
        results="", assessment="", difficulties="", directions="", proposals=""
    )
    report.figures.update(light=IndicatorFigure.Light.GREEN)
    report.figures.filter(indicator__number__in=red).update(light=IndicatorFigure.Light.RED)


def test_the_head_of_the_unit_that_leads_an_indicator_gives_the_opinion(cast, report):
    lead = report.period.plan.indicators.get(number=9).lead
    opining(cast, found="lead:9", unit=cast.ward)
    report = sent(cast, report)
    step = report.steps.get(order=1)
    assert step.seat == Seat(lead.pk, "unit_head")
    given = {"seen": shown(report), "verdict": "agree", "text": ""}
    opinions.opine(reread(report), by=cast[f"{lead.code}:unit_head"], **given)


def test_the_heads_of_units_that_lead_red_indicators_are_asked_side_by_side(cast, report):
    lights(report, red=(1, 9))
    leads = {row.lead.code for row in report.period.plan.indicators.filter(number__in=(1, 9))}
    opining(cast, found="red_leads", unit=cast.ward, condition="red")
    report = sent(cast, report)
    assert {step.unit.code for step in report.steps.filter(stage=1)} == leads
    assert {person.username for person in rules.deciders(report, "opinion")} == {
        cast[f"{code}:unit_head"].username for code in leads
    }


def test_without_a_red_indicator_nobody_is_asked(cast, report):
    lights(report)
    opining(cast, found="red_leads", unit=cast.ward, condition="red")
    assert [step.title for step in sent(cast, report).steps.all()] == ["Phó Trưởng Ban"]


def test_the_head_and_the_leader_of_the_unit_that_submitted_a_case_are_found(cast, on_day):
    on_day("2026-11-06 09:00")
    report = factories.submitted(cast)
    step = Step(title="Ý kiến", unit=cast.units["BCĐ"], office="approver", found="submitter")
    (first,) = finding.found(report, step)
    assert first.seat == Seat(report.unit_id, "unit_head")
    step.found = "submitter_leader"
    (second,) = finding.found(report, step)
    assert second.seat == Seat(cast.units["BCĐ"].pk, "approver", charged_id=report.unit_id)


REFUSED = {
    "submitter": ({"found": "submitter"}, "không do riêng đơn vị nào nộp"),
    "submitter_leader": ({"found": "submitter_leader"}, "không do riêng đơn vị nào nộp"),
    "red without its condition": ({"found": "red_leads"}, "Có thể không tìm được ai"),
    "no such indicator": ({"found": "lead:99"}, "không có chỉ tiêu 99"),
    "no number": ({"found": "lead:x"}, "không có chỉ tiêu x"),
    "of nothing": ({"found": "lead"}, "Chọn trong danh sách"),
    "unknown": ({"found": "fortune"}, "cách không còn dùng nữa"),
    "no such unit": ({"found": "unit_leader:XX", "office": "approver"}, "Không còn đơn vị XX"),
    "nobody in charge": (
        {"found": "field:Nông nghiệp", "office": "approver"},
        "chưa ai giữ vai trò này được phân công",
    ),
    "several units": ({"found": "lead:9", "units": ["VP"]}, "nhiều đơn vị"),
}


@pytest.mark.parametrize("asks", REFUSED)
def test_a_way_that_finds_nobody_is_not_put_in_force(cast, asks):
    shape, told = REFUSED[asks]
    with pytest.raises(NotPossible, match=told):
        opining(cast, **shape)
    assert cast.monthly.route.steps.count() == 1


def test_a_head_of_a_unit_who_is_found_does_not_approve(cast):
    with pytest.raises(NotPossible, match="Vai trò này không ký duyệt"):
        checking(cast, found="lead:9")


def test_a_leading_unit_without_a_head_is_said_when_it_is_put_in_force_and_when_it_is_sent(cast, report):
    lead = report.period.plan.indicators.get(number=9).lead
    opining(cast, found="lead:9", unit=cast.ward)
    people.deactivate_person(cast[f"{lead.code}:unit_head"], by=cast.admin)
    with pytest.raises(NotPossible, match="Bước “Ý kiến”: hiện chưa ai giữ vai trò này"):
        sent(cast, report)
    with pytest.raises(NotPossible, match="Bước “Ý kiến”: hiện chưa ai giữ vai trò này"):
        opining(cast, found="lead:9", unit=cast.ward)


def test_nobody_in_charge_any_more_is_said_when_the_report_is_sent(cast, report, board):
    charge = in_charge(cast, board)
    checking(cast, found=f"field:{FIELD}")
    charges.end_charge(charge, by=cast.admin)
    with pytest.raises(NotPossible, match="trang Phân công phụ trách"):
        sent(cast, report)
    assert reread(report).state == "consolidating"


def test_a_way_that_no_room_knows_any_more_is_said_when_the_report_is_sent(cast, report):
    cast.monthly.route.steps.update(found="gone:1")
    with pytest.raises(NotPossible, match="cách không còn dùng nữa"):
        sent(cast, report)


@pytest.fixture
def route(cast, board) -> Route:
    """Steps of every kind of asking."""
    in_charge(cast, board)
    checking(cast, position=HEAD)
    checking(cast, person=board)
    checking(cast, found=f"field:{FIELD}")
    opining(cast, units=["VP", "VHXH"])
    opining(cast, found="red_leads", unit=cast.ward, condition="red", beside=True)
    return cast.monthly.route


def test_whom_a_route_asks_leaves_as_a_file_and_comes_back(cast, route):
    text = files.written(route)
    shape = json.loads(text)["steps"]
    assert [{name: step[name] for name in versions.ADDED if name in step} for step in shape] == [
        {"position": HEAD},
        {"person": "head"},
        {"found": f"field:{FIELD}"},
        {"units": ["VP", "VHXH"]},
        {"found": "red_leads"},
        {},
    ]
    steps = files.read(text.encode(), cast.ward)
    routes.refuse_unless_usable(steps, route)
    assert versions.shape_of(steps) == versions.shape_of(routes.standing(route))
    kept = versions.newest(route).shape
    people_named = versions.people_of([kept])
    assert versions.shape_of(versions.steps_of(kept, versions.units_of(cast.ward), people_named)) == kept


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"person": "nobody"}, "không có ai giữ vai trò tại đây với tên đăng nhập “nobody”"),
        ({"units": ["XX"]}, "không có đơn vị mang mã “XX”"),
        ({"found": "fortune"}, "Chọn trong danh sách cách tìm người"),
        ({"position": "Cố vấn"}, "Chọn chức danh trong danh sách"),
        ({"units": "VP"}, "không đúng định dạng"),
    ],
)
def test_a_file_that_asks_for_nobody_of_this_ward_is_refused_by_the_faults_name(cast, changed, told):
    file = json.loads(files.written(cast.monthly.route))
    file["steps"][0] |= changed
    with pytest.raises(files.FaultyFile, match=told):
        files.read(json.dumps(file).encode(), cast.ward)


def test_what_a_plain_step_says_is_kept_as_before_these_marks_came(cast):
    (step,) = versions.shape_of(routes.standing(cast.monthly.route))
    assert not set(versions.ADDED) & set(step)


def test_the_page_the_history_and_the_drawing_say_whom_each_step_asks(client, cast, route):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    page = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    names = ", ".join(cast.units[code].short_name for code in ("VP", "VHXH"))
    drawing = bpmn.written(route)
    for words in (
        f"{HEAD} (Người ký duyệt",
        f"lãnh đạo phụ trách lĩnh vực “{FIELD}” (Người ký duyệt",
        "thủ trưởng các đơn vị chủ trì chỉ tiêu đỏ",
        f"hỏi thêm tại {names}",
    ):
        assert words in page
        assert words in drawing
    before, after = routes.standing(route)[0], routes.standing(route)[0]
    after.position, after.found = "", f"field:{FIELD}"
    (sentence,) = sentences.differences([before], [after])
    assert f"{HEAD} → –" in sentence
    assert f"– → lãnh đạo phụ trách lĩnh vực “{FIELD}”" in sentence


def test_the_page_of_routes_takes_one_query_more_for_the_people_named(client, cast, board, statements):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    in_charge(cast, board)
    address = reverse("routes", args=[cast.ward.pk])
    with statements() as plain:
        client.get(address)
    checking(cast, position=HEAD)
    checking(cast, person=board)
    checking(cast, found=f"field:{FIELD}")
    with statements() as narrow:
        client.get(address)
    assert len(narrow) == len(plain) + 1 <= 10, narrow.sql


def test_the_form_of_a_step_takes_the_unit_from_the_way_that_finds_it(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    asked = {"title": "Ý kiến", "verb": "opinion", "unit": "", "office": "", "found": "lead:9"}
    asked |= {"need": "any", "quorum": 1, "allowance": 2, "seen": versions.number_of(cast.monthly.route)}
    address = reverse("step_add", args=[cast.monthly.route.pk])
    assert client.post(address, asked | {"found": ""}).status_code == 422
    assert client.post(address, asked).status_code == 302
    step = cast.monthly.route.steps.get(title="Ý kiến")
    assert (step.unit, step.office, step.found) == (cast.ward, "unit_head", "lead:9")
    page = client.get(reverse("step_change", args=[step.pk])).content.decode()
    assert '<option value="lead:9" selected>' in page


def test_the_schema_names_every_way():
    told = files.SCHEMA["$defs"]["step"]["properties"]["found"]["description"]
    assert [code for code in finding.WAYS if code not in told] == []
