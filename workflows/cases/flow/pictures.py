"""A flow as a picture: nodes and edges are those of the flow class, laid out in columns from left to right.

Edges that lead back, or over a column, run above the boxes; who holds the report, and since when, stands below the
current one. The steps of a route stand in one column, the first on top. Measures are SVG user units.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from approvals.clock import ZONE
from workflows.flows import CaseFlow, End, Start
from workflows.models.routes import AFTER, BEFORE
from workflows.models.states import WardState

BOX, HEIGHT, LEFT, GAP, LANE, LINE = 106, 54, 40, 20, 12, 15
SIDE = 8  # from a box to the line that leads on beside it
LEAST_WIDTH = 700


@dataclass
class Connection:
    """The states that lead from one node to another. `back` leads to a node that lies before."""

    source: str
    target: str
    back: bool
    states: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Graph:
    """A flow's nodes by name, its ways, and the column of each node."""

    nodes: Mapping[str, Any]
    ways: Sequence[Connection]
    columns: Mapping[str, int]

    def before(self, name: str, state: str = "") -> Connection | None:
        """The way by which a report comes to a node: that of its state, else the longest."""
        ahead = [way for way in self.ways if way.target == name and not way.back]
        named = [way for way in ahead if state in way.states]
        return max(named or ahead, key=lambda way: self.columns[way.source], default=None)

    def passed(self, name: str, state: str) -> list[Connection]:
        """The ways by which a report in `state` has come to node `name`."""
        found, way = [], self.before(name, state)
        while way:
            found.append(way)
            way = self.before(way.source)
        return found


def graph(flow_class: type[CaseFlow]) -> Graph:
    start = next(node for node in flow_class.instance.nodes() if isinstance(node, Start))
    found: dict[tuple[str, str], Connection] = {}
    nodes = {start.name: start}
    _walk(start, (start.name,), nodes, found)
    columns = {start.name: 0}
    for _round in nodes:
        for way in found.values():
            if not way.back:
                columns[way.target] = max(columns.get(way.target, 0), columns[way.source] + 1)
    return Graph(nodes, list(found.values()), columns)


def _walk(node: Any, path: tuple[str, ...], nodes: dict[str, Any], found: dict[tuple[str, str], Connection]) -> None:
    """Depth first: whatever leads to a node of the present path leads back."""
    for state, target in node.successors.items():
        if target is node:
            continue
        key = (node.name, target.name)
        new = key not in found
        found.setdefault(key, Connection(*key, back=target.name in path)).states.append(state)
        nodes.setdefault(target.name, target)
        if new and not found[key].back:
            _walk(target, (*path, target.name), nodes, found)


