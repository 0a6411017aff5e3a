"""What the office does for a unit that told it by telephone: marked, with its source, until the unit confirms it.

Entering itself is `save_draft` with an informant.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.text.plain import one_line
from units.models import Person
from workflows.cases.authors import add_author
from workflows.cases.mails import mail
from workflows.cases.moves import locked, locked_row, moving, note, record
from workflows.models import UnitReport
from workflows.pure.informants import Informant, OnBehalf
from workflows.unit_reports.actions import confirmable, refuse_unless_answered, refuse_unless_seen

from .taking_in import accept_if_barred


def submit_on_behalf(report: UnitReport, *, by: Person, seen: int, informant: Informant) -> UnitReport:
    """The office submits the report for its unit, as the informant asked; a colleague accepts it, the unit confirms.

    Raises NotPossible as `submit` does, and where the informant is not named.
    """
    informant = named(informant)
    with moving(report, "submit_on_behalf", by=by) as row:
        refuse_unless_seen(row, seen)
        refuse_unless_answered(row)
        row.note_on_behalf(OnBehalf(informant, by.pk, str(by), now()))
        row.submit_on_behalf()
        record(row, reason=informant.words)
        add_author(row, by)
        submitted = mail(row, "submitted", "review_reports", row.ward_id)
        outbox.put_all([submitted, mail_of(row, informant)])
        return row


def confirm_on_behalf(report: UnitReport, *, by: Person, seen: int) -> UnitReport:
    """Somebody of the unit confirms what the office entered for it, having read the version `seen`.

    Raises NotPossible where nothing waits for it, or where they typed it themselves.
    """
    with transaction.atomic():
        row = locked(report, "confirm_on_behalf", by=by)
        refuse_unless_seen(row, seen)
        refuse_unless_unconfirmed(row)
        refuse_own(row, by)
        changes: dict[str, list[Any]] = {"confirmed": [None, confirmable(row)]}
        row.note_confirmed(str(by), now())
        note(row, "confirm_on_behalf", by=by, changes=changes)
        return accept_if_barred(row, str(by))


def confirm_by_link(
    report: UnitReport, *, since: datetime, name: str, contact: str, seen: int, by: Person | None = None
) -> UnitReport:
    """The same by somebody of the unit without an account, who has the link (links.py) of what was entered `since`.

    `by` is who is signed in where it was opened. Raises NotPossible where nothing of that time waits, where who
    confirms is not named, and for whoever typed it.
    """
    name, contact = one_line(name), one_line(contact)
    if not name or not contact:
        raise NotPossible(_("Write your name and a telephone number: the office has to know who confirms."))
    with transaction.atomic():
        row = locked_row(report)
        row.follow_assignments()
        if row.unconfirmed_since != since:
            raise NotPossible(_("Nothing waits to be confirmed here: it has been confirmed already."))
        refuse_unless_seen(row, seen)
        refuse_own(row, by)
        changes: dict[str, list[Any]] = {"confirmed": [None, confirmable(row)]}
        row.note_confirmed(_("%(name)s, by the link") % {"name": name}, now())
        note(row, "confirm_by_link", by=None, reason=f"{name}; {contact}", changes=changes)
        return accept_if_barred(row, f"{name}; {contact}")


def refuse_own(row: UnitReport, by: Person | None) -> None:
    """Raises NotPossible for whoever typed what waits to be confirmed."""
    if by and by.pk in {each.by_id for each in row.unconfirmed}:
        raise NotPossible(_("You typed this yourself: somebody else of the unit has to confirm it."))


def refuse_unless_unconfirmed(row: UnitReport) -> None:
    if row.unconfirmed_since is None:
        raise NotPossible(_("Nothing waits to be confirmed here: it has been confirmed already."))


def named(informant: Informant) -> Informant:
    """The informant, tidied. Raises NotPossible where name or contact is blank, or the time is in the future."""
    tidied = replace(informant, name=one_line(informant.name), contact=one_line(informant.contact))
    if not tidied.name or not tidied.contact:
        raise NotPossible(
            _("Say who told it, and how they are reached: the unit reads both, the province reads the name.")
        )
    if tidied.at > now():
        raise NotPossible(_("The time at which it was told has not come yet. Please correct it."))
    return tidied


def mail_of(row: UnitReport, informant: Informant) -> dict[str, object]:
    """The mail to those of the unit."""
    return mail(row, "on_behalf", "view_reports", row.unit_id, words=informant.words)
