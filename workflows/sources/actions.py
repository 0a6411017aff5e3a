"""Every write of sources of figures: who writes a unit's reports adds one and stops it; what it sends is taken in."""

import hashlib
import secrets
from collections.abc import Sequence
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.statements import lock
from approvals.text.plain import one_line
from approvals.text.vietnamese import folded
from units import grants
from units.models import Person, Unit
from units.subjects import keep
from workflows.cases.moves import locked
from workflows.models import FigureDelivery, FigureSource, UnitReport
from workflows.pure.informants import Sent
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.findings import entries_of

from . import content as contents
from .content import Content, Unfit
from .fitting import fitted

MOST = 10  # of a unit
NAMED = ("period__kind", "period__outline", "period__plan", "unit", "ward", "saved_by")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
Way = FigureDelivery.Way


@transaction.atomic
def add_source(unit: Unit, *, by: Person, name: str, senders: Sequence[str] = ()) -> FigureSource:
    """A system of the unit may send figures from now on, in the name of `by`. Raises NotPossible for one too many or a
    mail address that another source has; PermissionDenied for whoever does not write the unit's reports.
    """
    _require_writer(by, unit.pk)
    unit = lock(Unit, unit.pk)
    used = FigureSource.objects.filter(stopped_at=None)
    if used.filter(unit=unit).count() >= MOST:
        raise NotPossible(_("%(most)d systems send figures already: stop one first.") % {"most": MOST})
    code = f"{folded(unit.code).replace(' ', '-')[:20]}-{''.join(secrets.choice(LETTERS) for _each in range(12))}"
    addresses = sorted({one_line(each).casefold() for each in senders if each.strip()})
    made = FigureSource.objects.create(
        unit=unit, name=one_line(name), code=code, senders=addresses, person=by, at=now()
    )
    keep(unit, "add_source", by=by, scope=unit.root_id, changes={"source": [None, made.name]})
    return made


@transaction.atomic
def stop_source(source: FigureSource, *, by: Person) -> FigureSource:
    """What the system sends is taken in no more. Idempotent. Raises PermissionDenied unless `by` writes the unit's
    reports or administers its ward.
    """
    if not grants.may(by, "administer", source.unit.root_id):
        _require_writer(by, source.unit_id)
    unit, row = lock(Unit, source.unit_id), lock(FigureSource, source.pk)
    if row.stopped_at is None:
        row.stopped_at = now()
        row.save(update_fields=["stopped_at"])
        keep(unit, "stop_source", by=by, scope=unit.root_id, changes={"source": [row.name, None]})
        _close_incident(row)
    return row


@transaction.atomic
def take_in(
    source: FigureSource, content: Content, *, by: Person, way: str, name: str, sender: str = ""
) -> FigureDelivery:
    """Put what the source sent into the draft of its unit and period: all of it, or nothing. The same content is taken
    once; what a person typed, and what the office has accepted, stays and is told.

    Raises Unfit, NotPossible where the draft may not be changed or the source was stopped, PermissionDenied.
    """
    row = lock(FigureSource, source.pk)
    if row.stopped_at is not None:
        raise NotPossible(_("This source of figures was stopped: whoever writes the unit's reports adds a new one."))
    if known := row.deliveries.filter(sha256=content.sha256, taken=True).first():
        return known
    report = locked(_report(row, content), "take_in_figures", by=by)
    found = fitted(entries_of(report), content.lines)
    sent = Sent(row.name, name[:100], content.sha256, now())
    report, changes = entries.take_in_figures(report, by=by, sent=sent, indicators=found.indicators)
    _close_incident(row)
    return FigureDelivery.objects.create(
        source=row,
        way=way,
        name=name[:200],
        sender=sender[:254],
        sha256=content.sha256,
        at=sent.at,
        taken=True,
        report=report,
        changed=len({part.partition(".")[0] for part in changes}),
        sentences=found.stayed[: contents.MOST_TOLD],
    )


def receive(source: FigureSource, file: bytes, *, way: str, name: str, sender: str = "") -> FigureDelivery:
    """The same of a file that nobody waits for an answer to: a refusal is noted, told to the `sender` of a mail, and is
    an incident until the source sends something that is taken. In Vietnamese.
    """
    with override("vi"):
        try:
            read = contents.read(file)
            if read.code and read.code != source.code:
                raise Unfit([_("The code in the file is that of another source.")])
            return take_in(source, read, by=source.person, way=way, name=name, sender=sender)
        except Unfit as refusal:
            why = refusal.sentences
        except NotPossible as refusal:
            why = [refusal.message]
        except PermissionDenied:
            why = [
                _("%(person)s, in whose name the system sends, may not write this report. Somebody who may adds it.")
                % {"person": source.person}
            ]
        return refuse(source, why, file=file, way=way, name=name, sender=sender)


@transaction.atomic
def refuse(
    source: FigureSource, why: Sequence[str], *, file: bytes, way: str, name: str, sender: str = ""
) -> FigureDelivery:
    """Note that what came was not taken, open an incident, and have whoever mailed it told. `sender` is given only
    where the mail proved to be theirs.
    """
    row = FigureDelivery.objects.create(
        source=source,
        way=way,
        name=name[:200],
        sender=sender[:254],
        sha256=hashlib.sha256(file).hexdigest(),
        at=now(),
        taken=False,
        sentences=list(why)[: contents.MOST_TOLD],
    )
    said = _("%(source)s sent “%(file)s”, which was not taken in: %(why)s")
    told = said % {"source": source.name, "file": row.name, "why": " ".join(why[:5])}
    outbox.fail("figures", _incident_key(source), told, scope=source.unit_id, source=source.pk)
    if sender:
        outbox.put("figures_refused", f"figures-refused-{row.pk}", scope=source.unit_id, delivery=row.pk)
    return row


def still_refused(message: OutboxMessage) -> None:
    """Outbox handler for `figures`, when its incident is tried again: nothing can be done here. Raises NotPossible."""
    source = FigureSource.objects.get(pk=message.payload["source"])
    if source.stopped_at is None and not source.deliveries.order_by("-pk").values_list("taken", flat=True).first():
        with override("vi"):
            raise NotPossible(_("The system has sent nothing since. Have the file mended and sent again."))


def _report(source: FigureSource, content: Content) -> UnitReport:
    """The report of the source's unit that the content is about. Raises NotPossible."""
    found = UnitReport.objects.filter(
        unit=source.unit_id, period__code=content.period, period__cancelled_at=None
    ).select_related(*NAMED)
    if content.kind:
        found = found.filter(period__kind__code=content.kind)
    reports = list(found.filter(period__kind__practice=False)[:2])
    if not reports:
        said = {"period": f"{content.kind} {content.period}".strip(), "unit": source.unit.short_name}
        raise NotPossible(_("%(unit)s has no report of the period %(period)s.") % said)
    if len(reports) > 1:
        raise NotPossible(
            _("There are several reports of the period %(period)s: name the kind in “loai_bao_cao” as well.")
            % {"period": content.period}
        )
    return reports[0]


def _require_writer(by: Person, unit_id: int) -> None:
    if not grants.may(by, "write_reports", unit_id):
        raise PermissionDenied


def _incident_key(source: FigureSource) -> str:
    return f"figures-{source.pk}"


def _close_incident(source: FigureSource) -> None:
    key = _incident_key(source)
    if Incident.objects.filter(message__key=key).exists():
        outbox.withdraw(key, by=None, instead=f"{key}-{uuid4().hex}")
