import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import outbox, trail
from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.statements import insert, insert_many, run, update, update_heads
from units.models import Person
from workflows import consolidation, signatories
from workflows.flows import moving
from workflows.mails import tell
from workflows.models import ApprovalStep, IndicatorFigure, Need, Step, UnitReport, WardReport, WardReportAuthor
from workflows.moves import already_handled, events_of, locked, move, who
from workflows.states import UnitState

from .entries import NARRATIVE, Changes, set_texts
from .unit_reports import stated


def consolidate(report: WardReport, *, by: Person) -> WardReport:
    """Take in the accepted unit reports: figures, lights, drafted prose. What a person wrote in the prose stays.

    Raises NotPossible, naming them, while units are neither accepted nor waived.
    """
    with transaction.atomic(), moving():
        row = locked(report, "consolidate", by=by)
        if row.consolidated_at:
            raise NotPossible(
                _("%(person)s consolidated the figures at %(time)s. Reopen the report to consolidate anew.")
                % who(events_of(row).filter(action="consolidate")[0])
            )
        units = _unit_reports(row)
        refuse_while_missing(units)
        row.consolidated_at = now()
        result = consolidation.consolidate(row, units)
        insert_many(IndicatorFigure, result.figures)
        if not row.edits:
            for name in NARRATIVE:
                setattr(row, name, getattr(result.narrative, name))
        accepted = [unit for unit in units if unit.state == UnitState.ACCEPTED]
        events = [_moved(unit, "consolidate", by) for unit in accepted]
        _save_units(accepted)
        event = trail.event_values(row, "consolidate", by=by, scope=row.ward_id)
        insert_many(TrailEvent, [*events, event])
        _save(row, "consolidated_at", *NARRATIVE)
        add_author(row, by)
        return row


