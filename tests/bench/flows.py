"""Bare viewflow: the steps of both reports by viewflow's own nodes and its recommended lock, and nothing else.

`View` is viewflow's node for what people do; its task keeps who did it, as ours does. Without permissions and pages.
"""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock


def no_page(request: Any, **_kwargs: Any) -> Any:
    """The tasks are done by `done`."""
    raise NotImplementedError


def done(task: Any, by: Any, *, accepted: bool = True) -> None:
    """What viewflow's own views do in two requests, assign and execute, in one transaction.

    Whether the report was accepted is kept in memory alone, which costs no statement.
    """
    with task.activation() as activation:
        activation.process.accepted = accepted
        activation.assign(by)
        activation.start(None)
        activation.execute()


class BareUnitFlow(flow.Flow):
    """Unit report, bare"""

    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Next(this.write)
    write = flow.View(no_page).Next(this.queue)
    queue = flow.View(no_page).Next(this.review)
    review = flow.View(no_page).Next(this.decided)
    decided = flow.If(lambda activation: activation.process.accepted).Then(this.end).Else(this.write)
    end = flow.End()


class BareWardFlow(flow.Flow):
    """Ward report, bare"""

    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Next(this.consolidate)
    consolidate = flow.View(no_page).Next(this.send)
    send = flow.View(no_page).Next(this.approve)
    approve = flow.View(no_page).Next(this.issue)
    issue = flow.View(no_page).Next(this.end)
    end = flow.End()