@dataclass(frozen=True)
class NodeBox:
    """A node, or a step of the route. `status` is done, current, ahead or empty; x and y are its top left corner.
    `beside`: the step stands at the same time as the one above it.
    """

    node: str
    title: str
    status: str
    x: int
    y: int
    dot: bool = False
    beside: bool = False
    width: int = BOX
    height: int = HEIGHT

    @property
    def middle(self) -> int:
        return self.x + BOX // 2

    @property
    def half(self) -> int:
        return self.y + HEIGHT // 2

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The title in at most three lines, each with its baseline."""
        texts = wrap(self.title, 13, max_lines=3, placeholder=" …")
        top = self.half + 5 - LINE * (len(texts) - 1) // 2
        return [(top + LINE * place, text) for place, text in enumerate(texts)]


@dataclass(frozen=True)
class PictureLine:
    path: str
    done: bool
    title: str = ""


@dataclass(frozen=True)
class Note:
    x: int
    anchor: str
    lines: list[tuple[int, str]]


@dataclass(frozen=True)
class FlowPicture:
    """What templates/workflows/cases/_flow.html draws. `since` is shown in Vietnamese time."""

    width: int
    height: int
    boxes: list[NodeBox]
    lines: list[PictureLine]
    note: Note | None
    holder: str
    since: datetime | None
    state: str = ""

    @property
    def current(self) -> NodeBox | None:
        return next((box for box in self.boxes if box.status == "current"), None)


def draw(
    flow_class: type[CaseFlow],
    words: Mapping[str, object],
    *,
    state: str = "",
    steps: Iterable[Any] = (),
    holder: str = "",
    since: datetime | None = None,
    above: bool = False,
) -> FlowPicture:
    """The picture of a flow. `words` are its states' labels; without `state` nothing is done, current or ahead; `above`
    is of a province's own.

    `steps` are a report's approval steps, or those of a route, in order; what follows the signature the flow draws.
    """
    plan, steps = graph(flow_class), [step for step in steps if step.verb not in (*BEFORE, *AFTER)]
    here = next((name for name, node in plan.nodes.items() if state in node.states), "") if state else ""
    passed = plan.passed(here, state) if here else []
    arcs = _arcs(plan)
    top = 10 + LANE * len(arcs)
    pitch = _pitch(max(plan.columns.values())) + (LANE if any(step.beside for step in steps[1:]) else 0)
    boxes: list[NodeBox] = []
    for name, column in sorted(plan.columns.items(), key=lambda item: item[1]):
        status = _status(name, here, passed)
        row = sum(box.x == LEFT + (column - 1) * pitch for box in boxes if not box.dot)
        for place, (title, own, beside) in enumerate(_titles(plan.nodes[name], status, state, words, steps, above)):
            x, y = LEFT + (column - 1) * pitch if column else 0, top + (row + place) * (HEIGHT + GAP)
            boxes.append(NodeBox(name, title, own, x, y, dot=not column, beside=beside))
    width = max(box.x for box in boxes) + BOX + 4
    note = _note(boxes, width, holder, since)
    bottom = max(box.y for box in boxes) + HEIGHT + 4
    height = max(bottom, note.lines[-1][0] + 6) if note else bottom
    lines = [*_straight(plan, boxes, arcs, passed), *_bent(arcs, boxes, passed, words)]
    return FlowPicture(width, height, boxes, lines, note, holder, since, state)


def _pitch(columns: int) -> int:
    return max(BOX + GAP, min(BOX + 60, (LEAST_WIDTH - LEFT - BOX) // max(columns - 1, 1)))


def _status(name: str, here: str, passed: list[Connection]) -> str:
    if not here:
        return ""
    if name == here:
        return "current"
    return "done" if any(way.source == name for way in passed) else "ahead"


def _titles(
    node: Any, status: str, state: str, words: Mapping[str, object], steps: list[Any], above: bool
) -> list[tuple[str, str, bool]]:
    """Title and status of each of a node's boxes, and whether it stands beside the one above: one box, or where
    approval stands, one a step.
    """
    if isinstance(node, Start):
        return [("", "done" if status else "", False)]
    if WardState.AWAITING_APPROVAL in node.states and steps:
        shown = enumerate(steps)
        return [(step.title, _step_status(step, status), step.beside and place > 0) for place, step in shown]
    if isinstance(node, End):
        return [(str(words[state if status == "current" else node.states[0]]), status, False)]
    return [(str((above and node.above) or node.task_title), status, False)]


def _step_status(step: Any, status: str) -> str:
    """A step of the current node speaks for itself."""
    if status != "current":
        return status
    if step.decided_at:
        return "done"
    return "current" if step.opened_at else "ahead"


def _note(boxes: list[NodeBox], width: int, holder: str, since: datetime | None) -> Note | None:
    """Who holds it and since when, below the current box's column and inside the picture."""
    box = next((box for box in boxes if box.status == "current"), None)
    texts = wrap(holder, 24, max_lines=2, placeholder=" …")
    if since:
        texts.append(_("since %(time)s") % {"time": f"{since.astimezone(ZONE):%d/%m %H:%M}"})
    if not box or not texts:
        return None
    bottom = max(other.y for other in boxes if other.x == box.x) + HEIGHT
    lines = [(bottom + 4 + LINE * place, text) for place, text in enumerate(texts, start=1)]
    if box.middle + 80 > width:
        return Note(box.x + BOX, "end", lines)
    return Note(box.middle, "middle", lines) if box.middle >= 80 else Note(box.x, "start", lines)


