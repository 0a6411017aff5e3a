from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.models import Decision, TrailEvent
from approvals.statements import insert_many, lock
from units.models import Person
from workflows.cases.authors import add_author
from workflows.cases.mails import tell
from workflows.cases.moves import already_handled, events_of, move, refuse_unless_held
from workflows.cases.rules import WARD_STATES
from workflows.cases.texts import stated
from workflows.figures import consolidation
from workflows.figures.actions import told
from workflows.figures.consolidation import refuse_unless_consolidated
from workflows.figures.sources import is_outdated
from workflows.models import UnitReport, WardReport
from workflows.models.states import UnitState, WardState
from workflows.unit_reports.actions import decide
from workflows.unit_reports.review.rows import RETURNS
from workflows.ward_reports.actions import MADE, drop_steps, made_of, refuse_while_missing, take_in, unit_reports_of

VOID = ("content", "signatory_id", "signature")


def return_consolidated(report: UnitReport, *, by: Person, reason: str) -> UnitReport:
    """Give one consolidated unit report back to its unit, the whole of it, with a reason.

    The ward report keeps its figures, and shows what changes once the unit's report is accepted again. Where it was
    sent for approval it is called back, and what was approved is void. Raises NotPossible once it is approved.
    """
    reason = stated(reason)

    def with_reason(row: UnitReport) -> None:
        row.reason, row.reopened, row.was = reason, {}, {}

    def after(row: UnitReport) -> None:
        decide(row, Decision.Verdict.RETURN, by=by, reason=reason)
        tell(row, "returned", "write_reports", row.unit_id)

    with transaction.atomic():
        ward_report = locked_ward_report_of(report, "return_consolidated", by=by)
        fields = ("accepted_at", "returns", "reason", "reopened", "was")
        row = move(report, "return_consolidated", by=by, reason=reason, fields=fields, before=with_reason, after=after)
        call_back_if_sent(ward_report, by=by, reason=reason)
        return row


def unwaive(report: UnitReport, *, by: Person, reason: str) -> UnitReport:
    """The unit reports after all: its report is again what it was before the waiver, with all that it holds.

    What a return had opened is open as before. Where the ward's report was sent for approval it is called back, and
    what was approved is void. Raises NotPossible once it is approved.
    """
    reason = stated(reason)

    def as_before(row: UnitReport) -> None:
        told = list(events_of(row).filter(action__in=("waive", *RETURNS)))
        row.stood = next(event.source for event in told if event.action == "waive")
        returned = next((event.reason for event in told if event.action in RETURNS), "")
        row.reason = returned if row.stood == UnitState.RETURNED else ""

    def after(row: UnitReport) -> None:
        tell(row, "unwaived", "write_reports", row.unit_id, words=reason)

    with transaction.atomic():
        ward_report = locked_ward_report_of(report, "unwaive", by=by)
        row = move(report, "unwaive", by=by, reason=reason, fields=("reason",), before=as_before, after=after)
        call_back_if_sent(ward_report, by=by, reason=reason)
        return row


def locked_ward_report_of(report: UnitReport, action: str, *, by: Person) -> WardReport:
    """The ward's report of the period, locked. Once it is approved `action` is refused to whoever has the right to it
    by NotPossible, which says who decided, and to others by PermissionDenied.
    """
    named = WardReport.objects.with_names().get(period=report.period_id, replaced_by=None)
    row = lock(WardReport, named.pk)
    if row.state not in WARD_STATES["refresh_figures"]:
        refuse_unless_held(report, action, by=by)
        raise NotPossible(already_handled(row))
    row.period, row.ward = named.period, named.ward
    return row


def call_back_if_sent(report: WardReport, *, by: Person, reason: str) -> None:
    if report.state != WardState.CONSOLIDATING:
        call_back(report, by=by, reason=reason)


def call_back(report: WardReport, *, by: Person, reason: str) -> WardReport:
    """Back to consolidating with its figures and words; the steps of its route are taken away, decisions stay noted."""

    def before(row: WardReport) -> None:
        drop_steps(row)
        row.reason = reason

    return move(report, "call_back", by=by, reason=reason, fields=(*VOID, "reason"), before=before)


def refresh_figures(report: WardReport, *, by: Person) -> WardReport:
    """Take in what units have corrected after the consolidation. Any approval so far is void.

    Adjustments by hand and what people wrote stay. Raises NotPossible, naming them, while units are still correcting,
    and where nothing has changed.
    """
    changes: dict[str, list[Any]] = {}

    def before(row: WardReport) -> None:
        refuse_unless_consolidated(row)
        units = unit_reports_of(row)
        refuse_while_missing(units)
        if not is_outdated(row.taken_in, units):
            raise NotPossible(_("The figures are those of the units' reports: there is nothing to take in."))
        figures = {figure.indicator_id: figure for figure in row.figures.all()}
        overrides = {pk: consolidation.override_of(figure) for pk, figure in figures.items() if figure.is_overridden}
        made = made_of(row, units, overrides)
        for fact, values in zip(made.quoted, made.figures, strict=True):
            changes.update(told(fact.number, figures.get(values["indicator_id"]), values))
        row.figures.all().delete()
        drop_steps(row)
        insert_many(TrailEvent, take_in(row, units, made, by=by))

    def after(row: WardReport) -> None:
        add_author(row, by)

    return move(report, "refresh_figures", by=by, fields=(*VOID, *MADE), before=before, after=after, changes=changes)
