import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from approvals import compiled
from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision, TrailEvent
from approvals.statements import insert_many, update, update_heads
from approvals.trail import chain as trail
from units.models import Person
from units.offices.authority import in_order
from workflows.cases.authors import add_authors
from workflows.cases.inputs.texts import NARRATIVE, Changes, plain, stated
from workflows.cases.moves import events_of, locked, moving, record, refusal, who
from workflows.figures import overrides, restated
from workflows.figures.consolidation import refuse_unless_consolidated
from workflows.figures.origins.sources import is_outdated
from workflows.flows import row_held
from workflows.models import FieldFigure, IndicatorFigure, Restatement, UnitReport, Urgency, WardReport
from workflows.models.states import READY, TAKEN_IN, UnitState, WardState
from workflows.outlines import actions as outlines
from workflows.outlines import figures as field_figures
from workflows.prose import drafting
from workflows.prose import drafts as prose
from workflows.prose.drafting import Consolidation
from workflows.pure.overrides import Overrides
from workflows.pure.wording.references import Words
from workflows.pure.wording.templates import WordingFault
from workflows.routes.underway.deciding import drop_steps
from workflows.signoff.sending.actions import send

FieldRows = dict[int, dict[str, Any]]  # of `outlines.figures.figures`
DIGESTED = ("value", "numerator", "denominator", "year_value", "light", "computed_value", "reason")
ADDED = ("leadership", "assessment")  # parts that reports of earlier releases lack
ADDED_NUMBERS = ("before", "year_before", "before_lacks", "year_before_lacks")  # of a figure, likewise


def consolidate(report: WardReport, *, by: Person) -> WardReport:
    """Take in the accepted unit reports: figures, lights, drafted prose. What a person wrote in the prose stays, and
    the figures that were adjusted before the report was reopened, or in the version that it replaces.

    Raises NotPossible, naming them, while units are neither accepted nor waived.
    """
    with transaction.atomic(), row_held():
        row = locked(report, "consolidate", by=by)
        if row.consolidated_at:
            raise NotPossible(
                _("%(person)s consolidated the figures at %(time)s. Reopen the report to consolidate anew.")
                % who(events_of(row).filter(action="consolidate")[0])
            )
        units = unit_reports_of(row)
        refuse_while_missing(units)
        given = overrides.waiting(row)
        made = made_of(row, units, given)
        fields = field_figures.figures(row, given, units)
        events = take_in(row, units, made, fields, by=by)
        changes = carried_over(made, given) | field_figures.carried_over(fields)
        event = trail.event_values(row, "consolidate", by=by, scope=row.ward_id, changes=changes)
        insert_many(TrailEvent, [*events, event])
        update(WardReport, row.assigned(), {"id": row.pk})
        add_authors(row, {by.pk, *adjusters(given)})
        return row


def adjusters(given: Overrides) -> set[int]:
    """Whoever adjusted a figure before, by their ids: they are authors of this version too."""
    by = (override.columns["overridden_by_id"] for override in given.values())
    return {person for person in by if person}


def unit_reports_of(row: WardReport) -> list[UnitReport]:
    """All unit reports of the period, locked in a fixed order, with the name of who accepted each, and whether units of
    the ward ever corrected a figure of an earlier period. The first has the ward's own templates as `own_words`
    (prose/drafts.py), and the fields of the outline as `asked_fields` (outlines/figures.py).
    """
    period = row.period
    outline = period.outline_id if period.has_fields else None
    units: list[UnitReport] = compiled.read(
        _reports_of, period=period.pk, ward=row.ward_id, kind=period.kind_id, outline=outline
    )
    for unit in units:
        unit.period, unit.ward = period, row.ward
    return sorted(units, key=lambda unit: unit.unit.order)


