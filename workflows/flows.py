"""The flows: viewflow's drawing of the state machines. They follow the state and never decide.

A node says in which states a report waits there, and which state leads on to which node, so no gateway rows exist.
Rows are written by `workflows.cases.flow.follow` alone; every other door into a flow meets the lock. Never rename a
node: version the flow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.exceptions import FlowLockFailed

_held: ContextVar[bool] = ContextVar("row_held", default=False)


@contextmanager
def row_held() -> Iterator[None]:
    """Around what holds the report's row, locked: the flow lets it pass."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


class RowLock:
    """A flow's lock that costs no statement: the report's row is locked already, or the caller is refused."""

    @contextmanager
    def __call__(self, flow_class: type[flow.Flow], process_pk: int) -> Iterator[None]:
        if not (_held.get() and connection.in_atomic_block):
            raise FlowLockFailed("Only workflows.cases.moves may move this flow.")
        yield


def not_here(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """The pages are ours and take a report's id: viewflow's own are not mounted."""
    raise Http404


class Leads:
    """A node that reads its successor from the report's state: `.On(state=this.node, …)`."""

    states: tuple[str, ...] = ()
    successors: dict[str, Node]

    def At(self, *states: str) -> "Leads":
        """The states in which a report stands at this node."""
        self.states = states
        return self

    def On(self, **successors: Any) -> "Leads":
        self._on = successors
        return self

    def _resolve(self, instance: Any) -> None:
        self.successors = {state: this.resolve(instance, node) for state, node in getattr(self, "_on", {}).items()}

    def _outgoing(self) -> Iterator[Edge]:
        for state, node in self.successors.items():
            yield Edge(src=self, dst=node, edge_class="next", label=state)


class Start(Leads, flow.StartHandle):
    """Where a report is opened."""


class Waits(Leads, flow.View):
    """Where a report waits for somebody who holds `right` on its unit or on its ward (`on`). `above` is its title in a
    province, where that is another.
    """

    def __init__(self, title: Any, right: str, on: str, above: Any = "") -> None:
        super().__init__(not_here)
        self.task_title, self.right, self.on, self.above = title, right, on, above


class End(Leads, flow.End):
    """Where a report's way ends; a report may be called back from here."""


class CaseFlow(flow.Flow):
    """What all flows share: the lock, and the node for a state."""

    lock_impl = RowLock()

    @classmethod
    @cache
    def node_at(cls, state: str) -> Any:
        """The node at which a report in `state` stands."""
        return next(node for node in cls.instance.nodes() if state in getattr(node, "states", ()))


class UnitReportFlow(CaseFlow):
    """Unit report"""

    start = Start().On(draft=this.write)
    write = (
        Waits(_("Write and submit"), "submit_reports", "unit")
        .At("draft", "returned")
        .On(submitted=this.queue, waived=this.end, cancelled=this.end)
    )
    queue = (
        Waits(_("Wait to be taken"), "review_reports", "ward")
        .At("submitted")
        .On(in_review=this.review, accepted=this.end, draft=this.write, returned=this.write, cancelled=this.end)
    )
    review = (
        Waits(_("Review"), "review_reports", "ward")
        .At("in_review")
        .On(accepted=this.end, returned=this.write, submitted=this.queue, cancelled=this.end)
    )
    end = End().At("accepted", "consolidated", "waived", "cancelled").On(returned=this.write, draft=this.write)


class WardReportFlow(CaseFlow):
    """Ward report"""

    start = Start().On(consolidating=this.consolidate)
    consolidate = (
        Waits(_("Consolidate"), "review_reports", "ward")
        .At("consolidating", "returned")
        .On(awaiting_approval=this.approve, consolidating=this.consolidate, cancelled=this.end)
    )
    approve = (
        Waits(_("Approve"), "approve_reports", "ward")
        .At("awaiting_approval")
        .On(
            approved=this.issue,
            returned=this.consolidate,
            consolidating=this.consolidate,
            awaiting_approval=this.approve,
        )
    )
    issue = (
        Waits(_("Number and issue"), "issue_reports", "ward")
        .At("approved")
        .On(issued=this.dispatch, returned=this.consolidate)
    )
    dispatch = (
        Waits(_("Send to the province"), "issue_reports", "ward", _("Send to the superior"))
        .At("issued")
        .On(dispatched=this.answer, recalled=this.end)
    )
    answer = (
        Waits(_("Await the province's answer"), "issue_reports", "ward", _("Await the superior's answer"))
        .At("dispatched")
        .On(received=this.end, refused=this.end, recalled=this.end)
    )
    end = End().At("received", "refused", "recalled", "cancelled")


class SubmissionFlow(CaseFlow):
    """Submission"""

    start = Start().On(draft=this.write)
    write = (
        Waits(_("Write and submit"), "write_reports", "unit")
        .At("draft", "returned")
        .On(awaiting_approval=this.approve, withdrawn=this.end)
    )
    approve = (
        Waits(_("Approve"), "approve_reports", "ward")
        .At("awaiting_approval")
        .On(approved=this.issue, returned=this.write, draft=this.write, awaiting_approval=this.approve)
    )
    issue = (
        Waits(_("Number and issue"), "issue_reports", "ward")
        .At("approved")
        .On(issued=this.dispatch, returned=this.write)
    )
    dispatch = Waits(_("Send it out"), "issue_reports", "ward").At("issued").On(dispatched=this.end, recalled=this.end)
    end = End().At("dispatched", "recalled", "withdrawn")
