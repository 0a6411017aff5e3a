from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import AlreadyDone, NotPossible
from units.models import Person
from workflows.cases.inputs.texts import required_text
from workflows.cases.mails import tell
from workflows.cases.moves import locked, note
from workflows.models import EntryComment, UnitReport
from workflows.unit_reports.actions import refuse_unknown


def comment(report: UnitReport, *, by: Person, part: str, text: str) -> EntryComment:
    """The office asks about a part of the report ("8", "T4", "results"); those who write it get a mail."""
    text = required_text(text)
    with transaction.atomic():
        row = locked(report, "comment", by=by)
        refuse_unknown(row, [part])
        made = EntryComment.objects.create(report=row, part=part, text=text, by=by, at=now())
        note(row, "comment", by=by, changes={f"{part}.comment": [None, text]})
        tell(row, "commented", "write_reports", row.unit_id, words=text)
        return made


def answer(comment: EntryComment, *, by: Person, text: str) -> EntryComment:
    """The unit answers a comment, once; the office gets a mail. Raises AlreadyDone where `by` gave this very answer."""
    text = required_text(text)
    with transaction.atomic():
        row = locked(comment.report, "answer", by=by)
        asked = EntryComment.objects.select_related("answered_by").get(pk=comment.pk)
        if asked.answered_at:
            if (asked.answered_by_id, asked.answer) == (by.pk, text):
                raise AlreadyDone(_("You have answered this comment already."))
            raise NotPossible(_("%(person)s has answered this comment already.") % {"person": asked.answered_by})
        asked.report = row
        asked.answer, asked.answered_by, asked.answered_at = text, by, now()
        asked.save(update_fields=["answer", "answered_by", "answered_at"])
        note(row, "answer", by=by, changes={f"{asked.part}.answer": [None, text]})
        tell(row, "answered", "review_reports", row.ward_id, words=text)
        return asked
