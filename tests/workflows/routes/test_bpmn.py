"""A route as BPMN: every element has its place in the diagram. That bpmn-js opens it: tests/browser/test_bpmn_js.py."""

from io import StringIO
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from tests.workflows.routes.test_import_route import ASKS, SIGNS, content
from tests.workflows.routes.test_page_routes import monthly
from workflows.routes import actions as routes
from workflows.routes.transfer import bpmn, files

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DIAGRAM = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"

CHECKS = {"title": "Thẩm định", "verb": "approve", "unit": "VP", "office": "approver"}
ROUTES = {
    "one step": [SIGNS],
    "one after another": [CHECKS, SIGNS],
    "side by side": [ASKS, ASKS | {"title": "Ý kiến <2> & “3”", "beside": True}, SIGNS],
    "left out": [CHECKS | {"condition": "red"}, SIGNS],
    "one or the other": [
        CHECKS | {"condition": "red"},
        CHECKS | {"title": "Hai", "condition": "late", "reversed": True, "otherwise": True},
        SIGNS | {"otherwise": True},
    ],
    "all at once": [
        ASKS,
        CHECKS | {"condition": "red", "beside": True},
        CHECKS | {"title": "Hai", "condition": "late", "otherwise": True},
        ASKS | {"title": "Ba", "beside": True},
        SIGNS | {"title": "Trưởng Ban", "condition": "adjusted"},
        SIGNS | {"title": "Phó Trưởng Ban", "otherwise": True},
    ],
}


@pytest.fixture
def route(cast, request):
    route = monthly(cast)
    routes.import_route(route, files.read(content(*ROUTES[request.param]), cast.ward), by=cast.admin)
    return route


every_route = pytest.mark.parametrize("route", ROUTES, indirect=True)


def kinds(text: str) -> list[str]:
    process = ElementTree.fromstring(text).find(f"{MODEL}process")
    return [element.tag.removeprefix(MODEL) for element in process if element.get("id")]


@pytest.mark.parametrize(
    ("route", "parallel", "exclusive"),
    [("one after another", 0, 0), ("side by side", 2, 0), ("left out", 0, 2), ("all at once", 2, 4)],
    indirect=["route"],
)
def test_gateways_stand_round_what_is_side_by_side_or_chosen(route, parallel, exclusive):
    found = kinds(bpmn.written(route))
    assert (found.count("parallelGateway"), found.count("exclusiveGateway")) == (parallel, exclusive)
    assert (found.count("startEvent"), found.count("endEvent")) == (1, 1)


@pytest.mark.parametrize("route", ["one or the other"], indirect=True)
def test_flows_bear_the_words_of_the_conditions_and_tasks_name_office_and_unit(route):
    process = ElementTree.fromstring(bpmn.written(route)).find(f"{MODEL}process")
    named = [flow.get("name") for flow in process.iter(f"{MODEL}sequenceFlow") if flow.get("name")]
    assert named == ["có chỉ tiêu đỏ", "trình ký khi còn trong hạn", "nếu không"]
    words = [each.text for each in process.iter(f"{MODEL}conditionExpression")]
    assert words == named[:2]
    documents = [task.findtext(f"{MODEL}documentation") for task in process.iter(f"{MODEL}userTask")]
    told = [f"Người ký duyệt, {unit}; một người bất kỳ; Duyệt" for unit in ("Văn phòng", "Văn phòng", "Ban Chỉ đạo")]
    assert [text.split("; số giờ")[0] for text in documents] == told


def boxes(root) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for shape in root.iter(f"{DIAGRAM}BPMNShape"):
        x, y, width, height = (float(shape.find(BOUNDS).get(name)) for name in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement")] = (x, y, x + width, y + height)
    return found


def lies_on(point, box) -> bool:
    """Whether the point lies on the border of the box."""
    (x, y), (left, top, right, bottom) = point, box
    inside = left <= x <= right and top <= y <= bottom
    return inside and (x in (left, right) or y in (top, bottom))


def crosses(one, other, box) -> bool:
    """Whether the line, which runs along a row or a column, touches the box."""
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(one, other, strict=True))
    return left <= box[2] and right >= box[0] and top <= box[3] and bottom >= box[1]


@every_route
def test_every_element_has_its_place_and_none_lies_on_another(route):
    root = ElementTree.fromstring(bpmn.written(route))
    process, found = root.find(f"{MODEL}process"), boxes(root)
    nodes = {each.get("id") for each in process if each.get("id") and not each.tag.endswith("sequenceFlow")}
    assert set(found) == nodes
    clocks = {each.get("id"): each.get("attachedToRef") for each in process.iter(f"{MODEL}boundaryEvent")}
    for pair in combinations(found, 2):
        one, other = (found[name] for name in pair)
        if clocks.get(pair[1]) == pair[0]:
            assert one[1] < other[1] < one[3] < other[3]  # on the lower side of its own task
            continue
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@every_route
def test_every_flow_leads_from_border_to_border_and_crosses_no_other_element(route):
    root = ElementTree.fromstring(bpmn.written(route))
    found = boxes(root)
    flows = {each.get("id"): each for each in root.iter(f"{MODEL}sequenceFlow")}
    edges = {each.get("bpmnElement"): each for each in root.iter(f"{DIAGRAM}BPMNEdge")}
    assert set(edges) == set(flows)
    for name, edge in edges.items():
        points = [(float(point.get("x")), float(point.get("y"))) for point in edge.iter(POINT)]
        source, target = flows[name].get("sourceRef"), flows[name].get("targetRef")
        assert lies_on(points[0], found[source])
        assert lies_on(points[-1], found[target])
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))
        others = [box for node, box in found.items() if node not in (source, target)]
        assert not [box for box in others for a, b in pairwise(points) if crosses(a, b, box)]


@pytest.mark.parametrize("route", ["side by side"], indirect=True)
def test_each_task_has_its_clock_which_decides_nothing(route):
    process = ElementTree.fromstring(bpmn.written(route)).find(f"{MODEL}process")
    tasks = {task.get("id"): task.get("name") for task in process.iter(f"{MODEL}userTask")}
    clocks = list(process.iter(f"{MODEL}boundaryEvent"))
    told = [(tasks[clock.get("attachedToRef")], clock.get("name"), clock.get("cancelActivity")) for clock in clocks]
    assert told == [
        ("Ý kiến", "ghi nhận không có ý kiến", "false"),
        ("Ý kiến <2> & “3”", "ghi nhận không có ý kiến", "false"),
        ("Trưởng Ban", "nhắc người phải xử lý", "false"),
    ]
    assert [clock.findtext(f".//{MODEL}timeDuration") for clock in clocks] == ["PT24H", "PT24H", "PT16H"]


def test_the_command_prints_it(cast):
    out = StringIO()
    call_command("export_route", cast.ward.code, "monthly", "--format", "bpmn", stdout=out)
    assert out.getvalue() == bpmn.written(monthly(cast))
