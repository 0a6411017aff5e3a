from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.models import Decision, TrailEvent
from approvals.statements import insert_many, lock
from units.models import Person
from workflows.cases.authors import add_author
from workflows.cases.inputs.texts import Changes, stated
from workflows.cases.mails import tell
from workflows.cases.moves import already_handled, events_of, moving, record, refuse_unless_held
from workflows.figures import overrides
from workflows.figures.actions import recorded_changes
from workflows.figures.consolidation import refuse_unless_consolidated
from workflows.figures.origins.sources import is_outdated
from workflows.models import IndicatorFigure, UnitReport, WardReport
from workflows.models.states import OPEN, UnitState, WardState
from workflows.outlines import actions as outlines
from workflows.outlines import figures as field_figures
from workflows.prose.drafting import Consolidation
from workflows.unit_reports.actions import decide
from workflows.unit_reports.deliveries import answering
from workflows.unit_reports.review.rows import RETURNS
from workflows.ward_reports.actions import (
    drop_steps,
    made_of,
    refuse_while_missing,
    take_in,
    unit_reports_of,
)


def return_consolidated(report: UnitReport, *, by: Person, reason: str) -> UnitReport:
    """Give one consolidated unit report back to its unit, the whole of it, with a reason.

    The ward report keeps its figures, and shows what changes once the unit's report is accepted again. Where it was
    sent for approval it is called back, and what was approved is void. Raises NotPossible once it is approved.
    """
    reason = stated(reason)
    with transaction.atomic():
        ward_report = locked_ward_report_of(report, "return_consolidated", by=by)
        with moving(report, "return_consolidated", by=by) as row:
            row.return_consolidated()
            row.reason, row.reopened, row.was = reason, {}, {}
            record(row, reason=reason)
            decide(row, Decision.Verdict.RETURN, by=by, reason=reason)
            answering.refuse(row, by=by, reason=reason)
            tell(row, "returned", "write_reports", row.unit_id)
        call_back_if_sent(ward_report, by=by, reason=reason)
        return row


def unwaive(report: UnitReport, *, by: Person, reason: str) -> UnitReport:
    """The unit reports after all: its report is again what it was before the waiver, with all that it holds.

    What a return had opened is open as before. Where the ward's report was sent for approval it is called back, and
    what was approved is void. Raises NotPossible once it is approved.
    """
    reason = stated(reason)
    with transaction.atomic():
        ward_report = locked_ward_report_of(report, "unwaive", by=by)
        with moving(report, "unwaive", by=by) as row:
            row.stood, row.reason = stood_before_waiver(row)
            row.unwaive()
            record(row, reason=reason)
            tell(row, "unwaived", "write_reports", row.unit_id, words=reason)
        call_back_if_sent(ward_report, by=by, reason=reason)
        return row


def stood_before_waiver(row: UnitReport) -> tuple[str, str]:
    """The state that the waiver left, and the reason that the unit read then. One query."""
    events = list(events_of(row).filter(action__in=("waive", *RETURNS)))
    stood = next(event.source for event in events if event.action == "waive")
    returned = next((event.reason for event in events if event.action in RETURNS), "")
    return stood, returned if stood == UnitState.RETURNED else ""


def locked_ward_report_of(report: UnitReport, action: str, *, by: Person) -> WardReport:
    """The ward's report of the period, locked. Once it is approved `action` is refused to whoever has the right to it
    by NotPossible, which says who decided, and to others by PermissionDenied.
    """
    named = WardReport.objects.with_names().get(period=report.period_id, replaced_by=None)
    row = lock(WardReport, named.pk)
    if row.state not in OPEN:
        refuse_unless_held(report, action, by=by)
        raise NotPossible(already_handled(row))
    row.period, row.ward = named.period, named.ward
    return row


def call_back_if_sent(report: WardReport, *, by: Person | None, reason: str) -> None:
    if report.state != WardState.CONSOLIDATING:
        call_back(report, by=by, reason=reason)


def call_back(report: WardReport, *, by: Person | None, reason: str) -> WardReport:
    """Back to consolidating with its figures and prose; the steps of its route are deleted, decisions stay recorded."""
    with moving(report, "call_back", by=by) as row:
        drop_steps(row)
        row.call_back()
        row.reason = reason
        record(row, reason=reason)
        return row


def rework(report: WardReport, *, by: Person) -> WardReport:
    """Take up a report that was sent back: its figures and prose stay, the prose can be edited and sent again. The
    reason for which it was sent back stays on it until then; the steps of its route are deleted.
    """
    with moving(report, "rework", by=by) as row:
        refuse_unless_consolidated(row)
        drop_steps(row)
        row.rework()
        record(row)
        return row


def refresh_figures(report: WardReport, *, by: Person) -> WardReport:
    """Take in what units have corrected after the consolidation. Any approval so far is void.

    Adjustments by hand and what people wrote stay. Raises NotPossible, naming them, while units are still correcting,
    and where nothing has changed.
    """
    with moving(report, "refresh_figures", by=by) as row:
        refuse_unless_consolidated(row)
        units = unit_reports_of(row)
        refuse_while_missing(units)
        if not is_outdated(row, units):
            raise NotPossible(_("The figures are those of the units' reports: there is nothing to take in."))
        figures = {figure.indicator_id: figure for figure in row.figures.all()}
        fields = field_figures.figures_of(row)
        given = overrides.given_in(figures.values(), fields)
        made = made_of(row, units, given)
        row.figures.all().delete()
        outlines.forget(row)
        drop_steps(row)
        insert_many(TrailEvent, take_in(row, units, made, field_figures.figures(row, given, units), by=by))
        row.refresh_figures()
        changes = changed_figures(made, figures) | field_figures.changes(fields, field_figures.figures_of(row))
        record(row, changes=changes)
        add_author(row, by)
        return row


def changed_figures(made: Consolidation, before: Mapping[int, IndicatorFigure]) -> Changes:
    """What taking in changes, as the trail records it; `before` are the figures by the indicator's id."""
    changes: Changes = {}
    for fact, values in zip(made.quoted, made.figures, strict=True):
        changes |= recorded_changes(fact.number, before.get(values["indicator_id"]), values)
    return changes
