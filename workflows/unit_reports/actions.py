from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision
from approvals.statements import insert
from approvals.text.plain import plain_lines
from units.models import Person
from workflows.cases.authors import add_author
from workflows.cases.inputs.texts import Changes, stated
from workflows.cases.mails import tell
from workflows.cases.moves import locked, moving, note, record
from workflows.models import CaseStep, UnitReport
from workflows.models.states import Looked
from workflows.routes.underway import before

from .deliveries import answering
from .findings import entries_of
from .looks.rules import look_of, refuse_unless_looked
from .parts import part_names


def submit(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """The unit's head submits the report. `seen` is the version read: a newer one is refused.

    Whoever submits it answers for all of it: what the office entered on the unit's behalf is confirmed with it.
    Raises NotPossible, naming each, where a check asks for a reason that is not given.
    """
    with moving(report, "submit", by=by) as row:
        refuse_unless_seen(row, seen)
        refuse_unless_answered(row)
        changes: Changes = refuse_unless_looked(row, by) if row.looked else {}
        if row.looked == Looked.ASKED:
            _stop_looking(row)
        if row.unconfirmed_since:
            changes["confirmed"] = [None, confirmable(row)]
            row.note_confirmed(str(by), row.state_since)
        row.submit()
        record(row, changes=changes)
        add_author(row, by)
        tell(row, "submitted", "review_reports", row.ward_id)
        return row


def finish_draft(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """Whoever writes the version `seen` tells the unit's head that the draft is finished. The state stays; a change
    after this takes it back. Idempotent. Raises NotPossible, naming each, where a reason is asked for and not given.
    """
    with transaction.atomic():
        row = locked(report, "finish_draft", by=by)
        refuse_unless_seen(row, seen)
        if row.finished_at:
            return row
        refuse_unless_answered(row)
        row.finished_at = now()
        note(row, "finish_draft", by=by)
        tell(row, "finished", "submit_reports", row.unit_id)
        return row


def send_to_drafter(report: UnitReport, *, by: Person, word: str) -> UnitReport:
    """The unit's head asks the drafter to go on writing, with a word that cannot be blank. The state stays."""
    word = stated(word)
    with transaction.atomic():
        row = locked(report, "send_to_drafter", by=by)
        row.word, row.finished_at = word, None
        _stop_looking(row)
        note(row, "send_to_drafter", by=by, reason=word)
        tell(row, "to_drafter", "write_reports", row.unit_id, words=word)
        return row


def _stop_looking(row: UnitReport) -> None:
    """Nobody in the unit looks at it any more, and whoever looked is asked anew. No query where nobody does."""
    if row.looked == Looked.ASKED:
        before.shut(look_of(row))
    if row.being_looked_at:
        row.ask_anew()


def withdraw(report: UnitReport, *, by: Person) -> UnitReport:
    """The unit's head takes the report back, until the office has taken it."""
    with moving(report, "withdraw", by=by) as row:
        row.withdraw()
        record(row)
        return row


def take(report: UnitReport, *, by: Person) -> UnitReport:
    """The office takes the report for review, which freezes it."""
    with moving(report, "take", by=by) as row:
        row.take()
        record(row)
        return row


def hand_back(report: UnitReport, *, by: Person) -> UnitReport:
    """Whoever took the report puts it back into the office's queue, for another to take."""
    with moving(report, "hand_back", by=by) as row:
        row.hand_back()
        record(row)
        return row


def accept(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """The office accepts the version `seen`; whoever wrote or submitted it is refused."""
    with moving(report, "accept", by=by) as row:
        refuse_unless_seen(row, seen)
        row.accept()
        record(row)
        decide(row, Decision.Verdict.ACCEPT, by=by)
        answering.receive(row, by=by)
        return row


def return_for_revision(
    report: UnitReport, *, by: Person, reason: str, parts: Mapping[str, str] | None = None
) -> UnitReport:
    """The office returns the report to the unit, with a reason that cannot be blank.

    `parts` names the only parts that open again (unit_reports/parts.py), each with words of its own or none: the others
    stay accepted, and locked until the next return. Without it the whole report is returned.
    """
    reason = stated(reason)
    reopened = {part: plain_lines(words) for part, words in (parts or {}).items()}
    with moving(report, "return_for_revision", by=by) as row:
        refuse_unknown(row, reopened)
        row.return_for_revision()
        row.reason, row.reopened, row.was = reason, reopened, {}
        record(
            row, reason=reason, changes={f"{part}.reopened": [None, words or True] for part, words in reopened.items()}
        )
        decide(row, Decision.Verdict.RETURN, by=by, reason=reason)
        answering.refuse(row, by=by, reason=reason)
        tell(row, "returned", "write_reports", row.unit_id)
        return row


def waive(report: UnitReport, *, by: Person, reason: str, seen: int | None = None) -> UnitReport:
    """The office excuses the unit from reporting this period, with a reason that the ward's report names. `seen` is the
    version that was read: a newer one is refused, None asks for none.
    """
    reason = stated(reason)
    with moving(report, "waive", by=by) as row:
        if seen is not None:
            refuse_unless_seen(row, seen)
        row.waive()
        row.reason = reason
        record(row, reason=reason)
        return row


def refuse_unknown(row: UnitReport, parts: Collection[str]) -> None:
    """Raises NotPossible where one of the parts is not the report's. Two queries, none without parts."""
    unknown = sorted(set(parts) - part_names(row)) if parts else []
    if unknown:
        raise NotPossible(
            _("This report has no such entry: %(parts)s. Open it again and choose anew.")
            % {"parts": ", ".join(unknown)}
        )


def refuse_unless_seen(row: UnitReport, seen: int) -> None:
    if row.version != seen:
        raise NotPossible(
            _("%(person)s has changed this report since you read it. Please read it again, then decide.")
            % {"person": row.saved_by}
        )


def refuse_unless_answered(row: UnitReport) -> None:
    """Raises NotPossible, naming each entry, where a check asks for a reason that is not given. Runs no query where the
    last save counted none, and the findings: only a year's months may ask something since.
    """
    if row.unanswered == 0 and row.found is not None and not row.period.adds_months:
        return
    entries = entries_of(row)
    row.found = len(entries.to_look_at)
    if entries.unanswered:
        names = "; ".join(each.name for each in entries.unanswered)
        raise NotPossible(_("Give a reason for each of these, then submit: %(names)s.") % {"names": names})


def confirmable(row: UnitReport) -> str:
    """The informants whose words the unit has not confirmed yet, for the trail."""
    return " | ".join(each.informant.words for each in row.unconfirmed)


def decide(row: UnitReport, verdict: str, *, by: Person, reason: str = "", step: CaseStep | None = None) -> None:
    """Record the decision, with the version that was seen, and the step at which it was taken."""
    insert(
        Decision,
        subject_kind=row._meta.model_name,
        subject_id=row.pk,
        scope=row.scope,
        verdict=verdict,
        person_id=by.pk,
        at=now(),
        reason=reason,
        seen=str(row.version),
        step=step and step.pk,
    )
