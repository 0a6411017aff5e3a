"""A unit's own way to its head: somebody in the unit looks at the report first, and its content stands still meanwhile.

The report stays a draft, or returned, all the while (docs/decisions/0074).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision
from units.models import Person
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import tell
from workflows.cases.moves import locked, note
from workflows.models import StepDecider, UnitReport
from workflows.models.states import Looked
from workflows.routes.underway import before
from workflows.unit_reports.actions import decide, refuse_unless_answered, refuse_unless_seen

from .rules import look_of, lookers


def ask_for_look(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """Have somebody in the unit look at the version `seen`. Raises NotPossible where a check asks for a reason that is
    not given, or nobody in the unit may look.
    """
    with transaction.atomic():
        row = locked(report, "ask_for_look", by=by)
        refuse_unless_seen(row, seen)
        refuse_unless_answered(row)
        if not lookers(row):
            raise NotPossible(_("Nobody in the unit is to look at it: its head submits it as it is."))
        step = look_of(row)
        before.begin(row, step, now())
        row.looked, row.word = Looked.ASKED, ""
        note(row, "ask_for_look", by=by, changes={"step": [None, step.title]})
        tell(row, "look", "view_reports", row.unit_id)
        return row


def withdraw_look(report: UnitReport, *, by: Person) -> UnitReport:
    """The unit goes on writing: whoever looks at it is asked anew afterwards."""
    with transaction.atomic():
        row = locked(report, "withdraw_look", by=by)
        before.shut(look_of(row))
        row.ask_anew()
        note(row, "withdraw_look", by=by)
        return row


def look(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """Find the version `seen` in order: the unit's head may submit it."""
    with transaction.atomic():
        row = locked(report, "look", by=by)
        refuse_unless_seen(row, seen)
        step, at = look_of(row), now()
        StepDecider.objects.create(step=step, person=by, at=at)
        step.decided_at = at
        step.save(update_fields=["decided_at"])
        row.looked = Looked.DONE
        note(row, "look", by=by, changes={"step": [None, step.title]})
        decide(row, Decision.Verdict.IN_ORDER, by=by, step=step)
        tell(row, "looked", "submit_reports", row.unit_id)
        return row


def return_look(report: UnitReport, *, by: Person, word: str) -> UnitReport:
    """Give it back to the drafter, with a word that cannot be blank: whoever looks at it is asked anew afterwards."""
    word = stated(word)
    with transaction.atomic():
        row = locked(report, "return_look", by=by)
        step = look_of(row)
        before.shut(step)
        row.ask_anew()
        row.word = word
        note(row, "return_look", by=by, reason=word, changes={"step": [None, step.title]})
        decide(row, Decision.Verdict.RETURN, by=by, reason=word, step=step)
        tell(row, "to_drafter", "write_reports", row.unit_id, words=word)
        return row
