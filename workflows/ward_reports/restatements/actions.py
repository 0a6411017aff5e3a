"""A unit corrects a figure of an earlier period, whose ward report is approved already (docs/decisions/0079)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision
from approvals.statements import update
from units.models import Aggregation, Person
from workflows.cases import rules
from workflows.cases.authors import add_author
from workflows.cases.inputs.texts import Changes, plain, stated
from workflows.cases.mails import tell
from workflows.cases.moves import locked, note
from workflows.figures import restated
from workflows.models import IndicatorEntry, IndicatorFigure, ReportKind, Restatement, UnitReport, WardReport
from workflows.models.restatements import NUMBERS, numbers_of
from workflows.models.states import OPEN, WardState
from workflows.pure.aggregation import Reading, is_reported
from workflows.unit_reports.actions import decide
from workflows.unit_reports.entries.actions import ratio

State = Restatement.State
PROPOSING = ("propose_restatement", "restate")  # the head of the unit proposes at once, a drafter by the head


def writing(person: Person, report: UnitReport) -> str:
    """By which right the person corrects a figure of the report. Raises PermissionDenied where they may not."""
    for action in PROPOSING:
        if rules.may(person, action, report):
            return action
    raise PermissionDenied


def restate(
    report: UnitReport, *, by: Person, number: int, given: Mapping[str, Decimal | None], reason: str
) -> Restatement:
    """The unit corrects its figure of the indicator of this number, with a reason that cannot be blank. What the head
    of the unit writes waits for the office, what a drafter writes for the head.

    `given` has what the unit would report: `value`, or `numerator` and `denominator`, or `value` and `denominator`.
    Raises NotPossible while the ward's report of the period can still take the figure in the usual way, where nothing
    changes, and where another correction of the figure waits.
    """
    reason = stated(reason)
    with transaction.atomic():
        row = locked(report, action := writing(by, report), by=by)
        refuse_unless_settled(row)
        if row.unit.delivers:
            raise NotPossible(_("A ward corrects its figures by a document that replaces its report."))
        entry = row.indicator_entries.select_related("indicator").get(indicator__number=number)
        numbers = _typed(entry, given)
        if Restatement.objects.waiting().filter(entry=entry).exists():
            raise NotPossible(_("A correction of this figure waits already. Withdraw it first, then correct anew."))
        made = Restatement.objects.create(
            report=row, entry=entry, was=_kept(entry), becomes=numbers, reason=reason, by=by, at=now()
        )
        note(row, action, by=by, reason=reason, changes=changes_of(made))
        add_author(row, by)
        _hand_on(made, row, proposed=action == "propose_restatement")
        return made


def propose(restatement: Restatement, *, by: Person) -> Restatement:
    """The head of the unit proposes to the office what a drafter wrote."""
    with transaction.atomic():
        row, made = _locked(restatement, "propose_restatement", by, State.WRITTEN)
        note(row, "propose_restatement", by=by, reason=made.reason, changes=changes_of(made))
        add_author(row, by)
        _hand_on(made, row, proposed=True)
        return made


def withdraw(restatement: Restatement, *, by: Person) -> Restatement:
    """The unit takes back what waits for its head or for the office."""
    with transaction.atomic():
        row, made = _locked(restatement, writing(by, restatement.report), by, State.WRITTEN, State.PROPOSED)
        _decide(made, State.WITHDRAWN, by)
        note(row, "withdraw_restatement", by=by, reason=made.reason)
        return made


def refuse(restatement: Restatement, *, by: Person, reason: str) -> Restatement:
    """The office does not accept it, with a reason that the unit reads."""
    reason = stated(reason)
    with transaction.atomic():
        row, made = _locked(restatement, "refuse_restatement", by, State.PROPOSED)
        _decide(made, State.REFUSED, by, answer=reason)
        note(row, "refuse_restatement", by=by, reason=reason)
        tell(row, "restatement_refused", "submit_reports", row.unit_id, words=reason)
        return made


def accept(restatement: Restatement, *, by: Person) -> Restatement:
    """The office accepts it: the unit's figure is the corrected one, the year to date of the ward follows, and what was
    approved stays as it is. Reports of later periods that are put together already are to take it in.

    Raises NotPossible, naming them, while one of these waits for a signature; where the unit's figure was changed
    otherwise; and PermissionDenied for whoever wrote the report or its correction.
    """
    with transaction.atomic():
        later = _later(restatement.report)
        row, made = _locked(restatement, "accept_restatement", by, State.PROPOSED)
        entry = IndicatorEntry.objects.select_related("indicator").get(pk=made.entry_id)
        if _kept(entry) != made.was:
            raise NotPossible(
                _("The unit's figure is not what it was. Refuse this, so that the unit corrects it anew.")
            )
        _correct_ward(row, made, entry.indicator)
        update(IndicatorEntry, numbers_of(made.becomes), {"id": entry.pk})
        _decide(made, State.ACCEPTED, by)
        row.version += 1
        note(row, "accept_restatement", by=by, reason=made.reason, changes=changes_of(made))
        decide(row, Decision.Verdict.ACCEPT, by=by, reason=made.reason)
        tell(row, "restatement_accepted", "submit_reports", row.unit_id, words=str(entry.indicator))
        for whole in later:
            whole.restated_since = made.decided_at
            note(whole, "note_restatement", by=by, reason=f"{row.unit.short_name}, {row.period.words}: {made.reason}")
        return made


def refuse_unless_settled(report: UnitReport) -> None:
    """Raises NotPossible while the ward's report of the period is not approved: then the office returns the unit's."""
    if rules.is_correctable(report):
        raise NotPossible(
            _("The ward's report of this period is not approved yet: ask the office to return yours, and correct it.")
        )


def refuse_unless_waiting(restatement: Restatement, *states: str) -> None:
    if restatement.state not in states:
        raise NotPossible(
            _("This correction has been handled meanwhile: %(state)s.") % {"state": restatement.get_state_display()}
        )


def changes_of(restatement: Restatement) -> Changes:
    """What it changes, as the trail tells it; the entry's indicator is read already."""
    number = restatement.entry.indicator.number
    pairs = {name: [restatement.was.get(name), restatement.becomes.get(name)] for name in NUMBERS}
    return {f"{number}.{name}": pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _locked(restatement: Restatement, action: str, by: Person, *states: str) -> tuple[UnitReport, Restatement]:
    """The unit's report, locked, and its correction. Raises NotPossible where that is in none of the states."""
    row = locked(restatement.report, action, by=by)
    made = Restatement.objects.select_related("entry__indicator").get(pk=restatement.pk)
    made.report = row
    refuse_unless_waiting(made, *states)
    return row, made


def _typed(entry: IndicatorEntry, given: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    """The entry's numbers as they are to be. Raises NotPossible where they are not whole, or as they were."""
    numbers = {name: given.get(name) for name in NUMBERS}
    if entry.indicator.aggregation == Aggregation.RATIO:
        numbers["value"] = ratio(numbers["numerator"], numbers["denominator"])
    way: Any = entry.indicator.aggregation
    reading = Reading(0, True, numbers["value"], numbers["numerator"], numbers["denominator"])
    if not is_reported(way, reading) or reading.denominator == 0:
        raise NotPossible(_("Enter the corrected figure."))
    kept = {name: plain(number) for name, number in numbers.items()}
    if kept == _kept(entry):
        raise NotPossible(_("This is the figure that was reported: there is nothing to correct."))
    return kept


def _kept(entry: IndicatorEntry) -> dict[str, str | None]:
    return {name: plain(getattr(entry, name)) for name in NUMBERS}


def _hand_on(made: Restatement, row: UnitReport, *, proposed: bool) -> None:
    """To the office, or to the head of the unit."""
    if proposed:
        made.state, made.proposed_at = State.PROPOSED, now()
        made.save(update_fields=["state", "proposed_at"])
        tell(row, "restatement_proposed", "review_reports", row.ward_id, words=made.reason)
    else:
        tell(row, "restatement_written", "submit_reports", row.unit_id, words=made.reason)


def _decide(made: Restatement, state: str, by: Person, answer: str = "") -> None:
    made.state, made.decided_by, made.decided_at, made.answer = state, by, now(), answer
    made.save(update_fields=["state", "decided_by", "decided_at", "answer", "of_ward"])


def _correct_ward(report: UnitReport, made: Restatement, indicator: Any) -> None:
    """Keep beside each approved figure what it would be now, and how the period's own changes."""
    for effect in restated.effects(report, indicator.number, numbers_of(made.becomes)):
        update(IndicatorFigure, {"restated": effect.kept(now())}, {"id": effect.figure.pk})
        if effect.figure.report.period_id == report.period_id and effect.was[0] != effect.becomes[0]:
            made.of_ward = [effect.was[0], effect.becomes[0]]


def _later(report: UnitReport) -> list[WardReport]:
    """The ward's reports that count the period and are put together, but not approved: locked before any unit's, as
    everywhere. Raises NotPossible while one waits for a signature.
    """
    period = report.period
    telling = ReportKind.objects.telling(report.ward_id).values_list("pk", flat=True).first()
    kinds = Q() if telling == period.kind_id else Q(period__kind=period.kind_id)
    rows = (
        WardReport.objects.select_for_update(of=("self",))
        .with_names()
        .filter(
            kinds,
            ward=report.ward_id,
            replaced_by=None,
            state__in=OPEN,
            consolidated_at__isnull=False,
            period__plan__year=period.plan.year,
            period__ends__gt=period.ends,
        )
    )
    later = list(rows.order_by("pk"))
    waiting = [row.period.words for row in later if row.state == WardState.AWAITING_APPROVAL]
    if waiting:
        raise NotPossible(
            _("Reports that count this figure wait for a signature: %(names)s. Have them decided first, then accept.")
            % {"names": ", ".join(waiting)}
        )
    for row in later:
        row.follow_assignments()
    return later
