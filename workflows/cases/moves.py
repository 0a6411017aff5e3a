"""The one way in which a report changes its state (docs/decisions/0003).

In one transaction: lock the row → is the state right → is it yours → transition → close the open task and open the
next → save → trail event → outbox rows. The state is asked first, so that the loser of a race reads who won; whoever
never had the right reads that it is not theirs.
"""

from collections.abc import Callable, Sequence
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
from workflows.flows import moving
from workflows.models import UnitReport, WardReport
from workflows.models.states import can_proceed

from . import clocks, rules
from .follow import follow

Report = TypeVar("Report", UnitReport, WardReport)

UNIT_NAMES = ("period", "unit", "ward")
WARD_NAMES = ("period", "ward")


def move(
    report: Report,
    action: str,
    *,
    by: Person,
    reason: str = "",
    fields: Sequence[str] = (),
    changes: dict[str, list[Any]] | None = None,
    before: Callable[[Report], None] | None = None,
    after: Callable[[Report], None] | None = None,
) -> Report:
    """Take `report` through the transition named `action` and return its re-read row.

    `before` may refuse and may set what the transition needs; `after` writes what belongs to it (decision, outbox).
    `fields` are the attributes the transition sets beside its state, `changes` what the trail tells beside it; `before`
    may fill that in. Raises NotPossible where the state or a rule
    forbids it, PermissionDenied where it is not the person's to do.
    """
    with transaction.atomic(), one_cursor(), moving():
        row = locked(report, action, by=by)
        source = row.state
        at = now()
        clock: tuple[str, ...] = clocks.stop(row, at)
        row.mover, row.state_since = by, at
        if before:
            before(row)
        getattr(row, action)()
        follow(row, source, by)
        save(row, action, by=by, source=source, reason=reason, fields=(*fields, *clock), changes=changes)
        if after:
            after(row)
        return row


def locked(report: Report, action: str, *, by: Person) -> Report:
    """The report's row, locked, with the names that came with it; refused where `action` is not open to `by` now."""
    row = lock(type(report), report.pk)
    for name in UNIT_NAMES if isinstance(report, UnitReport) else WARD_NAMES:
        setattr(row, name, getattr(report, name))
    refuse_unless_open(row, action, by=by)
    return row


def refuse_unless_open(report: Report, action: str, *, by: Person) -> None:
    """Of an action, and before that of the page that asks for it: may `by` still do this to the report as it stands?

    Raises NotPossible, saying who did what, where its state forbids it or `by` comes too late; PermissionDenied where
    it is not theirs to do, whatever the state.
    """
    transition = getattr(report, action, None)
    if not (can_proceed(transition) if transition else report.state in rules.states_of(action, report)):
        refuse_unless_held(report, action, by=by)
        raise refusal(report, action, by=by)
    if not rules.may(by, action, report):
        if rules.came_too_late(by, action, report):
            raise refusal(report, action, by=by)
        raise PermissionDenied


def refuse_unless_held(report: Report, action: str, *, by: Person) -> None:
    """Before anything is said of state or form. Raises PermissionDenied for whoever does not hold the right to `action`
    and did not when the report was last moved. One statement.
    """
    if not rules.held_right(by, action, report):
        raise PermissionDenied


def save(
    row: Report,
    action: str,
    *,
    by: Person,
    source: str,
    reason: str = "",
    fields: Sequence[str] = (),
    changes: dict[str, list[Any]] | None = None,
) -> None:
    """Save the row where it still stands in `source`, and write its trail event."""
    event = trail.event_values(
        row, action, by=by, scope=scope_of(row), source=source, target=row.state, reason=reason, changes=changes
    )
    names = ("state", "state_since", "process_id", "task_id", "trail_seq", "trail_head", *fields)
    values = {name: getattr(row, name) for name in names}
    if update_and_insert(type(row), values, {"id": row.pk, "state": source}, TrailEvent, event) is None:
        raise NotPossible(already_handled(row))


def note(
    row: Report,
    action: str,
    *,
    by: Person | None,
    reason: str = "",
    fields: Sequence[str] = (),
    changes: dict[str, list[Any]] | None = None,
) -> None:
    """Write the next event of a locked row whose state stays, and its `fields`. `by` is None for the system itself."""
    event = trail.event_values(row, action, by=by, scope=scope_of(row), reason=reason, changes=changes)
    values = {name: getattr(row, name) for name in ("trail_seq", "trail_head", *fields)}
    update_and_insert(type(row), values, {"id": row.pk}, TrailEvent, event)


def scope_of(report: UnitReport | WardReport) -> int:
    """The unit that the report's trail concerns."""
    return report.unit_id if isinstance(report, UnitReport) else report.ward_id


def refusal(report: UnitReport | WardReport, action: str, *, by: Person) -> NotPossible:
    """Why `action` comes too late for `by`: somebody was first, or they themselves. One query."""
    last = last_move(report)
    return too_late(last, action, by=by, sentence=_handled(report, last))


def already_handled(report: UnitReport | WardReport) -> str:
    """Why an action comes too late: who did what, and when."""
    return _handled(report, last_move(report))


def last_move(report: UnitReport | WardReport) -> TrailEvent | None:
    """The event that brought the report into its state; None while it is as it was opened."""
    return events_of(report).exclude(source="").first()


def _handled(report: UnitReport | WardReport, last: TrailEvent | None) -> str:
    state = {"state": report.get_state_display()}
    if last is None:
        return _("This is not possible while the report is “%(state)s”.") % state
    words = _("This report has already been handled by %(person)s at %(time)s: it is now “%(state)s”.")
    return words % (who(last) | state)


def events_of(subject: Subject) -> QuerySet[TrailEvent]:
    """The subject's trail, newest first."""
    return TrailEvent.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk).order_by("-seq")


def who(event: TrailEvent) -> dict[str, str]:
    """The person and the time of an event as sentences name them, in Vietnamese time."""
    return {"person": event.actor_name, "time": date_format(event.at.astimezone(ZONE), "DATETIME_FORMAT")}
