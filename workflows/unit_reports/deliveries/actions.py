"""The report of a unit that delivers follows the document that its ward sent: taken in, received, refused, recalled."""

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
from workflows.cases.inputs.json_files import FaultyFile
from workflows.cases.inputs.texts import Changes, set_texts, set_values
from workflows.cases.mails import tell
from workflows.cases.moves import locked_row, moving, record
from workflows.models import IndicatorEntry, ReportKind, UnitReport
from workflows.models.states import UnitState
from workflows.unit_reports.actions import decide
from workflows.unit_reports.entries.actions import remember
from workflows.unit_reports.findings import entries_of

from . import figures
from .figures import Told

WITH_WARD = (UnitState.DRAFT, UnitState.RETURNED)
WITH_OFFICE = (UnitState.SUBMITTED, UnitState.IN_REVIEW)
LOOKED_BACK = timedelta(days=90)  # for documents that came before their period was opened


def follow(message: OutboxMessage) -> None:
    """Outbox handler for `brought`: brings the report to where the arrival stands now. Idempotent.

    A document on no period of the receiver's stays a document: `look` tries again once one is opened. Figures that do
    not fit are told on the document, which cannot be received until they do. Raises FileFault.
    """
    arrival = Arrival.objects.select_related("sender", "decided_by").get(pk=message.payload["arrival"])
    told = told_of(arrival)
    if isinstance(told, str):
        receiving.note_faults(arrival, [told])
        return
    found = _report_of(arrival, told)
    if found is None:
        return
    with transaction.atomic():
        report = locked_row(found)
        if arrival.recalled_at is not None or arrival.state == Arrival.State.REFUSED:
            _sent_back(report, arrival)
        elif report.state in WITH_WARD:
            _taken_in(report, arrival, told)
        if arrival.state == Arrival.State.RECEIVED and arrival.recalled_at is None:
            _received(report, arrival)


def told_of(arrival: Arrival) -> Told | str:
    """What the ward tells beside its document, by the document's name of the period where it shares no figures; a
    sentence where the figures cannot be read. Raises FileFault.
    """
    file = next((each for each in arrival.files[1:] if each["name"] == figures.NAME), None)
    if file is None:
        month = month_of(arrival)
        code = f"{month[1]}-{month[0]:02d}" if month else ""
        return Told(code, ReportKind.Frequency.MONTHLY, "", "", {}, {})
    try:
        return figures.read(files.content(files.stored_path(file["sha256"]), file["sha256"]))
    except FaultyFile as fault:
        return fault.message


def look() -> None:
    """Have documents that came before their period was opened taken in. One query where there is none."""
    taken = UnitReport.objects.filter(arrival=OuterRef("pk"))
    waiting = Arrival.objects.filter(
        ~Exists(taken), sender__member__isnull=False, recalled_at=None, arrived_at__gte=now() - LOOKED_BACK
    ).exclude(state=Arrival.State.REFUSED)
    for arrival in waiting:
        outbox.put_again("brought", f"brought-{arrival.pk}-anew", scope=arrival.scope, arrival=arrival.pk)


def _report_of(arrival: Arrival, told: Told) -> UnitReport | None:
    """The report that the document is: the one it was taken into, else that of its period."""
    reports = UnitReport.objects.with_names()
    own = reports.filter(arrival=arrival).first()
    if own:
        return own
    of_period = Q(period__request=told.request) if told.request else Q(
        period__code=told.code, period__kind__frequency=told.frequency, period__request=None
    )  # fmt: skip
    waiting = reports.filter(of_period, unit=arrival.sender.member, period__cancelled_at=None)
    found = list(waiting.filter(period__kind__practice=False).order_by("period__kind"))
    return next((row for row in found if row.kind_code == told.kind), found[0] if found else None)


def _taken_in(report: UnitReport, arrival: Arrival, told: Told) -> None:
    """Fill the report and submit it; where the figures do not fit, say so on the document instead."""
    entries = entries_of(report)
    faults = figures.faults(told, [row.entry.indicator for row in entries.indicators])
    if faults or arrival.faults:
        receiving.note_faults(arrival, faults)
    if faults:
        return
    with moving(report, "deliver", by=None) as row:
        row.arrival, row.entries = arrival, entries
        changes = _fill(row, told)
        remember(row, changes)
        row.version, row.saved_at, row.saved_by, row.reopened = row.version + 1, now(), None, {}
        row.deliver()
        record(row, changes={"arrival": [None, arrival.code], **changes})
        tell(row, "submitted", "review_reports", row.ward_id)


def _fill(row: UnitReport, told: Told) -> Changes:
    changes: Changes = {}
    changed = []
    for each in row.entries.indicators:
        entry, given = each.entry, told.figures.get(each.entry.indicator.number)
        note = (given["ghi_chu"] if given else _("The ward does not share a figure of this indicator."))[:500]
        values: dict[str, Any] = figures.numbers(entry.indicator, given) | {"note": note, "informant": ""}
        difference = set_values(entry, values, (*figures.NUMBERS, "note", "informant"))
        year = figures.year_of(entry.indicator, given)
        if difference or entry.told_year != year:
            entry.told_year = year
            changes |= {f"{entry.indicator.number}.{name}": value for name, value in difference.items()}
            changed.append(entry)
    IndicatorEntry.objects.bulk_update(changed, [*figures.NUMBERS, "note", "informant", "told_year"])
    row.entries = row.entries.anew()
    row.found, row.unanswered = len(row.entries.to_look_at), len(row.entries.unanswered)
    return changes | set_texts(row, {part: told.texts.get(part, "") for part in figures.TEXTS})


def _received(report: UnitReport, arrival: Arrival) -> None:
    """The document was received on its own page: the office has accepted the report with it."""
    report = _anew(report)
    if report.arrival_id != arrival.pk or report.state not in WITH_OFFICE or arrival.decided_by is None:
        return
    with moving(report, "receive_delivery", by=None) as row:
        row.receive_delivery()
        record(row, reason=_answered(arrival))
        decide(row, Decision.Verdict.ACCEPT, by=arrival.decided_by)


def _sent_back(report: UnitReport, arrival: Arrival) -> None:
    if report.arrival_id != arrival.pk or report.state not in (*WITH_OFFICE, UnitState.ACCEPTED):
        return
    with moving(report, "refuse_delivery", by=None) as row:
        row.refuse_delivery()
        row.reason, row.reopened, row.was = _answered(arrival), {}, {}
        record(row, reason=row.reason)
        if arrival.decided_by and arrival.state == Arrival.State.REFUSED:
            decide(row, Decision.Verdict.RETURN, by=arrival.decided_by, reason=arrival.reason)


def _answered(arrival: Arrival) -> str:
    """What became of the document, as the report's trail tells it."""
    if arrival.recalled_at:
        return _("The ward recalled %(code)s.") % {"code": arrival.code}
    told = {"person": arrival.decided_by, "code": arrival.code, "reason": arrival.reason}
    if arrival.state == Arrival.State.REFUSED:
        return _("%(person)s refused %(code)s: %(reason)s") % told
    return _("%(person)s received %(code)s.") % told


def _anew(report: UnitReport) -> UnitReport:
    return UnitReport.objects.with_names().get(pk=report.pk)
