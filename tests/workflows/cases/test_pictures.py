"""The picture of the flow: drawn from the flow itself, with what is done, current and ahead."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation

from approvals.clock import now
from tests import factories
from workflows.cases.flow.pictures import draw, graph
from workflows.flows import SubmissionFlow, UnitReportFlow, WardReportFlow
from workflows.models import ReportKind, UnitReport, WardReport
from workflows.models.states import UnitState, WardState
from workflows.templatetags.flow_picture import flow_picture, route_picture, words_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def statuses(flow, state: str, **more) -> dict[str, str]:
    words = words_of(UnitReport if flow is UnitReportFlow else WardReport)
    return {box.node: box.status for box in draw(flow, words, state=state, **more).boxes}


def step(title: str, *, opened: bool = False, decided: bool = False, beside: bool = False) -> SimpleNamespace:
    at = {"opened_at": now() if opened else None, "decided_at": now() if decided else None}
    return SimpleNamespace(title=title, beside=beside, verb="approve", **at)


@pytest.mark.parametrize("flow", [UnitReportFlow, WardReportFlow])
def test_nodes_and_edges_are_those_of_the_flow(flow):
    found = graph(flow)
    nodes = list(flow.instance.nodes())
    assert set(found.nodes) == {node.name for node in nodes}
    edges = {(node.name, target.name) for node in nodes for target in node.successors.values() if target is not node}
    assert {(way.source, way.target) for way in found.ways} == edges


@pytest.mark.parametrize("flow", [UnitReportFlow, WardReportFlow])
def test_forward_edges_run_to_the_right_and_the_others_are_marked_as_leading_back(flow):
    found = graph(flow)
    for way in found.ways:
        assert (found.columns[way.target] > found.columns[way.source]) != way.back


@pytest.mark.parametrize(("flow", "states"), [(UnitReportFlow, UnitState), (WardReportFlow, WardState)])
def test_in_every_state_exactly_one_node_is_current(flow, states):
    for state in states:
        assert list(statuses(flow, state).values()).count("current") == 1


def test_a_report_in_review_has_passed_writing_and_the_queue():
    assert statuses(UnitReportFlow, "in_review") == {
        "start": "done", "write": "done", "queue": "done", "review": "current", "end": "ahead",
    }  # fmt: skip


def test_a_waived_report_has_not_passed_the_review():
    found = statuses(UnitReportFlow, "waived")
    assert (found["write"], found["queue"], found["review"], found["end"]) == ("done", "ahead", "ahead", "current")


def test_a_consolidated_report_has_passed_the_review():
    assert statuses(UnitReportFlow, "consolidated")["review"] == "done"


def test_a_returned_report_stands_where_it_is_written():
    assert statuses(UnitReportFlow, "returned")["write"] == "current"


def test_the_end_says_how_the_report_ended():
    picture = draw(UnitReportFlow, words_of(UnitReport), state="waived")
    assert picture.boxes[-1].title == "Không phải báo cáo"


def test_steps_of_the_route_are_boxes_of_their_own():
    steps = [step("Văn phòng", opened=True, decided=True), step("Phó Trưởng Ban", opened=True), step("Trưởng Ban")]
    picture = draw(WardReportFlow, words_of(WardReport), state="awaiting_approval", steps=steps)
    drawn = [(box.title, box.status) for box in picture.boxes if box.node == "approve"]
    assert drawn == [("Văn phòng", "done"), ("Phó Trưởng Ban", "current"), ("Trưởng Ban", "ahead")]
    assert picture.current.title == "Phó Trưởng Ban"


def test_steps_of_an_earlier_round_are_ahead_again_after_a_return():
    found = draw(WardReportFlow, words_of(WardReport), state="returned", steps=[step("A", opened=True, decided=True)])
    assert [box.status for box in found.boxes if box.node == "approve"] == ["ahead"]


def test_all_steps_are_done_once_signed():
    found = draw(WardReportFlow, words_of(WardReport), state="issued", steps=[step("A", opened=True, decided=True)])
    assert [box.status for box in found.boxes if box.node == "approve"] == ["done"]


def test_boxes_do_not_overlap_and_lie_inside_the_picture():
    picture = draw(WardReportFlow, words_of(WardReport), steps=[step(title) for title in "ABCDE"])
    places = {(box.x, box.y) for box in picture.boxes}
    assert len(places) == len(picture.boxes)
    assert all(box.x + box.width <= picture.width and box.y + box.height <= picture.height for box in picture.boxes)


@pytest.fixture
def in_review(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.in_review(cast)


def drawing(text: str) -> ElementTree.Element:
    [svg] = re.findall(r"<svg .*?</svg>", text, re.DOTALL)
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_the_drawing_is_an_image_with_a_title_and_a_description(in_review):
    svg = drawing(flow_picture(in_review, holder="Phòng VH-XH"))
    assert svg.get("role") == "img"
    named = svg.get("aria-labelledby").split()
    assert [svg.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == named
    assert "Thẩm định" in svg.find(f"{SVG}desc").text
    assert "Phòng VH-XH" in svg.find(f"{SVG}desc").text


def test_the_holder_and_the_time_stand_below_the_current_node(in_review):
    svg = drawing(flow_picture(in_review, holder="Phòng VH-XH"))
    notes = [text.text for text in svg.iter(f"{SVG}text") if text.get("class") == "note"]
    assert notes == ["Phòng VH-XH", "từ 03/11 09:00"]


def test_a_name_is_escaped(in_review):
    assert "<b>" not in flow_picture(in_review, holder="<b>Phòng</b>")


def test_the_way_stands_in_words_too(in_review):
    words = flow_picture(in_review).split("<details")[1]
    assert re.findall(r'<li class="(\w+)"', words) == ["done", "done", "current", "ahead"]
    assert 'aria-current="step"' in words


def test_a_unit_reports_picture_costs_no_query(in_review, django_assert_num_queries):
    with django_assert_num_queries(0):
        flow_picture(in_review)


def test_a_ward_reports_picture_reads_its_steps_once_it_is_sent(cast, django_assert_num_queries):
    report = factories.ward_report(cast)
    with django_assert_num_queries(0):
        flow_picture(report)
    sent = factories.awaiting(cast)
    with django_assert_num_queries(1):
        flow_picture(sent)
        flow_picture(sent)


def test_a_ward_report_awaiting_approval_shows_its_own_steps(cast):
    report = factories.awaiting(cast)
    svg = drawing(flow_picture(report))
    titles = [group.find(f"{SVG}title").text for group in svg.iter(f"{SVG}g") if group.get("class") == "node current"]
    assert titles == [report.steps.get().title]


def test_a_route_is_drawn_with_nothing_done_yet():
    svg = drawing(route_picture([step("Văn phòng"), step("Phó Trưởng Ban")], ReportKind(subject_kind="wardreport")))
    assert {group.get("class").strip() for group in svg.iter(f"{SVG}g")} == {"node"}


def test_the_tag_hands_its_picture_to_a_template(in_review):
    text = "{% load flow_picture %}{% flow_picture report as flow %}[{{ flow }}]"
    assert "<svg viewBox=" in Template(text).render(Context({"report": in_review}))


def ends(path: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a path of straight lines begins and ends."""
    begin, *rest = re.findall(r"([MVH])(\d+)(?: (\d+))?", path)
    first = x, y = int(begin[1]), int(begin[2])
    for to, value, _more in rest:
        x, y = (int(value), y) if to == "H" else (x, int(value))
    return first, (x, y)