def _arcs(plan: Graph) -> list[Connection]:
    """The ways that run above the boxes, the shortest first: each has a lane of its own."""
    spans = [(abs(plan.columns[way.target] - plan.columns[way.source]), way) for way in plan.ways]
    return [way for span, way in sorted(spans, key=lambda item: item[0]) if way.back or span > 1]


def _straight(plan: Graph, boxes: list[NodeBox], arcs: list[Connection], passed: list[Connection]) -> list[PictureLine]:
    found = []
    for name in plan.nodes:
        for above, below in pairwise(_stages(boxes, name)):
            found += [_down(above, below, *ends) for ends in _each_once(above, below)]
    for way in plan.ways:
        if way not in arcs:
            before, after = _stages(boxes, way.source)[-1], _stages(boxes, way.target)[0]
            found += [_across(*ends, done=way in passed) for ends in _each_once(before, after)]
    return found


def _stages(boxes: list[NodeBox], node: str) -> list[list[NodeBox]]:
    """A node's boxes from top to bottom, those that stand at the same time together."""
    found: list[list[NodeBox]] = []
    for box in boxes:
        if box.node == node:
            if box.beside:
                found[-1].append(box)
            else:
                found.append([box])
    return found


def _each_once(before: list[NodeBox], after: list[NodeBox]) -> list[tuple[NodeBox, NodeBox]]:
    """Pairs by which every box leads on to one, and every one is led to; lines that meet say the rest."""
    return [*((box, after[0]) for box in before), *((before[0], box) for box in after[1:])]


def _across(source: NodeBox, target: NodeBox, *, done: bool) -> PictureLine:
    """From a box to one in the next column."""
    begin = 22 if source.dot else source.x + BOX
    bend = "" if source.y == target.y else f"H{target.x - GAP // 2}V{target.half}"
    return PictureLine(f"M{begin} {source.half}{bend}H{target.x - 3}", done)


def _down(above: list[NodeBox], below: list[NodeBox], source: NodeBox, target: NodeBox) -> PictureLine:
    """From a step to one of the next stage, which stands below: round those that stand at the same time."""
    done = target.status in ("done", "current")
    if len(above) == len(below) == 1:
        return PictureLine(f"M{source.middle} {source.y + HEIGHT}V{target.y - 3}", done)
    between = below[0].y - GAP // 2
    if len(above) == 1:
        begin = f"M{source.middle} {source.y + HEIGHT}V{between}"
    else:
        begin = f"M{source.x + BOX} {source.half}H{source.x + BOX + SIDE}V{between}"
    if len(below) == 1:
        return PictureLine(f"{begin}H{target.middle}V{target.y - 3}", done)
    return PictureLine(f"{begin}H{target.x - GAP // 2}V{target.half}H{target.x - 3}", done)


def _bent(
    arcs: list[Connection], boxes: list[NodeBox], passed: list[Connection], words: Mapping[str, object]
) -> list[PictureLine]:
    found = []
    for lane, way in enumerate(arcs):
        begin, end = _place(way, way.source, arcs, boxes), _place(way, way.target, arcs, boxes)
        top = _first(boxes, way.source).y
        height = top - LANE * (lane + 1) + 2
        turn = 5 if end > begin else -5
        path = (
            f"M{begin} {top}V{height + 5}Q{begin} {height} {begin + turn} {height}"
            f"H{end - turn}Q{end} {height} {end} {height + 5}V{_first(boxes, way.target).y - 3}"
        )
        found.append(PictureLine(path, way in passed, ", ".join(str(words[state]) for state in way.states)))
    return found


def _place(way: Connection, node: str, arcs: list[Connection], boxes: list[NodeBox]) -> int:
    """Where an arc meets its box's top: arcs to the left stand left, and inner ones inside outer ones."""
    box = _first(boxes, node)

    def order(arc: Connection) -> tuple[bool, int]:
        other = _first(boxes, arc.target if arc.source == node else arc.source)
        return (other.x > box.x, box.x - other.x)

    meeting = sorted((arc for arc in arcs if node in (arc.source, arc.target)), key=order)
    return box.x + BOX * (meeting.index(way) + 1) // (len(meeting) + 1)


def _first(boxes: list[NodeBox], node: str) -> NodeBox:
    return next(box for box in boxes if box.node == node)
