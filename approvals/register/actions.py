"""The register of documents: numbers from 01 each 1 January, without gap or double (NĐ 30/2020, Điều 15).

A number is kept first, in a short transaction of its own; the document is filled in with it; the line is issued in the
transaction that issues the document. Whatever fails in between leaves the number kept for that very document.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now, today
from approvals.errors import NotPossible
from approvals.models import Dispatch, Document, NumberSeries
from approvals.outbox import queue as outbox
from approvals.statements import lock
from approvals.text.plain import one_line, plain_lines
from approvals.trail import chain as trail
from approvals.trail.refusals import newest_event, too_late

from . import given_numbers
from .given_numbers import GivenNumber
from .querysets import documents_to_keep

TAKE = f"""
INSERT INTO "{NumberSeries._meta.db_table}" (scope, symbol, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (scope, symbol, year) DO UPDATE SET last = "{NumberSeries._meta.db_table}".last + 1 RETURNING last"""


# Not GREATEST, which SQLite calls MAX.
BEHIND = f"""
INSERT INTO "{NumberSeries._meta.db_table}" (scope, symbol, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (scope, symbol, year) DO UPDATE SET last =
CASE WHEN "{NumberSeries._meta.db_table}".last < %s THEN %s ELSE "{NumberSeries._meta.db_table}".last END"""


def next_number(scope: int, symbol: str, year: int) -> int:
    """Take the next number. Its row stays locked until the caller's transaction ends, which keeps or returns it.

    Numbers that are noted beside the documents, and that a restored database has forgotten, are passed over.
    """
    with connection.cursor() as cursor:
        while True:
            cursor.execute(TAKE, [scope, symbol, year])
            (number,) = cursor.fetchone()
            if GivenNumber(scope, symbol, year, number).noted is None:
                return number


def own_number(scope: int, symbol: str, year: int, number: int) -> int:
    """The number that the office's own system gave, once it is sure that this register has it for nothing else; its own
    numbers go on behind it. Its series stays locked as in `next_number`. Raises NotPossible.
    """
    with connection.cursor() as cursor:
        cursor.execute(BEHIND, [scope, symbol, year, number, number, number])
    _refuse_taken(GivenNumber(scope, symbol, year, number))
    return number


def _refuse_taken(given: GivenNumber) -> None:
    lines = Document.objects.filter(scope=given.scope, symbol=given.symbol, year=given.year, number=given.number)
    if given.noted or lines.exists():
        sentence = _("Number %(number)s is in the register already. Look it up there, and enter another.")
        raise NotPossible(sentence % {"number": given})


def expected_digits(scope: int, symbol: str) -> int:
    """How many digits, two at least, the number has that would be taken today. One statement, which takes none."""
    series = NumberSeries.objects.filter(scope=scope, symbol=symbol, year=today().year)
    last = series.values_list("last", flat=True).first()
    return max(2, len(str((last or 0) + 1)))


def reserve(subject: Any, *, by: Any, scope: int, symbol: str, number: int | None = None, **values: Any) -> Document:
    """Keep a number of the register for `subject` and return its line, dated today in Vietnam. Idempotent.

    `number` is one that the office's own system gave, None where this register gives it; NotPossible where it is taken.

    `values` is abstract, period, signer, replaces. Call it outside the transaction that issues: the number then
    outlives a failure. A number kept on an earlier day takes today's date with it; one of another year, or of a series
    that is the subject's no more, is voided with its reason, and a new one is taken. Once it is committed it is noted
    beside the documents (approvals/register/given_numbers.py). Raises OSError where that fails: trying again sets it
    right.
    """
    line = _reserved(subject, by=by, scope=scope, symbol=symbol, number=number, **values)
    _note(line)
    return line


def _reserved(subject: Any, *, by: Any, scope: int, symbol: str, number: int | None, **values: Any) -> Document:
    line = document_of(subject)
    if line:
        with transaction.atomic():
            line = lock(Document, line.pk)
            if line.state == Document.State.ISSUED:
                return line
            if line.state == Document.State.RESERVED:
                unfit = _unfit(line, symbol, number)
                if not unfit:
                    return _dated_today(line, by=by)
                if number:
                    _refuse_taken(GivenNumber(scope, symbol, today().year, number))
                _void(line, by=by, reason=unfit)
    try:
        return _take(subject, by=by, own=number, scope=scope, symbol=symbol, **values)
    except IntegrityError:  # somebody else kept one for it meanwhile
        line = document_of(subject)
        if line is None:
            raise
        return line


def _unfit(line: Document, symbol: str, number: int | None) -> str:
    """Why a kept number is not to be used any more, or nothing."""
    if number and number != line.number:
        return _("Another number was entered for the document: the one that the office's own system gave.")
    if (line.symbol, line.year) != (symbol, today().year):
        return _("It was not used in its year, or its series is another now.")
    noted = _given(line).noted
    if noted and noted.issued:
        return _("A document was issued under it before the database was restored: its file is kept.")
    return ""


def _given(line: Document, issued: str = "") -> GivenNumber:
    return GivenNumber(line.scope, line.symbol, line.year, line.number, line.abstract, issued)


def _note(line: Document, issued: str = "") -> None:
    """Note the number beside the documents, once it is committed.

    Where a disk fails, a kept number is not to be used yet; what is issued is issued, and `reconcile` notes it.
    """
    given = _given(line, issued)
    # No partial: Django logs what fails here by its __qualname__, which a partial has not.
    transaction.on_commit(lambda: given_numbers.note(given), robust=bool(issued))


@transaction.atomic
def _take(subject: Any, *, by: Any, own: int | None, **values: Any) -> Document:
    """A new line with the next number, or `own`, dated today. Raises IntegrityError where `subject` has one already."""
    line = Document(subject_kind=subject._meta.model_name, subject_id=subject.pk, issued_by=by, **values)
    line.state = Document.State.RESERVED
    line.issued_on = today()
    line.year = line.issued_on.year
    series = (line.scope, line.symbol, line.year)
    line.number = own_number(*series, own) if own else next_number(*series)
    line.save(force_insert=True)
    _keep(line, "reserve", by=by, target=line.state, changes={"own_number": [None, own]} if own else {})
    return line


def _dated_today(line: Document, *, by: Any) -> Document:
    if line.issued_on != today():
        changes = {"issued_on": [line.issued_on.isoformat(), today().isoformat()]}
        line.issued_on = today()
        _keep(line, "date_number", "issued_on", by=by, changes=changes)
    return line


def confirm(line: Document, *, by: Any, sha256: str = "", of_today: bool = True) -> Document:
    """The document that bears the kept number is issued. Call it inside the transaction that issues, on the line that
    the document was filled in from. `sha256` is that of the issued file: the trail keeps it. What is signed on paper
    is not `of_today`: it bears the day on which its number was kept.

    Raises NotPossible where the number was voided meanwhile, or the day has changed since it was filled in: keeping
    and filling in once more sets that right.
    """
    row = lock(Document, line.pk)
    if row.state != Document.State.RESERVED:
        raise NotPossible(_in_another_state(row))
    if row.issued_on != line.issued_on or (of_today and row.issued_on != today()):
        raise NotPossible(_("The day has changed since the number was filled in. Please issue the document once more."))
    row.state, row.issued_by = Document.State.ISSUED, by
    changes = {"sha256": [None, sha256]} if sha256 else {}
    _keep(row, "enter", "state", "issued_by", by=by, source="reserved", target=row.state, changes=changes)
    _note(row, sha256)
    return row


def void(line: Document, *, by: Any, reason: str) -> Document:
    """Give up a number that is kept: its row and the reason stay, and it never comes again."""
    reason = _stated(reason)
    with transaction.atomic():
        row = lock(Document, line.pk)
        _refuse_unless_clerk(row, by)
        if row.state == Document.State.ISSUED:
            raise NotPossible(_("%(code)s is issued. It can be recalled, but its number stays.") % {"code": row})
        if row.state == Document.State.VOIDED:
            raise too_late(newest_event(row), "void_number", by=by, sentence=_in_another_state(row))
        return _void(row, by=by, reason=reason)


def _void(row: Document, *, by: Any, reason: str) -> Document:
    row.state, row.replaces = Document.State.VOIDED, None
    row.voided_at, row.ended_by, row.reason = now(), by, reason
    details = {"by": by, "reason": reason, "source": Document.State.RESERVED, "target": row.state}
    _keep(row, "void_number", "state", "replaces", "voided_at", "ended_by", "reason", **details)
    return row


def recall(line: Document, *, by: Any, reason: str) -> Document:
    """Recall an issued document (NĐ 30/2020, Điều 18): whoever received it is told to delete it, and confirms that."""
    reason = _stated(reason)
    with transaction.atomic():
        row = lock(Document, line.pk)
        _refuse_unless_clerk(row, by)
        if row.state != Document.State.ISSUED or row.recalled_at:
            raise too_late(newest_event(row), "recall", by=by, sentence=_in_another_state(row))
        row.recalled_at, row.ended_by, row.reason = now(), by, reason
        _keep(row, "recall", "recalled_at", "ended_by", "reason", by=by, reason=reason)
        for sent in row.dispatches.exclude(begun_at=None):
            outbox.put("recall", f"recall-{sent.pk}", scope=row.scope, dispatch=sent.pk)
        outbox.put("recalled", f"recalled-{row.pk}", scope=row.scope, document=row.pk, person=by.pk)
        return row


def confirm_deletion(dispatch: Dispatch, *, by: Any, reference: str) -> Dispatch:
    """Record that a recipient has deleted the recalled document, under the `reference` of their confirmation."""
    with transaction.atomic():
        line = lock(Document, dispatch.document_id)
        _refuse_unless_clerk(line, by)
        row = lock(Dispatch, dispatch.pk)
        if line.recalled_at is None or row.deleted_at:
            sentence = _("There is no deletion to confirm: the document is in force, or it is confirmed already.")
            raise too_late(newest_event(line), "confirm_deletion", by=by, sentence=sentence)
        row.deleted_at, row.deletion_reference = now(), one_line(reference)
        row.save(update_fields=["deleted_at", "deletion_reference"])
        changes = {"recipient": [None, row.recipient], "reference": [None, row.deletion_reference]}
        _keep(line, "confirm_deletion", by=by, changes=changes)
        return row


def _keep(line: Document, action: str, *names: str, by: Any, **details: Any) -> None:
    """Write the line's trail event, and save what changed with the head of its chain."""
    trail.record(line, action, by=by, scope=line.scope, **details)
    line.save(update_fields=["trail_seq", "trail_head", *names])


def _stated(reason: str) -> str:
    reason = plain_lines(reason)
    if not reason:
        raise NotPossible(_("Say why: the reason is kept in the register."))
    return reason


def _refuse_unless_clerk(line: Document, person: Any) -> None:
    if not documents_to_keep(person).filter(pk=line.pk).exists():
        raise PermissionDenied


def _in_another_state(row: Document) -> str:
    """Why an action on the line comes too late, or too early: how it stands, and who has brought it there."""
    ended = row.recalled_at or row.voided_at
    if ended is None:
        return _("%(code)s stands in the register as: %(state)s.") % {"code": row, "state": row.get_state_display()}
    values = {"code": row, "person": row.ended_by, "time": date_format(ended.astimezone(ZONE), "DATETIME_FORMAT")}
    if row.recalled_at:
        return _("%(person)s recalled %(code)s at %(time)s.") % values
    return _("%(person)s voided number %(code)s at %(time)s.") % values


def refuse_recalled(line: Document) -> None:
    """Raises NotPossible where the document is recalled: who did that, and when."""
    if line.recalled_at:
        raise NotPossible(_in_another_state(line))


def document_of(subject: Any) -> Document | None:
    """The subject's line, kept or issued."""
    lines = Document.objects.exclude(state=Document.State.VOIDED)
    return lines.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk).first()
