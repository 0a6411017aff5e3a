"""A route laid out as BPMN draws it: from left to right; below one another what is side by side or chosen from.

Measures are those of BPMN DI, in pixels; a node's place is its centre.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from units.models import Unit
from workflows.models import Step
from workflows.models.routes import AFTER
from workflows.routes import sentences
from workflows.routes.underway.before import split
from workflows.routes.when import conditions

COLUMN, ROW, LEFT, TOP = 180, 130, 100, 100
EVENT, GATEWAY, TASK = (36, 36), (50, 50), (120, 80)
SIZES = {
    "startEvent": EVENT,
    "endEvent": EVENT,
    "parallelGateway": GATEWAY,
    "exclusiveGateway": GATEWAY,
    "userTask": TASK,
    "boundaryEvent": EVENT,
}

Point = tuple[int, int]
Chain = Sequence[Step]  # a step and those that stand for it where its condition does not hold


@dataclass(frozen=True)
class BpmnNode:
    """`kind` is the name of the BPMN element, one of SIZES. An event of the clock is `attached` to the lower side of a
    task, `timer` hours of work after that begins.
    """

    id: str
    kind: str
    name: str
    column: int
    row: int
    documentation: str = ""
    attached: "BpmnNode | None" = None
    timer: int = 0

    @property
    def place(self) -> Point:
        below = TASK[1] // 2 if self.attached else 0
        return LEFT + self.column * COLUMN, TOP + self.row * ROW + below

    @property
    def bounds(self) -> dict[str, int]:
        (x, y), (width, height) = self.place, SIZES[self.kind]
        return {"x": x - width // 2, "y": y - height // 2, "width": width, "height": height}


@dataclass(frozen=True)
class Flow:
    """From one node to another by `points`; `condition` says when, `default` where no other holds."""

    id: str
    source: BpmnNode
    target: BpmnNode
    condition: str
    default: bool
    points: Sequence[Point]


@dataclass
class BpmnDrawing:
    units: Mapping[str, Unit]
    nodes: list[BpmnNode] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def node(self, kind: str, name: str, column: int, row: int, documentation: str = "") -> BpmnNode:
        node = BpmnNode(f"{kind}_{len(self.nodes) + 1}", kind, name, column, row, documentation)
        self.nodes.append(node)
        return node

    def timer(self, task: BpmnNode, step: Step) -> None:
        """What happens when the time of the task is over, which goes on."""
        name, number = sentences.at_end(step), len(self.nodes) + 1
        place = (task.column, task.row, sentences.allowed(step), task, step.allowance)
        self.nodes.append(BpmnNode(f"boundaryEvent_{number}", "boundaryEvent", name, *place))

    def flow(
        self, source: BpmnNode, target: BpmnNode, condition: str = "", *, default: bool = False, row: int | None = None
    ) -> None:
        """Lead from one node to the other; `row` is that below both by which the flow goes, where there is one."""
        points = _points(source, target, row)
        self.flows.append(Flow(f"flow_{len(self.flows) + 1}", source, target, condition, default, points))


def drawn(steps: Sequence[Step], units: Mapping[str, Unit]) -> BpmnDrawing:
    """The steps of a route in order, from being sent for approval to being issued. `units` are the ward's by code."""
    drawing = BpmnDrawing(units)
    own, steps = split(steps)
    start = _("The units report") if own else _("Sent for approval")
    last, column = drawing.node("startEvent", start, 0, 0), 1
    at_units: list[list[Chain]] = [[[step]] for step in own]
    for stage in [*at_units, *stages(steps)]:
        last, column = _draw_stage(drawing, stage, last, column)
    follows = any(step.verb in AFTER for step in steps)
    end = drawing.node("endEvent", _("Issued") if follows else _("Goes to the clerk"), column, 0)
    drawing.flow(last, end)
    return drawing


def stages(steps: Sequence[Step]) -> list[list[Chain]]:
    """The chains of a route by stages. A chain stands beside the one before it where its first step does."""
    found: list[list[Chain]] = []
    for chain in conditions.chains(steps):
        sure = next((place for place, step in enumerate(chain) if not step.condition), len(chain))
        taken = chain[: sure + 1]  # what stands behind a step without a condition is never taken
        if chain[0].beside and found:
            found[-1].append(taken)
        else:
            found.append([taken])
    return found


def _draw_stage(drawing: BpmnDrawing, stage: Sequence[Chain], before: BpmnNode, column: int) -> tuple[BpmnNode, int]:
    """Draw a stage from this column on; returns its last node and the next free column."""
    if len(stage) == 1:
        return _draw_chain(drawing, stage[0], before, column, 0), column + _columns(stage)
    split = drawing.node("parallelGateway", "", column, 0)
    join = drawing.node("parallelGateway", "", column + 1 + _columns(stage), 0)
    drawing.flow(before, split)
    row = 0
    for chain in stage:
        drawing.flow(_draw_chain(drawing, chain, split, column + 1, row), join)
        row += len(chain) + _is_left_out(chain)
    return join, join.column + 1


def _draw_chain(drawing: BpmnDrawing, chain: Chain, before: BpmnNode, column: int, row: int) -> BpmnNode:
    """Draw a step, or the choice between several, from this column and row on; returns its last node."""
    if not chain[0].condition:
        return _draw_step(drawing, chain[0], before, column, row)
    choice = drawing.node("exclusiveGateway", "", column, row)
    merge = drawing.node("exclusiveGateway", "", column + 2, row)
    drawing.flow(before, choice)
    for place, step in enumerate(chain):
        drawing.flow(_draw_step(drawing, step, choice, column + 1, row + place), merge)
    if _is_left_out(chain):
        drawing.flow(choice, merge, default=True, row=row + len(chain))
    return merge


def _draw_step(drawing: BpmnDrawing, step: Step, before: BpmnNode, column: int, row: int) -> BpmnNode:
    task = drawing.node("userTask", step.title, column, row, sentences.in_full(step, drawing.units))
    condition = conditions.in_words(step, drawing.units)
    drawing.timer(task, step)
    drawing.flow(before, task, condition, default=before.kind == "exclusiveGateway" and not condition)
    return task


def _columns(stage: Sequence[Chain]) -> int:
    """How many columns the chains take: one, and one for the gateway on either side where there is a choice."""
    return 3 if any(chain[0].condition for chain in stage) else 1


def _is_left_out(chain: Chain) -> bool:
    """Whether none of its steps may be taken."""
    return bool(chain[-1].condition)


def _points(source: BpmnNode, target: BpmnNode, row: int | None) -> list[Point]:
    """Along rows from the right side to the left one, from row to row at the gateways' lower corner."""
    (x, y), (other_x, other_y) = source.place, target.place
    (half, below), (other_half, other_below) = (
        (width // 2, height // 2) for width, height in (SIZES[source.kind], SIZES[target.kind])
    )
    if row is not None:
        lane = TOP + row * ROW
        return [(x, y + below), (x, lane), (other_x, lane), (other_x, other_y + other_below)]
    if y < other_y:
        return [(x, y + below), (x, other_y), (other_x - other_half, other_y)]
    if y > other_y:
        return [(x + half, y), (other_x, y), (other_x, other_y + other_below)]
    return [(x + half, y), (other_x - other_half, y)]