def led(picture, box) -> tuple[bool, bool]:
    """Whether an arrow leads to the box, and whether one leads on from it."""
    found = [ends(line.path) for line in picture.lines if "Q" not in line.path]
    into = {(box.x - 3, box.half), (box.middle, box.y - 3)}
    out = {(box.x + box.width, box.half), (box.middle, box.y + box.height)}
    return any(end in into for _begin, end in found), any(begin in out for begin, _end in found)


STAGES = ["A", "B+", "C+", "D", "E", "F+", "G"]  # with +: at the same time as the one before


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7])
def test_every_step_is_led_to_and_leads_on(count):
    steps = [step(title[0], beside="+" in title) for title in STAGES[:count]]
    picture = draw(WardReportFlow, words_of(WardReport), steps=steps)
    boxes = [box for box in picture.boxes if box.node == "approve"]
    assert [led(picture, box) for box in boxes] == [(True, True)] * count


def test_no_arrow_leads_between_steps_that_stand_side_by_side():
    beside = draw(WardReportFlow, words_of(WardReport), steps=[step("A"), step("B", beside=True)])
    upper, lower = [box for box in beside.boxes if box.node == "approve"]
    assert (upper.middle, lower.y - 3) not in [ends(line.path)[1] for line in beside.lines if "Q" not in line.path]


def test_the_words_say_which_steps_are_asked_at_the_same_time():
    text = route_picture([step("A"), step("B", beside=True)], ReportKind(subject_kind="wardreport"))
    first, second = re.findall(r"<li class=.*?</li>", text.split("<details")[1], re.DOTALL)[1:3]
    assert "cùng lúc" not in first
    assert "cùng lúc" in second


def test_the_route_of_a_kind_of_document_is_drawn_with_its_own_flow():
    text = route_picture([step("A")], ReportKind(subject_kind="submission"))
    assert str(SubmissionFlow.dispatch.task_title) in text
    assert "Tổng hợp" not in text
    assert "Tổng hợp" in route_picture([step("A")], ReportKind(subject_kind="wardreport"))
