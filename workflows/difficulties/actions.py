"""All writes on difficulties. Each locks the row, checks right and state (`refuse_unless_open`), and returns it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import TrailEvent
from approvals.outbox import queue as outbox
from approvals.text.plain import plain_lines
from approvals.trail import chain as trail
from approvals.trail.refusals import too_late
from units.models import Person, Unit
from workflows.cases.inputs.texts import required_text
from workflows.cases.mails import mail_about
from workflows.cases.moves import events_of, who
from workflows.models import Difficulty, DifficultyKind, UnitReport
from workflows.models.states import WITHIN_A_WHOLE, DifficultyState

from . import rules

To = Difficulty.To
FEWEST = 2


@dataclass(frozen=True)
class Addressee:
    """Who is to help: `unit_id` where it is a unit."""

    to: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Raised:
    """What is raised: its kind, the words, and who is to help."""

    kind: DifficultyKind
    text: str
    addressee: Addressee


def raise_difficulty(unit: Unit, *, by: Person, raised: Raised, report: UnitReport | None = None) -> Difficulty:
    """A unit raises a difficulty, beside one of its reports or by itself; whoever is to help gets a mail."""
    with transaction.atomic():
        _refuse_unusable(raised, unit.root_id)
        if unit.retired_at:
            raise NotPossible(_("%(unit)s no longer exists: raise it for another unit.") % {"unit": unit})
        if unit.pk not in rules.units_to_raise_for(by):
            raise PermissionDenied
        row = _made(raised, by, ward_id=unit.root_id, unit_id=unit.pk, state=DifficultyState.OPEN, report=report)
        _record(row, "raise_difficulty", by, target=row.state, changes=_shape(row))
        outbox.put_all([_to_the_addressee(row, "difficulty_raised")])
        return row


def merge_difficulties(items: Iterable[Difficulty], *, by: Person, raised: Raised) -> Difficulty:
    """The coordinator puts open ones together under words of their own; they stay, as its sources.

    Raises NotPossible where fewer than two are given, or one of them is no longer open.
    """
    with transaction.atomic():
        sources = _to_merge(items, by)
        if len(sources) < FEWEST or len({source.ward_id for source in sources}) > 1:
            raise NotPossible(_("Tick at least two difficulties to put together."))
        _refuse_unusable(raised, sources[0].ward_id)
        whole = _made(raised, by, ward_id=sources[0].ward_id, unit_id=None, state=DifficultyState.CONSOLIDATED)
        _record(whole, "merge_difficulty", by, target=whole.state, changes=_shape(whole) | _named(sources))
        _take_in(whole, sources, by)
        outbox.put_all([_to_the_addressee(whole, "difficulty_merged")])
        return whole


def extend_difficulty(whole: Difficulty, *, by: Person, items: Iterable[Difficulty]) -> Difficulty:
    """Add open ones to what was put together before and is not answered yet."""
    with transaction.atomic():
        row = _locked(whole.pk, "extend_difficulty", by)
        sources = _to_merge(items, by)
        if {source.ward_id for source in sources} != {row.ward_id}:
            raise NotPossible(_("Tick at least one difficulty to add."))
        _record(row, "extend_difficulty", by, changes=_named(sources))
        _take_in(row, sources, by)
        return row


def answer_difficulty(item: Difficulty, *, by: Person, text: str) -> Difficulty:
    """A leader answers, by name; each unit that raised it gets a mail, and says whether that is enough."""
    text = required_text(text)
    with transaction.atomic():
        row = _locked(item.pk, "answer_difficulty", by)
        answered = [row, *_parts(row, DifficultyState.CONSOLIDATED)]
        for each in answered:
            each.answer, each.answered_by, each.answered_at = text, by, now()
            _move(each, DifficultyState.ANSWERED, "answer_difficulty", by, words=text)
        outbox.put_all([_to_the_unit(each, "difficulty_answered", text) for each in answered if each.unit_id])
        return row


def close_difficulty(item: Difficulty, *, by: Person, text: str = "") -> Difficulty:
    """The unit that raised it closes it; before it is answered, with the reason (`text`)."""
    text = plain_lines(text)
    with transaction.atomic():
        row = _locked_below(item.pk, "close_difficulty", by)
        if row.state != DifficultyState.ANSWERED and not text:
            raise NotPossible(_("Nobody has answered yet. Say in a few words why it is closed."))
        row.closed_at = now()
        _move(row, DifficultyState.CLOSED, "close_difficulty", by, words=text)
        _settle_whole(row, by)
        return row


def reopen_difficulty(item: Difficulty, *, by: Person, text: str) -> Difficulty:
    """The answer does not help, or the difficulty is back: it is open again, with words, and handled by itself."""
    text = required_text(text)
    with transaction.atomic():
        row = _locked_below(item.pk, "reopen_difficulty", by)
        row.closed_at = None
        row.answer, row.answered_by, row.answered_at = "", None, None
        _move(row, DifficultyState.OPEN, "reopen_difficulty", by, words=text)
        _settle_whole(row, by)
        outbox.put_all([_to_the_addressee(row, "difficulty_reopened", text)])
        return row


def discuss_difficulty(item: Difficulty, *, by: Person, text: str) -> Difficulty:
    """Ask or add something that decides nothing; the other side gets a mail."""
    text = required_text(text)
    with transaction.atomic():
        row = _locked(item.pk, "discuss_difficulty", by)
        _record(row, "discuss_difficulty", by, reason=text)
        own = row.unit_id in rules.units_to_raise_for(by)
        addressed = _to_the_addressee if own or row.is_whole else _to_the_unit
        outbox.put_all([addressed(row, "difficulty_discussed", text)])
        return row


def _to_merge(items: Iterable[Difficulty], by: Person) -> list[Difficulty]:
    """Locked in a fixed order, each once."""
    return [_locked(key, "merge_difficulty", by) for key in sorted({item.pk for item in items})]


def _take_in(whole: Difficulty, sources: Iterable[Difficulty], by: Person) -> None:
    for source in sources:
        source.merged_into = whole
        _move(source, DifficultyState.CONSOLIDATED, "consolidate_difficulty", by, words=whole.text)


def _named(sources: Iterable[Difficulty]) -> dict[str, list[Any]]:
    return {"sources": [None, "; ".join(map(str, sources))]}


def _locked_below(pk: int, action: str, by: Person) -> Difficulty:
    """The row, locked after the whole it is part of: the order of `answer_difficulty`, so that no two deadlock."""
    list(Difficulty.objects.select_for_update(of=("self",)).filter(sources=pk))
    return _locked(pk, action, by)


def _locked(pk: int, action: str, by: Person) -> Difficulty:
    """The row, locked; refused where `action` is not open to `by` now."""
    row = Difficulty.objects.select_for_update(of=("self",)).with_names().get(pk=pk)
    refuse_unless_open(row, action, by)
    return row


def refuse_unless_open(row: Difficulty, action: str, by: Person) -> None:
    """Raises PermissionDenied where `action` is not the person's to do, NotPossible where the state forbids it."""
    if not rules.may(by, action, row):
        raise PermissionDenied
    if not rules.state_allows(action, row):
        last = events_of(row)[0]
        raise too_late(last, action, by=by, sentence=_why_not(row, last))


