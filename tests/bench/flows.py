"""Bare viewflow: the steps of both reports by viewflow's own nodes and its recommended lock, and nothing else.

`Handle` is the cheapest node that waits for somebody: no assignment, no permission, no page.
"""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock


def decide(activation: Any, *, accepted: bool) -> None:
    """Kept in memory alone, which costs no statement."""
    activation.process.accepted = accepted


class BareUnitFlow(flow.Flow):
    """Unit report, bare"""

    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Next(this.write)
    write = flow.Handle().Next(this.queue)
    queue = flow.Handle().Next(this.review)
    review = flow.Handle(decide).Next(this.decided)
    decided = flow.If(lambda activation: activation.process.accepted).Then(this.end).Else(this.write)
    end = flow.End()


class BareWardFlow(flow.Flow):
    """Ward report, bare"""

    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Next(this.consolidate)
    consolidate = flow.Handle().Next(this.send)
    send = flow.Handle().Next(this.approve)
    approve = flow.Handle().Next(this.issue)
    issue = flow.Handle().Next(this.end)
    end = flow.End()
