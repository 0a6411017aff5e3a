from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor, update
from approvals.trail.changes import field
from units.models import Person
from workflows.cases.authors import add_author
from workflows.cases.inputs.texts import Changes, set_texts, set_values
from workflows.cases.moves import locked, note
from workflows.models import FieldValue, UnitReport
from workflows.pure.informants import Informant, OnBehalf, Sent
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import AssignmentRow, Entries, IndicatorRow, Row, entries_of
from workflows.unit_reports.on_behalf.actions import mail_of, named
from workflows.unit_reports.parts import in_order, part_in, part_of

REASON = ("explanation", "asked", "informant")
NUMBERS = ("value", "numerator", "denominator")
VALUES = [name for names in FieldValue.COLUMNS.values() for name in names]


class StaleSave(NotPossible):
    """Somebody saved a newer version meanwhile. `report` is that version, nothing was written."""

    def __init__(self, report: UnitReport) -> None:
        super().__init__(
            _("%(person)s saved this report after you opened it. Compare both versions, then save again.")
            % {"person": report.saved_by}
        )
        self.report = report


def save_draft(
    report: UnitReport,
    *,
    by: Person,
    seen: int,
    indicators: Mapping[int, Mapping[str, Any]],
    assignments: Mapping[int, Mapping[str, Any]],
    narrative: Mapping[str, str],
    fields: Mapping[int, Mapping[str, Any]] | None = None,
    informant: Informant | None = None,
    entries: Entries | None = None,
) -> UnitReport:
    """Save what the drafter typed: rows by entry id, texts by part; what is not given stays.

    With `informant` the office saves what that person reported for the unit: the action is then `save_on_behalf`.

    `seen` is the version the page showed. Raises StaleSave where another saved since, NotPossible where the report
    is no longer with the unit. A save that changes nothing writes nothing. The row returned has its `entries`, checked.
    Where the caller has read some `entries` of the version `seen`, these alone are saved and checked.
    """
    informant = named(informant) if informant else None
    with transaction.atomic(), one_cursor():
        row = locked(report, _action(informant), by=by)
        if row.version != seen:
            raise StaleSave(row)
        row.entries = entries.anew() if entries and entries.report.version == seen else entries_of(row)
        before = _unanswered(row.entries)
        source = informant.brief if informant else ""
        changes = _save_indicators(row.entries.indicators, indicators, source)
        changes |= _save_assignments(row.entries.assignments, assignments, source)
        changes |= _save_fields(row.entries.fields, fields or {}, source) | set_texts(row, narrative)
        refuse_locked(row, changes)
        if changes:
            _count(row, before)
            _keep(row, changes, by=by, informant=informant)
        return row


@transaction.atomic
def take_in_figures(
    report: UnitReport, *, by: Person, sent: Sent, indicators: Mapping[int, Mapping[str, Any]]
) -> tuple[UnitReport, Changes]:
    """Put figures that a system sent into the draft, each marked with it, in the name of `by`. A person submits them.

    `indicators` as for `save_draft`. What changes nothing writes nothing. Raises NotPossible where the report is no
    longer with the unit or the office has accepted one of the entries; PermissionDenied.
    """
    row = locked(report, "take_in_figures", by=by)
    row.entries = entries_of(row)
    before = _unanswered(row.entries)
    changes = _save_indicators(row.entries.indicators, indicators, "", sent.brief)
    refuse_locked(row, changes)
    if changes:
        _count(row, before)
        _touch(row, changes, by)
        note(row, "take_in_figures", by=by, reason=sent.words, changes=changes)
        add_author(row, by)
    return row, changes


def _touch(row: UnitReport, changes: Changes, by: Person) -> None:
    """What follows for the report's own row from changed entries."""
    remember(row, changes)
    row.version, row.saved_at, row.saved_by = row.version + 1, now(), by
    if row.finished_at:
        row.finished_at = None


def _keep(row: UnitReport, changes: Changes, *, by: Person, informant: Informant | None) -> None:
    """Save the report's own row with what follows from the changed entries, and write the trail event. Whoever saved
    last is among the authors already.
    """
    is_author = row.saved_by_id == by.pk
    _touch(row, changes, by)
    mails = []
    if informant:
        mails = [mail_of(row, informant)] if row.unconfirmed_since is None else []
        row.note_on_behalf(OnBehalf(informant, by.pk, str(by), row.saved_at or now()))
    note(row, _action(informant), by=by, reason=informant.words if informant else "", changes=changes)
    if not is_author:
        add_author(row, by)
    outbox.put_all(mails)


def _unanswered(entries: Entries) -> int:
    """How many of these ask for a reason and give none, as they stand now."""
    return len(entries.anew().unanswered)


def _count(row: UnitReport, before: int) -> None:
    """Count what is asked for in the whole report. Of some entries the difference is taken; the findings, which no page
    shows before it is submitted, are then counted when it is. That nothing is left to ask is always counted anew.
    """
    if not row.entries.partial:
        row.found, row.unanswered = len(row.entries.to_look_at), len(row.entries.unanswered)
        return
    was = row.unanswered or 0
    left = was + len(row.entries.unanswered) - before
    row.found, row.unanswered = None, left
    if left <= 0 < was:
        row.unanswered = len(entries_of(row).unanswered)


