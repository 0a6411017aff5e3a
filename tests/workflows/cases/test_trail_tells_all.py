"""The trail alone tells which steps a case took, who decided them, and what is open (engine: what is re-derived)."""

from dataclasses import dataclass, field

import pytest

from approvals.models import TrailEvent
from tests.factories import reread, shown
from tests.workflows import arrange as others
from tests.workflows.submissions import arrange
from workflows.models import Need, RouteVersion
from workflows.routes import actions as routes
from workflows.routes import versions
from workflows.routes.underway import deciding, opinions, overdue
from workflows.routes.when import conditions
from workflows.signoff.approval import actions as approval
from workflows.signoff.retraction import actions as retraction
from workflows.signoff.retraction.rules import last_of

DECIDES = ("approve", "opine", "examine", "pass_in_silence")


@dataclass
class Told:
    """A step as the trail tells it."""

    title: str
    stage: int
    need: str
    deciders: set = field(default_factory=set)
    closed: bool = False


def derived(case) -> list[Told]:
    """From the events since it was last sent, and the version of the route that these name."""
    events = list(TrailEvent.objects.filter(subject_kind=case.kind, subject_id=case.pk).order_by("seq"))
    start = max(place for place, event in enumerate(events) if event.action == "send_for_approval")
    sent = events[start].changes
    version = RouteVersion.objects.get(route=case.document_kind.route, number=int(sent["route"][1]))
    steps = versions.steps_of(version.shape, versions.units_of(case.ward), versions.people_of([version.shape]))
    copies = deciding.numbered(case, conditions.chosen(steps, case, conditions.recorded(sent)))
    told = {copy.title: Told(copy.title, copy.stage, copy.need) for copy in copies}
    for title in sent.get("own_unit", [None, ""])[1].split(", "):
        if title:
            told[title].closed = True
    for event in events[start + 1 :]:
        for title in (event.changes.get("step") or [None, ""])[1].split(", ") if event.action in DECIDES else ():
            step = told[title]
            step.deciders |= {event.actor_name} if event.actor else set()
            step.closed = event.action == "pass_in_silence" or step.need == Need.ANY or len(step.deciders) > 1
        if event.action == "retract":
            step = told[event.changes["step"][1]]
            step.deciders.discard(event.actor_name)
            step.closed = False
    return list(told.values())


def stands(case) -> list[Told]:
    return [
        Told(step.title, step.stage, step.need, {person.name for person in step.deciders.all()}, bool(step.decided_at))
        for step in case.steps.order_by("order")
    ]


@pytest.fixture
def case(cast, on_day):
    """Two opinions, one of the drafting unit, then two approvals side by side of which one takes two people; signed."""
    on_day("2026-11-06 08:00")
    arrange.ask_for_opinions(cast, "CA", "VP")
    route = arrange.kind(cast).route
    asks = {"verb": "approve", "office": "approver", "quorum": 1, "allowance": 8}
    for place in range(3):
        others.newcomer(cast, f"deputy-{place}", cast.units["VP" if place < 2 else "VHXH"], "approver")
    both, one = (
        routes.add_step(route, by=cast.admin, unit=cast.units[unit], title=title, need=need, beside=False, **asks)
        for unit, title, need in (("VP", "Văn phòng duyệt", "all"), ("VHXH", "Văn hóa duyệt", "any"))
    )
    for step in (both, one):
        routes.move_step(step, by=cast.admin, up=True)
    routes.change_step(one, by=cast.admin, beside=True)
    return arrange.awaiting(cast)


def test_each_step_as_the_trail_tells_it_is_the_row(cast, case, on_day):
    def person(name):
        return type(cast.admin).objects.get(username=name)

    assert derived(case) == stands(case)
    on_day("2026-11-16 08:00")
    overdue.ring()  # the opinion of the office was not given
    case = reread(case)
    assert derived(case) == stands(case)
    for name in ("deputy-0", "deputy-2", "deputy-1"):
        approval.approve(reread(case), by=person(name), seen=shown(case))
        case = reread(case)
        assert derived(case) == stands(case), name
    assert [step.closed for step in stands(case)] == [True, True, True, True, False]
    approval.approve(reread(case), by=cast.approver, seen=shown(case))
    assert derived(reread(case)) == stands(case)


def test_a_decision_that_is_taken_back_is_told_too(cast, case):
    head = cast["VP:unit_head"]
    opinions.opine(case, by=head, seen=shown(case), verdict="agree", text="")
    case = reread(case)
    assert derived(case) == stands(case)
    retraction.retract(case, by=head, decision=last_of(case, head).pk, reason="Bấm nhầm")
    assert derived(reread(case)) == stands(reread(case))
