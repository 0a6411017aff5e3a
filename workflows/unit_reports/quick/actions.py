"""A few questions asked by a link, what comes back by it, and taking that into the report."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from approvals.clock import now
from approvals.errors import AlreadyDone, NotPossible
from approvals.text.plain import one_line
from units.models import Membership, Person
from workflows.cases import rules
from workflows.cases.inputs.texts import stated
from workflows.cases.mails import tell
from workflows.cases.moves import locked, locked_row, note
from workflows.models import QuickAnswer, QuickForm, UnitReport
from workflows.models.states import HELD_BY_UNIT, NOT_ASKED
from workflows.pure.informants import Informant
from workflows.unit_reports.findings import entries_of

from .questions import MOST, askable

LONGEST = timedelta(days=62)  # that a link is open
MOST_ANSWERS = 200  # to one link
SETTLED = gettext_noop("A colleague has settled this answer already. See what came of it.")
WRITING = ("save_draft", "save_on_behalf")  # the unit writes its report itself; else the office does so for it


class Closed(NotPossible):
    """The quick form takes no answer any more."""


def writing(person: Person, report: UnitReport) -> str:
    """By which right the person writes the report. Raises PermissionDenied where they may not."""
    for action in WRITING:
        if rules.may(person, action, report):
            return action
    raise PermissionDenied


def ask(
    report: UnitReport, *, by: Person, asked_of: str, parts: Collection[str], until: datetime, many: bool = False
) -> QuickForm:
    """Ask somebody without an account for these parts of the report, by a link that is open until an aware instant.

    Raises NotPossible where the report is not with its unit, for parts that it does not have or has accepted, for
    none or too many, and where `until` has passed or is further away than LONGEST.
    """
    asked_of = one_line(asked_of)
    with transaction.atomic():
        row = locked(report, writing(by, report), by=by)
        known = [part for part, _name in askable(entries_of(row)) if part in parts]
        if not asked_of or not known or len(known) > MOST or len(known) != len(set(parts)):
            raise NotPossible(
                _("Say who is asked, and choose one to %(most)d questions from the list.") % {"most": MOST}
            )
        if until > now() + LONGEST:
            raise NotPossible(_("A link is open for %(most)d days at most.") % {"most": LONGEST.days})
        if until <= now():
            raise NotPossible(_("The time until which the link is open has passed. Choose a later one."))
        form = QuickForm.objects.create(
            report=row, asked_of=asked_of, parts=known, many=many, expires_at=until, by=by, at=now()
        )
        note(row, "ask_quickly", by=by, reason=asked_of, changes={f"{part}.quick_form": [None, True] for part in known})
        return form


def withdraw(form: QuickForm, *, by: Person) -> None:
    """Close the link. Raises NotPossible where it is closed already."""
    with transaction.atomic():
        row = locked(form.report, writing(by, form.report), by=by)
        if not QuickForm.objects.filter(pk=form.pk, withdrawn_at=None).update(withdrawn_at=now()):
            raise NotPossible(_("This link has been closed already."))
        note(row, "withdraw_quick_form", by=by, reason=form.asked_of)


def answer(form: QuickForm, *, name: str, contact: str, typed: Mapping[str, str]) -> QuickAnswer:
    """Keep what somebody with the link has typed, for whoever writes the report to take in.

    The same answer again is the first one. Raises Closed where the link has expired, was withdrawn or used, or the
    report is no longer with its unit.
    """
    name, contact = one_line(name), one_line(contact)
    with transaction.atomic():
        row = locked_row(form.report)
        row.follow_assignments()
        same = form.answers.filter(name=name, contact=contact, typed=dict(typed), outcome=QuickAnswer.Outcome.WAITING)
        if there := same.first():
            return there
        refuse_closed(form, row)
        made = QuickAnswer.objects.create(form=form, name=name, contact=contact, typed=dict(typed), at=now())
        note(row, "answer_quickly", by=None, reason=f"{form.asked_of}: {name}; {contact}")
        right, unit = ("review_reports", row.ward_id) if _is_office(form, row) else ("write_reports", row.unit_id)
        tell(row, "quick_answer", right, unit, words=f"{form.asked_of}: {name}")
        return made


def type_paper(form: QuickForm, *, by: Person, name: str, contact: str, typed: Mapping[str, str]) -> QuickAnswer:
    """Keep what stands on the printed form, typed by somebody who writes the report. The link need not be open.

    Raises NotPossible where the report is no longer with its unit, and beyond MOST_ANSWERS.
    """
    name, contact = one_line(name), one_line(contact)
    with transaction.atomic():
        row = locked(form.report, writing(by, form.report), by=by)
        if form.answers.count() >= MOST_ANSWERS:
            raise NotPossible(_("This form has %(most)d answers: make another.") % {"most": MOST_ANSWERS})
        made = QuickAnswer.objects.create(form=form, name=name, contact=contact, typed=dict(typed), at=now())
        note(row, "type_quick_form", by=by, reason=f"{form.asked_of}: {name}; {contact}")
        return made


def refuse_closed(form: QuickForm, report: UnitReport) -> None:
    """Raises Closed where the form takes no answer now, with what whoever has the link should do."""
    stands = QuickForm.objects.get(pk=form.pk)
    if not stands.is_open(now()) or stands.answers.count() >= MOST_ANSWERS:
        raise Closed(_("This link is closed: it was used, or its time is over. Ask whoever sent it for a new one."))
    if report.state in NOT_ASKED:
        raise Closed(_("This report is no longer asked for: you need not answer."))
    if report.state not in HELD_BY_UNIT:
        raise Closed(_("The report has been submitted meanwhile. Tell whoever sent you the link by telephone."))


def settle(waiting: QuickAnswer, outcome: str, *, by: Person, reason: str = "") -> None:
    """Note within a transaction that the answer, whose report is locked, waits no more.

    Raises NotPossible where somebody settled it before.
    """
    values: dict[str, Any] = {"outcome": outcome, "by": by, "settled_at": now(), "reason": reason}
    still = QuickAnswer.objects.filter(pk=waiting.pk, outcome=QuickAnswer.Outcome.WAITING)
    if not still.update(**values):
        raise NotPossible(_(SETTLED))


def refuse_settled(waiting: QuickAnswer, *, by: Person) -> None:
    """Within a transaction: lock the report, so that nobody settles the answer meanwhile. Raises NotPossible where
    somebody has; AlreadyDone where it was taken in by `by`.
    """
    report = waiting.form.report
    locked(report, writing(by, report), by=by)
    waiting.refresh_from_db(fields=["outcome", "by"])
    if waiting.outcome == QuickAnswer.Outcome.TAKEN and waiting.by_id == by.pk:
        raise AlreadyDone(_("You have taken this answer into the report already."))
    if waiting.outcome != QuickAnswer.Outcome.WAITING:
        raise NotPossible(_(SETTLED))


def leave(waiting: QuickAnswer, *, by: Person, reason: str) -> None:
    """Do not take the answer in, with a reason that cannot be blank. It stays readable. The report need not be with its
    unit any more. Raises PermissionDenied for whoever neither writes it nor wrote it until it left the unit.
    """
    reason = stated(reason)
    with transaction.atomic():
        row = locked_row(waiting.form.report)
        if not any(rules.held_right(by, action, row) for action in WRITING):
            raise PermissionDenied
        settle(waiting, QuickAnswer.Outcome.LEFT, by=by, reason=reason)
        note(row, "leave_quick_answer", by=by, reason=f"{waiting.name}: {reason}")


def informant_of(waiting: QuickAnswer) -> Informant:
    return Informant(waiting.name, waiting.contact, waiting.at)


def _is_office(form: QuickForm, report: UnitReport) -> bool:
    """Whether the office asked, for a unit that it writes for; not who held an office in the unit when they asked, and
    may hold another now.
    """
    if rules.may(form.by, "save_draft", report):
        return False
    return not Membership.objects.at(form.at).filter(person=form.by_id, unit=report.unit_id).exists()
