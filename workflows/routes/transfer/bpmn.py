"""A route as BPMN 2.0 XML with its diagram (OMG formal/2011-01-03), for other programs to open; never read here."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.utils.translation import gettext as _

from workflows.models import Route
from workflows.routes import versions
from workflows.routes.actions import standing

from .drawing import BpmnDrawing, BpmnNode, Flow, drawn

NAMESPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
}
PROCESS = "route"


def written(route: Route) -> str:
    """The route as it stands, as text of a BPMN file."""
    drawing = drawn(standing(route), versions.units_of(route.ward))
    root = Element("bpmn:definitions", NAMESPACES | {"id": "definitions", "targetNamespace": "urn:trinh-duyet:route"})
    name = f"{route.kind}, {route.ward}"
    process = SubElement(root, "bpmn:process", {"id": PROCESS, "name": name, "isExecutable": "false"})
    _document(process, _("version %(number)d") % {"number": versions.number_of(route)})
    for node in drawing.nodes:
        _write_node(process, node, drawing)
    for flow in drawing.flows:
        _write_flow(process, flow)
    _write_diagram(root, drawing)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _document(element: Element, words: str) -> None:
    SubElement(element, "bpmn:documentation").text = words


def _write_node(process: Element, node: BpmnNode, drawing: BpmnDrawing) -> None:
    coming = [flow for flow in drawing.flows if flow.target == node]
    going = [flow for flow in drawing.flows if flow.source == node]
    named = {"name": node.name} if node.name else {}
    default = [("default", flow.id) for flow in going if flow.default]
    attached = {"attachedToRef": node.attached.id, "cancelActivity": "false"} if node.attached else {}
    element = SubElement(process, f"bpmn:{node.kind}", {"id": node.id} | named | dict(default) | attached)
    if node.documentation:
        _document(element, node.documentation)
    for tag, flows in (("bpmn:incoming", coming), ("bpmn:outgoing", going)):
        for flow in flows:
            SubElement(element, tag).text = flow.id
    if node.timer:
        timer = SubElement(element, "bpmn:timerEventDefinition", {"id": f"{node.id}_timer"})
        SubElement(timer, "bpmn:timeDuration").text = f"PT{node.timer}H"


def _write_flow(process: Element, flow: Flow) -> None:
    name = _("otherwise") if flow.default else flow.condition
    ends = {"sourceRef": flow.source.id, "targetRef": flow.target.id}
    element = SubElement(process, "bpmn:sequenceFlow", {"id": flow.id} | ends | ({"name": name} if name else {}))
    if flow.condition:
        SubElement(element, "bpmn:conditionExpression").text = flow.condition


def _write_diagram(root: Element, drawing: BpmnDrawing) -> None:
    plane = SubElement(
        SubElement(root, "bpmndi:BPMNDiagram", {"id": "diagram"}),
        "bpmndi:BPMNPlane",
        {"id": "plane", "bpmnElement": PROCESS},
    )
    for node in drawing.nodes:
        marked = {"isMarkerVisible": "true"} if node.kind == "exclusiveGateway" else {}
        shape = SubElement(plane, "bpmndi:BPMNShape", _drawn(node.id) | marked)
        SubElement(shape, "dc:Bounds", {name: str(value) for name, value in node.bounds.items()})
    for flow in drawing.flows:
        edge = SubElement(plane, "bpmndi:BPMNEdge", _drawn(flow.id))
        for x, y in flow.points:
            SubElement(edge, "di:waypoint", {"x": str(x), "y": str(y)})


def _drawn(name: str) -> dict[str, str]:
    return {"id": f"{name}_di", "bpmnElement": name}
