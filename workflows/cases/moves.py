"""The one way in which a report changes its state (docs/decisions/0003, 0033).

    with moving(report, "submit", by=person) as row:  # transaction, lock, right state, theirs to do, clocks
        ...                                           # what may refuse
        row.submit()                                  # the transition
        record(row)                                   # tasks, save what was assigned, trail event
        ...                                           # what rests on the event: decision, mails

The state is asked before the right, so that the loser of a race reads who won; whoever never had the right reads that
it is not theirs.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.errors import NotPossible
from approvals.models import Subject, TrailEvent
from approvals.statements import lock, one_cursor, update_and_insert
from approvals.trail import chain as trail
from approvals.trail.refusals import too_late
from units.models import Person
from workflows.flows import row_held
from workflows.models.cases import Case
from workflows.models.states import Move

from . import rules
from .flow.follow import follow
from .times import clocks

AnyCase = TypeVar("AnyCase", bound=Case)


@contextmanager
def moving(report: AnyCase, action: str, *, by: Person) -> Iterator[AnyCase]:
    """Around one transition of `report` by `by`, in one transaction: its row, read anew and locked.

    The block calls the transition by its name, then `record`. Raises NotPossible where the state forbids `action`,
    PermissionDenied where it is not the person's to do.
    """
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(report, action, by=by)
        at = now()
        clocks.stop(row, at)
        row.mover, row.state_since = by, at
        row.move = Move(action, row.state)
        yield row
        if row.move:
            raise RuntimeError(f"{action} was not recorded.")


def record(row: Case, *, reason: str = "", changes: dict[str, list[Any]] | None = None) -> None:
    """After the transition of a row that is `moving`: bring its tasks in step, save what was assigned where it still
    stands where it stood, and write its trail event, with the `reason` and the `changes` it tells.
    """
    move, row.move = row.move, None
    if move is None:
        raise RuntimeError("Only a row that is moving can be recorded, and once.")
    follow(row, move.source, row.mover)
    states = {"source": move.source, "target": row.state}
    event = trail.event_values(
        row, move.action, by=row.mover, scope=row.scope, reason=reason, changes=changes, **states
    )
    where = {"id": row.pk, "state": move.source}
    if update_and_insert(type(row), row.assigned() | {"state": row.state}, where, TrailEvent, event) is None:
        raise NotPossible(already_handled(row))
    row.follow_assignments()


def locked(report: AnyCase, action: str, *, by: Person) -> AnyCase:
    """The report's row, locked, with the names that came with it; refused where `action` is not open to `by` now."""
    row = locked_row(report)
    refuse_unless_open(row, action, by=by)
    row.follow_assignments()
    return row


def locked_beside(report: AnyCase, *, by: Person) -> AnyCase:
    """The same for what whoever may read the report does beside it, in whatever state. Raises PermissionDenied."""
    row = locked_row(report)
    if not rules.may_read(by, row):
        raise PermissionDenied
    row.follow_assignments()
    return row


def locked_row(report: AnyCase) -> AnyCase:
    """The row alone, locked, with the names that came with it: its caller asks who may, and follows assignments."""
    row = lock(type(report), report.pk)
    for name in report.NAMED:
        setattr(row, name, getattr(report, name))
    return row


def refuse_unless_open(report: Case, action: str, *, by: Person) -> None:
    """Of an action, and before that of the page that asks for it: may `by` still do this to the report as it stands?

    Raises NotPossible, saying who did what, where its state forbids it or `by` comes too late; PermissionDenied where
    it is not theirs to do, whatever the state.
    """
    if report.state not in rules.states_of(action, type(report)):
        refuse_unless_held(report, action, by=by)
        raise refusal(report, action, by=by)
    if not rules.may(by, action, report):
        if rules.came_too_late(by, action, report):
            raise refusal(report, action, by=by)
        raise PermissionDenied


def refuse_unless_held(report: Case, action: str, *, by: Person) -> None:
    """Before anything is said of state or form. Raises PermissionDenied for whoever does not hold the right to `action`
    and did not when the report was last moved. One query.
    """
    if not rules.held_right(by, action, report):
        raise PermissionDenied


def note(
    row: Case,
    action: str,
    *,
    by: Person | None,
    reason: str = "",
    changes: dict[str, list[Any]] | None = None,
    state: str = "",
) -> None:
    """Write the next event of a locked row whose state stays, and save what was assigned. `by` is None for the system
    itself; `state` is told where the act belongs to it, as a signature does.
    """
    event = trail.event_values(
        row, action, by=by, scope=row.scope, source=state, target=state, reason=reason, changes=changes
    )
    heads = {"trail_seq": row.trail_seq, "trail_head": row.trail_head}
    update_and_insert(type(row), row.assigned() | heads, {"id": row.pk}, TrailEvent, event)
    row.follow_assignments()


def refusal(report: Case, action: str, *, by: Person) -> NotPossible:
    """Why `action` comes too late for `by`: they did it themselves since the report came into its state, whoever else
    did it after them; else somebody was first. One query.
    """
    here = list(_since_it_came(events_of(report).exclude(source="")))
    own = next((event for event in here if (event.action, event.actor_id) == (action, by.pk)), None)
    last = here[0] if here else None
    return too_late(own or last, action, by=by, sentence=_handled(report, last))


def _since_it_came(moves: Iterable[TrailEvent]) -> Iterator[TrailEvent]:
    """Of moves, newest first: those in the report's present state, down to the one that led there."""
    for event in moves:
        yield event
        if event.source != event.target:
            return


def already_handled(report: Case) -> str:
    """Why an action comes too late: who did what, and when."""
    return _handled(report, last_move(report))


def last_move(report: Case) -> TrailEvent | None:
    """The event that brought the report into its state; None while it is as it was opened."""
    return events_of(report).exclude(source="").first()


def _handled(report: Case, last: TrailEvent | None) -> str:
    state = {"state": report.get_state_display()}
    if last is None:
        return _("This is not possible while it is “%(state)s”.") % state
    words = _("This has already been handled by %(person)s at %(time)s: it is now “%(state)s”.")
    return words % (who(last) | state)


def events_of(subject: Subject) -> QuerySet[TrailEvent]:
    """The subject's trail, newest first."""
    return TrailEvent.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk).order_by("-seq")


def who(event: TrailEvent) -> dict[str, str]:
    """The person and the time of an event as sentences name them, in Vietnamese time."""
    return {
        "person": event.actor_name or _("The system"),
        "time": date_format(event.at.astimezone(ZONE), "DATETIME_FORMAT"),
    }