def _reports_of(period: int, ward: int, kind: int, outline: int | None) -> QuerySet[UnitReport]:
    first = UnitReport.objects.filter(period_id=period).order_by("pk").values("pk")[:1]
    accepting = Decision.objects.filter(
        subject_kind="unitreport", subject_id=OuterRef("pk"), verdict=Decision.Verdict.ACCEPT
    )
    reports = (
        UnitReport.objects.filter(period_id=period)
        .select_related("unit", "arrival")
        .annotate(accepted_by=Subquery(accepting.order_by("-pk").values("person__name")[:1]))
        .annotate(ward_corrects=Exists(Restatement.objects.filter(report__ward=ward)))
        .annotate(own_words=Case(When(pk=Subquery(first), then=Subquery(prose.own_words(kind)))))
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    return field_figures.with_fields(reports, period, outline) if outline else reports


def made_of(row: WardReport, units: list[UnitReport], given: Overrides) -> Consolidation:
    """What the unit reports give now; sets `consolidated_at`, the moment as of which it is drafted, and which corrected
    figures of earlier periods it tells. Raises NotPossible where a template of the ward cannot be read.
    """
    read: list[Any] = [*units]  # as `unit_reports_of` reads them
    corrects = any(unit.ward_corrects for unit in read)
    own = restated.told_by(row) if corrects else []
    row.consolidated_at, row.restatements = now(), [*own, *restated.brought(units)]
    try:
        return drafting.consolidate(row, units, given, _own_templates(row, read))
    except WordingFault as fault:
        raise NotPossible(str(fault)) from fault


def _own_templates(row: WardReport, units: list[Any]) -> dict[str, str]:
    """Of a ward none of whose units was asked they are read apart."""
    if not units:
        return prose.own_templates(row.period.kind_id)
    return next((json.loads(unit.own_words) for unit in units if unit.own_words), {})


def take_in(
    row: WardReport, units: list[UnitReport], made: Consolidation, fields: FieldRows, *, by: Person
) -> list[dict[str, Any]]:
    """Write the figures, those of fields too, and the draft; the accepted reports become consolidated. Returns their
    trail events.
    """
    insert_many(IndicatorFigure, made.figures)
    insert_many(FieldFigure, list(fields.values()))
    row.taken_in, row.last_known, row.overrides = made.taken_in, made.last_known, {}
    row.restated_since = None
    prose.put_draft(row, made.narrative, made.quoted)
    accepted = [unit for unit in units if unit.state == UnitState.ACCEPTED]
    events = []
    for unit in accepted:
        source = _leave(unit, by)
        unit.consolidate()
        events.append(_event_of(unit, "consolidate", source, by))
    _save_units(accepted)
    return events


def refuse_while_missing(units: list[UnitReport]) -> None:
    """Raises NotPossible, naming them, while units are neither accepted nor waived."""
    missing = [unit.unit.short_name for unit in units if unit.state not in READY]
    held = (unit for unit in units if unit.state in TAKEN_IN and unit.arrival and unit.arrival.recalled_at)
    refuse_recalled([unit.unit.short_name for unit in held])
    if missing:
        raise NotPossible(
            _("Not all reports are in: %(units)s. Accept them, or waive each with a reason.")
            % {"units": ", ".join(missing)}
        )


def refuse_recalled(names: list[str]) -> None:
    """Raises NotPossible, naming them, where the figures of these units are those of documents that were recalled."""
    if names:
        raise NotPossible(
            _("These wards recalled their documents: %(units)s. Return their reports, and wait for the new ones.")
            % {"units": ", ".join(names)}
        )


def carried_over(made: Consolidation, given: Overrides) -> Changes:
    """The adjusted figures that stay, as the trail records them: the computed value, and the adjusted one."""
    pairs = zip(made.quoted, made.figures, strict=True)
    stays = ((fact.number, row) for fact, row in pairs if str(row["indicator_id"]) in given)
    return Changes({f"{number}.value": [plain(row["computed_value"]), plain(row["value"])] for number, row in stays})


def _leave(unit: UnitReport, by: Person) -> str:
    """The state that the unit's report leaves now, because the ward's report moves."""
    unit.mover, unit.state_since = by, now()
    return unit.state


def _event_of(unit: UnitReport, action: str, source: str, by: Person) -> dict[str, Any]:
    return trail.event_values(unit, action, by=by, scope=unit.unit_id, source=source, target=unit.state)


def _save_units(units: list[UnitReport]) -> None:
    """One UPDATE for all, after their events."""
    if units:
        heads = [(unit.pk, unit.trail_seq, unit.trail_head) for unit in units]
        update_heads(UnitReport, heads, {"state": units[0].state, "state_since": units[0].state_since})


def send_for_approval(
    report: WardReport, *, by: Person, signatory: Person | None = None, urgency: int = Urgency.NORMAL
) -> WardReport:
    """Put the report before the first step of its route, of which it takes its own copy, and have it rendered.

    `signatory` is who is to sign it, one of `signatories.of`; None where that is plain: one person decides the last
    step, or the plan names one of several. An `urgency` is printed, and shortens what the steps allow.
    """
    with moving(report, "send_for_approval", by=by) as row:
        refuse_unless_consolidated(row)
        figures = prose.figures_of(row)
        refuse_while_changed(row, prose.words_of(figures))
        row.urgency = urgency
        send(row, by=by, signatory=signatory, digest=lambda: content_digest(row, figures))
        return row


def refuse_while_changed(row: WardReport, words: Words) -> None:
    """Nobody is asked to sign figures that units have corrected since, or a sentence that nobody has looked at."""
    units = compiled.read(_standing, period=row.period_id)
    refuse_recalled([unit.name for unit in units if unit.state in TAKEN_IN and unit.recalled])
    correcting = [unit.name for unit in units if unit.state not in READY]
    if correcting:
        raise NotPossible(
            _("These units are correcting their reports: %(units)s. Wait for them, then take in the new figures.")
            % {"units": ", ".join(correcting)}
        )
    if is_outdated(row, units):
        raise NotPossible(_("Units have corrected figures since. Take in the new figures, then send the report."))
    unread = len(prose.stale(row, words))
    if unread:
        raise NotPossible(
            _("Sentences whose figures have changed: %(number)s. Look at each, and confirm that you have.")
            % {"number": unread}
        )


def _standing(period: int) -> QuerySet[Any, Any]:
    """How the units' reports of a period stand, as `is_outdated` asks."""
    named = {"name": F("unit__short_name"), "recalled": F("arrival__recalled_at")}
    reports = UnitReport.objects.filter(period=period).annotate(**named)
    return reports.values_list("pk", "state", "version", *named, named=True)


def content_digest(row: WardReport, figures: list[IndicatorFigure]) -> str:
    """SHA-256 over the report's content: its prose, figures, signer and urgency. The signer's decision names it. One
    query where the period's outline has fields.

    What a report of an earlier release lacks is left out, so that its digest stays the same.
    """
    numbers = [
        [figure.indicator.number, *(getattr(figure, name) for name in DIGESTED), *_added(figure, ADDED_NUMBERS)]
        for figure in figures
    ]
    texts = [*(getattr(row, name) for name in NARRATIVE), *_added(row, ADDED)]
    urgency = [["urgency", row.urgency]] if row.urgency else []
    fields = field_figures.digested(field_figures.figures_of(row))
    corrected = [["restatements", row.restatements]] if row.restatements else []
    digested = [row.pk, row.trail_seq, in_order(row.signature), *texts, *urgency, *numbers, *fields, *corrected]
    return hashlib.sha256(json.dumps(digested, ensure_ascii=False, default=str).encode()).hexdigest()


def digest_of(row: WardReport) -> str:
    """The same, of a report whose figures were not read yet. One query."""
    return content_digest(row, prose.figures_of(row))


def _added(row: Any, names: tuple[str, ...]) -> list[list[Any]]:
    return [[name, value] for name in names if (value := getattr(row, name)) not in ("", None)]


def reopen(report: WardReport, *, by: Person, reason: str) -> WardReport:
    """Before approval: back to consolidating, the unit reports can be returned again. Prose that was edited stays, and
    adjusted figures wait for the next consolidation.

    The report's copy of its route is deleted: it takes a new one when it is sent again.
    """
    reason = stated(reason)
    with moving(report, "reopen", by=by) as row:
        if row.consolidated_at is None:
            raise refusal(row, "reopen", by=by)
        drop_steps(row)
        if row.state != WardState.RETURNED:  # why it was sent back is told until it is sent again
            row.reason = reason
        row.taken_in, row.overrides = {}, overrides.kept_of(row)
        row.reopen()
        record(row, reason=reason)
        row.figures.all().delete()
        outlines.forget(row)
        release(row, by)
        return row


def release(row: WardReport, by: Person) -> None:
    """Give the unit reports back to review."""
    units = [unit for unit in unit_reports_of(row) if unit.state == UnitState.CONSOLIDATED]
    events = []
    for unit in units:
        source = _leave(unit, by)
        unit.release()
        events.append(_event_of(unit, "release", source, by))
    insert_many(TrailEvent, events)
    _save_units(units)
