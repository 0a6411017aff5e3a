"""The report of a unit that delivers follows the document that its ward sent: taken in, received, refused, recalled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Arrival, Decision, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.receiving import actions as receiving
from approvals.receiving.desk import month_of
from approvals.registry import Registry
from approvals.text.plain import plain_lines
from units.models import Person
from workflows.cases import rules
from workflows.cases.inputs.json_files import FaultyFile
from workflows.cases.inputs.texts import Changes, set_texts, set_values
from workflows.cases.mails import tell
from workflows.cases.moves import locked_row, moving, record
from workflows.models import FieldValue, IndicatorEntry, ReportKind, UnitReport, WardReport
from workflows.models.states import OPEN, TAKEN_IN, UnitState
from workflows.unit_reports.actions import decide
from workflows.unit_reports.entries.actions import remember
from workflows.unit_reports.findings import entries_of

from . import fields, figures
from .figures import Delivered

WITH_WARD = (UnitState.DRAFT, UnitState.RETURNED)
WITH_OFFICE = (UnitState.SUBMITTED, UnitState.IN_REVIEW)
FILLED = (*figures.NUMBERS, "note", "informant", "sent_by")
# What opens a report that was taken in by the office's own, for a reason: whether it could. Of rooms above.
ON_RECALL: Registry[Callable[[UnitReport, str], bool]] = Registry()
LOOKED_BACK = timedelta(days=90)  # for documents that came before their period was opened


def follow(message: OutboxMessage) -> None:
    """Outbox handler for `brought`: brings the report to where the arrival stands now. Idempotent.

    A document on no period of the receiver's stays a document: `look` tries again once one is opened. Figures that do
    not fit are told on the document, which cannot be received until they do. Raises FileFault.
    """
    arrival = Arrival.objects.select_related("sender", "decided_by").get(pk=message.payload["arrival"])
    if arrival.recalled_at is not None or arrival.state == Arrival.State.REFUSED:
        _withdraw(arrival)
        return
    delivered = told_of(arrival)
    found = delivered if isinstance(delivered, str) else _report_of(arrival, delivered)
    if isinstance(delivered, str) or isinstance(found, str):
        receiving.note_faults(arrival, [str(found)])
    elif found is not None:
        with transaction.atomic():
            _place(locked_row(found), arrival, delivered)
            if arrival.state == Arrival.State.RECEIVED:
                _receive(found, arrival)


def told_of(arrival: Arrival) -> Delivered | str:
    """What the ward tells beside its document, by the document's name of the period where it shares no figures; a
    sentence where the figures cannot be read. Raises FileFault.
    """
    file = figures.file_in(arrival)
    if file is None:
        month = month_of(arrival)
        code = f"{month[1]}-{month[0]:02d}" if month else ""
        return Delivered(code, ReportKind.Frequency.MONTHLY, "", "", {}, {})
    try:
        return figures.read(files.content(files.stored_path(file["sha256"]), file["sha256"]))
    except FaultyFile as fault:
        return fault.message


def look() -> None:
    """Have documents that came before their period was opened taken in, and reports opened whose document was recalled
    while that could not be. One query where there is none.
    """
    taken = UnitReport.objects.filter(arrival=OuterRef("pk"))
    held = taken.filter(state__in=(*WITH_OFFICE, *TAKEN_IN), period__ward_reports__state__in=OPEN)
    waiting = Q(~Exists(taken), recalled_at=None) | Q(Exists(held), recalled_at__isnull=False)
    arrivals = Arrival.objects.filter(waiting, sender__member__isnull=False, arrived_at__gte=now() - LOOKED_BACK)
    for arrival in arrivals.exclude(state=Arrival.State.REFUSED):
        _again(arrival)


def compare_anew(arrival: Arrival, *, by: Person) -> None:
    """Have the document's figures compared anew with what is asked, after the plan or the periods have changed.
    Raises PermissionDenied for whoever does not receive documents here.
    """
    receiving.require_answerer(arrival, by)
    _again(arrival)


def _again(arrival: Arrival) -> None:
    outbox.put_again("brought", f"brought-{arrival.pk}-anew", scope=arrival.scope, arrival=arrival.pk)


def _report_of(arrival: Arrival, delivered: Delivered) -> UnitReport | str | None:
    """The report that the document is: the one it was taken into, else that of its period; a sentence where the period
    is of another kind of report.
    """
    reports = UnitReport.objects.with_names()
    own = reports.filter(arrival=arrival).first()
    if own:
        return own
    of_period = Q(period__request=delivered.request) if delivered.request else Q(
        period__code=delivered.code, period__kind__frequency=delivered.frequency, period__request=None
    )  # fmt: skip
    waiting = reports.filter(of_period, unit=arrival.sender.member, period__cancelled_at=None)
    found = list(waiting.filter(period__kind__practice=False).order_by("period__kind"))
    fitting = [row for row in found if delivered.request or delivered.kind in ("", row.kind_code)]
    if found and not fitting:
        sentence = _("It is a report of another kind, “%(told)s”, and this is asked for: %(asked)s.")
        return sentence % {"told": delivered.kind, "asked": ", ".join(str(row.period) for row in found)}
    return fitting[0] if fitting else None


def _place(report: UnitReport, arrival: Arrival, delivered: Delivered) -> None:
    """Take the document into the locked report where it is the newest; else say on it why it is not."""
    if report.arrival_id == arrival.pk and report.state not in WITH_WARD:
        return
    if later := _in_place_of(arrival):
        _note(arrival, _replaced_by(later))
    elif report.arrival_id and arrival.pk < report.arrival_id:
        _note(arrival, _replaced_by(report.arrival))
    elif report.state in WITH_WARD:
        _take_in(report, arrival, delivered)
    elif report.arrival_id and report.state in WITH_OFFICE:
        _take_in_instead(report, arrival, delivered)
    elif WardReport.objects.filter(period=report.period_id, replaced_by=None, state__in=OPEN).exists():
        _note(arrival, _closed(report))


def _in_place_of(arrival: Arrival) -> Arrival | None:
    """The newest document that stands in the place of this one, whichever came first."""
    standing = arrival.replacements.filter(recalled_at=None).exclude(state=Arrival.State.REFUSED)
    return standing.order_by("-pk").first()


def _note(arrival: Arrival, fault: str) -> None:
    """Say it on a document that waits for an answer; what was answered stays as it is."""
    if arrival.state == Arrival.State.ARRIVED and arrival.faults != [fault]:
        receiving.note_faults(arrival, [fault])


def _replaced_by(arrival: Arrival | None) -> str:
    return _("%(code)s came in its place.") % {"code": arrival.code if arrival else ""}


def _closed(report: UnitReport) -> str:
    """Why the report takes no document in now, and what would let it."""
    values = {"report": report, "state": report.get_state_display(), "code": report.arrival and report.arrival.code}
    if report.state == UnitState.WAIVED:
        return _("%(report)s need not be reported: take the waiver back, then have the figures compared anew.") % values
    if report.arrival:
        return _("%(report)s has the figures of %(code)s: ask the ward to recall that document first.") % values
    return _("%(report)s is “%(state)s”: return it, then have the figures compared anew.") % values


def _take_in_instead(report: UnitReport, arrival: Arrival, delivered: Delivered) -> None:
    """Take in a document that comes while the office has an earlier one of the same period, in the place of that."""
    earlier, faults = report.arrival, _faults(report, arrival, delivered)
    if faults or earlier is None:
        return
    with moving(report, "refuse_delivery", by=None) as row:
        row.refuse_delivery()
        row.reason, row.reopened, row.was = _replaced_by(arrival), {}, {}
        record(row, reason=row.reason)
    _deliver(report, arrival, delivered)
    _note(earlier, _replaced_by(arrival))


def _faults(report: UnitReport, arrival: Arrival, delivered: Delivered) -> list[str]:
    """Why the figures do not fit, which is noted on the document."""
    faults = figures.faults(delivered, [row.entry.indicator for row in entries_of(report).indicators])
    if faults or arrival.faults:
        receiving.note_faults(arrival, faults)
    return faults


def _take_in(report: UnitReport, arrival: Arrival, delivered: Delivered) -> None:
    """Fill the report and submit it; where the figures do not fit, say so on the document instead."""
    if not _faults(report, arrival, delivered):
        _deliver(report, arrival, delivered)


def _deliver(report: UnitReport, arrival: Arrival, delivered: Delivered) -> None:
    with moving(report, "deliver", by=None) as row:
        before, former = _before(row), row.arrival and row.arrival.code
        row.arrival, row.entries = arrival, entries_of(row)
        changes = _fill(row, delivered, before)
        asked = {each.entry.indicator.number for each in row.entries.indicators}
        row.corrections = [each for each in delivered.corrections if each["ma"] in asked]
        remember(row, changes)
        row.version, row.saved_at, row.saved_by, row.reopened = row.version + 1, now(), None, {}
        row.deliver()
        record(row, changes={"arrival": [former, arrival.code], **changes})
        tell(row, "submitted", "review_reports", row.ward_id)


def _before(row: UnitReport) -> Delivered | None:
    """What the document that the report was taken from before contained, to know it from what was typed."""
    delivered = told_of(row.arrival) if row.arrival else None
    return delivered if isinstance(delivered, Delivered) else None


def _fill(row: UnitReport, delivered: Delivered, before: Delivered | None) -> Changes:
    """Set what the document tells. What it does not tell is blank, but what was typed for the ward stays."""
    changes: Changes = {}
    changed = []
    for each in row.entries.indicators:
        entry, given = each.entry, delivered.figures.get(each.entry.indicator.number)
        values: dict[str, Any] = figures.numbers(entry.indicator, given)
        if values["value"] is None and _is_typed(entry, before):
            continue
        note = (given["ghi_chu"] if given else _("The ward does not share a figure of this indicator."))[:500]
        values |= {"note": note, "informant": "", "sent_by": ""}
        difference = set_values(entry, values, FILLED)
        beside = (figures.year_of(entry.indicator, given), figures.since_of(entry.indicator, given))
        if difference or (entry.told_year, entry.since) != beside:
            entry.told_year, entry.since = beside
            changes |= {f"{entry.indicator.number}.{name}": value for name, value in difference.items()}
            changed.append(entry)
    IndicatorEntry.objects.bulk_update(changed, [*FILLED, "told_year", "since"])
    of_fields, filled = fields.fill(row.entries.fields, delivered.fields, before.fields if before else {})
    if filled:
        FieldValue.objects.bulk_update(filled, fields.SAVED)
    changes |= of_fields
    row.entries = row.entries.anew()
    row.found, row.unanswered = len(row.entries.to_look_at), len(row.entries.unanswered)
    was = before.texts if before else {}
    blank = {part: "" for part, text in was.items() if getattr(row, part) == plain_lines(text)}
    return changes | set_texts(row, blank | {part: text for part, text in delivered.texts.items() if text})


def _is_typed(entry: IndicatorEntry, before: Delivered | None) -> bool:
    """Whether it has a figure that no document brought."""
    kept = {name: getattr(entry, name) for name in figures.NUMBERS}
    brought = before.figures.get(entry.indicator.number) if before else None
    return any(number is not None for number in kept.values()) and kept != figures.numbers(entry.indicator, brought)


def _receive(report: UnitReport, arrival: Arrival) -> None:
    """The document was received on its own page: by whoever may accept the report alone, which accepts it too. By
    another, or where two people accept it, it waits for the office as before.
    """
    report, by = _anew(report), arrival.decided_by
    if report.arrival_id != arrival.pk or report.state not in WITH_OFFICE or by is None:
        return
    if rules.right_to("accept", report).shut(report) or not rules.may(by, "accept", report):
        return
    with moving(report, "receive_delivery", by=None) as row:
        row.receive_delivery()
        record(row, reason=_answered(arrival))
        decide(row, Decision.Verdict.ACCEPT, by=by)


def _withdraw(arrival: Arrival) -> None:
    """The document counts no more: its report opens again. The ward is told that its recall is agreed to once the
    figures are out of the report; what else it sent is then looked at anew.
    """
    report = UnitReport.objects.with_names().filter(arrival=arrival).first()
    if report and not _send_back(report, arrival):
        return
    if arrival.recalled_at is not None:
        receiving.agree(arrival)
    others = arrival.sender.arrivals.filter(pk__gt=arrival.pk, state=Arrival.State.ARRIVED, recalled_at=None)
    for other in others:
        _again(other)


def _send_back(report: UnitReport, arrival: Arrival) -> bool:
    """Whether the report does not hold the document's figures any more. One that was taken in by the office's own
    report is opened with that (`ON_RECALL`).
    """
    if report.state == UnitState.CONSOLIDATED:
        return all(open_again(report, _answered(arrival)) for open_again in ON_RECALL.values())
    if report.state not in (*WITH_OFFICE, UnitState.ACCEPTED):
        return True
    with moving(report, "refuse_delivery", by=None) as row:
        row.refuse_delivery()
        row.reason, row.reopened, row.was = _answered(arrival), {}, {}
        record(row, reason=row.reason)
        if arrival.recalled_at is not None:
            tell(row, "delivery_recalled", "review_reports", row.ward_id)
        elif arrival.decided_by:
            decide(row, Decision.Verdict.RETURN, by=arrival.decided_by, reason=arrival.reason)
    return True


def _answered(arrival: Arrival) -> str:
    """What became of the document, as the report's trail tells it."""
    if arrival.recalled_at:
        return _("The ward recalled %(code)s.") % {"code": arrival.code}
    values = {"person": arrival.decided_by, "code": arrival.code, "reason": arrival.reason}
    if arrival.state == Arrival.State.REFUSED:
        return _("%(person)s refused %(code)s: %(reason)s") % values
    return _("%(person)s received %(code)s.") % values


def _anew(report: UnitReport) -> UnitReport:
    return UnitReport.objects.with_names().get(pk=report.pk)