def set_files(row: UnitReport, part: str, files: list[list[str]], *, by: Person | None) -> Changes:
    """Make these, each a name and a SHA-256, what a locked report says in its field of files; the caller writes the
    event with the changes returned. As with any entry, a reason given for a blank goes, and a page that was opened
    before may no longer save or submit.
    """
    row.entries = entries_of(row)
    entry = next(found.entry for found in row.entries.fields if part_of(found) == part)
    changes = set_values(entry, {"rows": files, "explanation": ""}, ("rows", "explanation"))
    entry.save(update_fields=["rows", "explanation"])
    named = {f"{part}.{name}": values for name, values in changes.items()}
    remember(row, named)
    row.found, row.unanswered = len(row.entries.to_look_at), len(row.entries.unanswered)
    row.version, row.saved_at, row.saved_by = row.version + 1, now(), by or row.saved_by
    return named


def _action(informant: Informant | None) -> str:
    return "save_on_behalf" if informant else "save_draft"


def refuse_locked(row: UnitReport, changes: Iterable[str]) -> None:
    """After a partial return only the parts that it names may change. `changes` are names of fields or parts."""
    locked = sorted({part_in(name) for name in changes} - set(row.reopened), key=in_order) if row.reopened else []
    if locked:
        raise NotPossible(
            _("The office has accepted %(parts)s, and returned other entries alone: leave these as they were.")
            % {"parts": ", ".join(map(field, locked))}
        )


def remember(row: UnitReport, changes: Changes) -> None:
    """Store what each field was at the last return, for whoever reviews the report again."""
    if not row.returns:
        return
    was = {name: row.was.get(name, old) for name, (old, _new) in changes.items()}
    row.was = {name: old for name, old in (row.was | was).items() if name not in changes or old != changes[name][1]}


def _save_indicators(
    rows: Iterable[IndicatorRow], given: Mapping[int, Mapping[str, Any]], source: str, sent_by: str = ""
) -> Changes:
    changes: Changes = {}
    changed = []
    for row in rows:
        entry, typed = row.entry, dict(given.get(row.entry.pk, {}))
        if typed and row.is_ratio:
            typed["value"] = ratio(*(typed.get(name, getattr(entry, name)) for name in ("numerator", "denominator")))
        difference = _set_entry(row, typed, (*NUMBERS, "note"), source)
        if difference:
            if difference.keys() & set(NUMBERS):
                entry.sent_by, entry.since = sent_by, ""
            changes |= {f"{entry.indicator.number}.{name}": values for name, values in difference.items()}
            changed.append(entry)
    _store(changed, [*NUMBERS, "note", *REASON, "sent_by", "since"])
    return changes


def ratio(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """In percent, to four decimals; None where it is not reported."""
    if numerator is None or not denominator:
        return None
    return (numerator * 100 / denominator).quantize(Decimal("0.0001"))


def _save_assignments(rows: Iterable[AssignmentRow], given: Mapping[int, Mapping[str, Any]], source: str) -> Changes:
    changes: Changes = {}
    changed = []
    for row in rows:
        difference = _set_entry(row, given.get(row.entry.pk, {}), ("status", "result"), source)
        if difference:
            changes |= {f"T{row.entry.assignment.number}.{name}": values for name, values in difference.items()}
            changed.append(row.entry)
    _store(changed, ["status", "result", *REASON])
    return changes


def _save_fields(rows: Iterable[FieldRow], given: Mapping[int, Mapping[str, Any]], source: str) -> Changes:
    changes: Changes = {}
    changed = []
    for row in rows:
        difference = _set_entry(row, given.get(row.entry.pk, {}), FieldValue.COLUMNS[row.field.type], source)
        if difference:
            changes |= {f"{part_of(row)}.{name}": values for name, values in difference.items()}
            changed.append(row.entry)
    _store(changed, [*VALUES, "explanation", "informant"])
    return changes


def _store(entries: Sequence[Any], names: Sequence[str]) -> None:
    """In one statement. An autosave has one entry: the SQL of its statement is not built anew."""
    if len(entries) == 1:
        update(type(entries[0]), {name: getattr(entries[0], name) for name in names}, {"id": entries[0].pk})
    elif entries:
        type(entries[0]).objects.bulk_update(entries, names)


def _set_entry(row: Row, typed: Mapping[str, Any], names: tuple[str, ...], source: str) -> Changes:
    """Set what differs. A reason given for a blank does not hold for a figure: it is removed unless typed anew.

    Whoever types last answers for the entry: the unit itself, or the `source` from whom the office has it.
    """
    was_blank = row.is_blank
    changes = set_values(row.entry, typed, (*names, "explanation"))
    if row.is_blank != was_blank and "explanation" not in changes:
        changes |= set_values(row.entry, {"explanation": ""}, ("explanation",))
    if changes:
        row.entry.informant = source
        if not isinstance(row, FieldRow):
            row.entry.asked = bool(row.checks)
    return changes