def _unit_reports(row: WardReport) -> list[UnitReport]:
    """All unit reports of the period, locked in a fixed order."""
    reports = (
        UnitReport.objects.filter(period_id=row.period_id)
        .select_related("unit")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    units = list(reports)
    for unit in units:
        unit.period, unit.ward = row.period, row.ward
    return sorted(units, key=lambda unit: unit.unit.order)


def refuse_while_missing(units: list[UnitReport]) -> None:
    """May consolidate: every unit report is accepted or waived."""
    ready = (UnitState.ACCEPTED, UnitState.WAIVED)
    missing = [unit.unit.short_name for unit in units if unit.state not in ready]
    if missing:
        raise NotPossible(
            _("Not all reports are in: %(units)s. Accept them, or waive each with a reason.")
            % {"units": ", ".join(missing)}
        )


def _moved(unit: UnitReport, action: str, by: Person) -> dict:
    """Take a unit's report through a transition that the ward's report causes; returns its trail event."""
    source = unit.state
    unit.mover, unit.state_since = by, now()
    getattr(unit, action)()
    return trail.event_values(unit, action, by=by, scope=unit.unit_id, source=source, target=unit.state)


def _save_units(units: list[UnitReport]) -> None:
    if units:
        heads = [(unit.pk, unit.trail_seq, unit.trail_head) for unit in units]
        update_heads(UnitReport, heads, {"state": units[0].state, "state_since": units[0].state_since})


def _save(row: WardReport, *names: str) -> None:
    names = ("trail_seq", "trail_head", *names)
    update(WardReport, {name: getattr(row, name) for name in names}, {"id": row.pk})


def add_author(row: WardReport, person: Person) -> None:
    """Whoever consolidated, edited or sent the report is barred from approving it. Twice is once."""
    run(
        f'INSERT INTO "{WardReportAuthor._meta.db_table}" (report_id, person_id) VALUES (%s, %s) '
        "ON CONFLICT (report_id, person_id) DO NOTHING",
        [row.pk, person.pk],
    )


def edit_narrative(report: WardReport, *, by: Person, seen: int, narrative: Mapping[str, str]) -> WardReport:
    """Save the coordinator's prose. `seen` is `report.edits` as the page showed it; a newer edit is refused."""
    with transaction.atomic():
        row = locked(report, "edit_narrative", by=by)
        refuse_unless_consolidated(row)
        if row.edits != seen:
            raise NotPossible(
                _("%(person)s saved the text at %(time)s, after you opened it. Open it again and compare.")
                % who(events_of(row).filter(action__in=("edit_narrative", "open"))[0])
            )
        changes = set_texts(row, narrative)
        if changes:
            row.edits += 1
            insert(TrailEvent, **trail.event_values(row, "edit_narrative", by=by, scope=row.ward_id, changes=changes))
            _save(row, "edits", *NARRATIVE)
            add_author(row, by)
        return row


def refuse_unless_consolidated(row: WardReport) -> None:
    if row.consolidated_at is None:
        raise NotPossible(_("Consolidate the unit reports first."))


def send_for_approval(report: WardReport, *, by: Person, signatory: Person | None = None) -> WardReport:
    """Put the report before the first step of its route, of which it takes its own copy, and have it rendered.

    `signatory` is who is to sign it, one of `signatories.of`; None where that is plain: one person decides the last
    step, or the plan names one of several.
    """
    signer = Changes()

    def before(row: WardReport) -> None:
        refuse_unless_consolidated(row)
        *_others, last = steps = copied_route(row)
        found = signatories.of(row, last, sender=by)
        row.signatory, capacity = signatories.choose(row, found, signatory)
        row.signature = asdict(capacity)
        signer["signer"] = [None, f"{capacity.words}, {capacity.name}"]
        if last.need == Need.ANY:
            last.signatory = row.signatory
        ApprovalStep.objects.bulk_create(steps)
        row.content = content_digest(row)

    def after(row: WardReport) -> None:
        add_author(row, by)
        outbox.put(
            "render",
            f"render-{row.pk}-{row.trail_seq}",
            scope=row.ward_id,
            ward_report=row.pk,
            final=False,
            content=row.content,
        )
        tell(row, "awaiting", "approve_reports", row.ward_id)

    fields = ("content", "sent_by_id", "signatory_id", "signature", "reason")
    return move(report, "send_for_approval", by=by, fields=fields, changes=signer, before=before, after=after)


def copied_route(row: WardReport) -> list[ApprovalStep]:
    """The report's own copy of its route as it stands now, not saved yet; the first step opens."""
    steps = Step.objects.filter(route__kind=row.period.kind_id, retired_at=None).order_by("order", "pk")
    copies = [
        ApprovalStep(
            report=row,
            order=order,
            title=step.title,
            unit_id=step.unit_id,
            office=step.office,
            need=step.need,
            allowance=step.allowance,
            opened_at=row.state_since if order == 1 else None,
        )
        for order, step in enumerate(steps, start=1)
    ]
    if not copies:
        raise NotPossible(_("The route has no step yet. An administrator adds one on the page of routes."))
    return copies


def content_digest(row: WardReport) -> str:
    """SHA-256 over what the report says: its prose, its figures, its signer. The signer's decision names it."""
    figures = row.figures.order_by("indicator__number").values_list(
        "indicator__number", "value", "numerator", "denominator", "year_value", "light"
    )
    said = [row.pk, row.trail_seq, row.signature, *(getattr(row, name) for name in NARRATIVE), *map(list, figures)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()


def reopen(report: WardReport, *, by: Person, reason: str) -> WardReport:
    """Before approval: back to consolidating, the unit reports can be returned again. Prose that was edited stays.

    The report's copy of its route goes: it takes a new one when it is sent again.
    """
    reason = stated(reason)

    def before(row: WardReport) -> None:
        if row.consolidated_at is None:
            raise NotPossible(already_handled(row))
        row.steps.all().delete()
        row.reason = reason

    def after(row: WardReport) -> None:
        row.figures.all().delete()
        release(row, by)

    fields = ("consolidated_at", "content", "signatory_id", "signature", "reason")
    return move(report, "reopen", by=by, reason=reason, fields=fields, before=before, after=after)


def release(row: WardReport, by: Person) -> None:
    """Give the unit reports back to review."""
    units = [unit for unit in _unit_reports(row) if unit.state == UnitState.CONSOLIDATED]
    insert_many(TrailEvent, [_moved(unit, "release", by) for unit in units])
    _save_units(units)