def _why_not(row: Difficulty, last: TrailEvent) -> str:
    if row.is_part:
        words = _("This difficulty is handled together with others: open “%(whole)s” for the answer.")
        return words % {"whole": row.merged_into}
    words = _("%(person)s has handled this difficulty at %(time)s: it is now “%(state)s”.")
    return words % (who(last) | {"state": row.get_state_display()})


def _parts(whole: Difficulty, *states: str) -> list[Difficulty]:
    """The sources that are still handled within the whole, locked; none where it is no whole."""
    if not whole.is_whole:
        return []
    parts = Difficulty.objects.select_for_update(of=("self",)).with_names().filter(merged_into=whole)
    return list(parts.filter(state__in=states).order_by("pk"))


def _settle_whole(part: Difficulty, by: Person) -> None:
    """The last part that leaves a whole closes it."""
    if part.merged_into_id is None:
        return
    whole = Difficulty.objects.select_for_update(of=("self",)).with_names().get(pk=part.merged_into_id)
    if whole.state in WITHIN_A_WHOLE and not _parts(whole, *WITHIN_A_WHOLE):
        whole.closed_at = now()
        _move(whole, DifficultyState.CLOSED, "close_difficulty", by)


def _made(raised: Raised, by: Person, **where: Any) -> Difficulty:
    """The new row."""
    return Difficulty.objects.create(
        kind=raised.kind,
        text=required_text(raised.text),
        to=raised.addressee.to,
        to_unit_id=raised.addressee.unit_id,
        raised_by=by,
        raised_at=now(),
        state_since=now(),
        **where,
    )


def _refuse_unusable(raised: Raised, ward_id: int) -> None:
    """Raises NotPossible where the kind is no longer used, or the unit addressed is not one of the ward."""
    if raised.kind.ward_id != ward_id or raised.kind.retired_at:
        raise NotPossible(_("The kind “%(kind)s” is no longer used. Choose another.") % {"kind": raised.kind})
    unit_id = raised.addressee.unit_id
    if unit_id and not Unit.objects.filter(pk=unit_id, ward=ward_id, retired_at=None).exists():
        raise NotPossible(_("That unit no longer exists. Choose another to address it to."))


def _move(row: Difficulty, state: str, action: str, by: Person, words: str = "") -> None:
    source, row.state, row.state_since = row.state, state, now()
    _record(row, action, by, source=source, target=state, reason=words)


def _record(row: Difficulty, action: str, by: Person, **event: Any) -> None:
    """The event, then the row with the head of its chain."""
    trail.record(row, action, by=by, scope=row.scope, **event)
    row.save()


def _shape(row: Difficulty) -> dict[str, list[Any]]:
    return {"kind": [None, str(row.kind)], "text": [None, row.text], "to": [None, row.to_words]}


def _to_the_addressee(row: Difficulty, event: str, words: str = "") -> dict[str, Any]:
    """The unit's head, the leaders, or, of what only the province can help with, the coordinator who reports it."""
    codename, unit_id = {
        To.UNIT.value: ("submit_reports", row.to_unit_id),
        To.LEADERS.value: ("approve_reports", row.ward_id),
        To.PROVINCE.value: ("review_reports", row.ward_id),
    }[row.to]
    return mail_about(row, event, (codename, unit_id or row.ward_id), words or row.text)


def _to_the_unit(row: Difficulty, event: str, words: str) -> dict[str, Any]:
    """Whoever writes for the unit; of one that does not report, whoever raises for it."""
    writes = row.unit is None or row.unit.reports
    return mail_about(
        row, event, ("write_reports" if writes else "raise_difficulties", row.unit_id or row.ward_id), words
    )
