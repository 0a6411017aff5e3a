"""Every write of sources of figures: who writes a unit's reports adds one and stops it; what it sends is taken in."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any
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
from approvals.text.plain import one_line, storable
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
    addresses = sorted({one_line(each).casefold() for each in senders if each.strip()})
    _require_free(addresses)
    unit = lock(Unit, unit.pk)
    used = FigureSource.objects.filter(stopped_at=None)
    if used.filter(unit=unit).count() >= MOST:
        raise NotPossible(_("%(most)d systems send figures already: stop one first.") % {"most": MOST})
    code = f"{folded(unit.code).replace(' ', '-')[:20]}-{''.join(secrets.choice(LETTERS) for _each in range(12))}"
    made = FigureSource.objects.create(
        unit=unit, name=one_line(name), code=code, senders=addresses, person=by, at=now()
    )
    keep(unit, "add_source", by=by, scope=unit.root_id, changes={"source": [None, made.name]})
    return made


def _require_free(addresses: Sequence[str]) -> None:
    """Raises NotPossible where a source, of whatever ward, has one of these addresses: whose it is, is not told. All
    that name addresses wait for each other at the first unit there is, since no row is common to two wards.
    """
    if not addresses:
        return
    lock(Unit, Unit.objects.order_by("pk").values_list("pk", flat=True)[0])
    others = FigureSource.objects.filter(stopped_at=None).exclude(senders=[]).values_list("senders", flat=True)
    if taken := set(addresses) & set().union(*others):
        raise NotPossible(
            _("Another system mails its figures from %(address)s already: each needs an address of its own.")
            % {"address": min(taken)}
        )


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
    source: FigureSource, content: Content, *, by: Person, way: str, name: str, sender: str = "", mail_sha256: str = ""
) -> FigureDelivery:
    """Put what the source sent into the draft of its unit and period: all of it, or nothing. What repeats the newest
    delivery of that report is that delivery; what a person typed, and what the office has accepted, stays and is told.

    Raises Unfit, NotPossible where the draft may not be changed, the source was stopped or newer figures came since the
    same mail, PermissionDenied.
    """
    row = lock(FigureSource, source.pk)
    if row.stopped_at is not None:
        raise NotPossible(_("This source of figures was stopped: whoever writes the unit's reports adds a new one."))
    report = _report(row, content)
    newest = FigureDelivery.objects.filter(report=report, taken=True).order_by("-pk").first()
    if newest and (newest.source_id, newest.sha256) == (row.pk, content.sha256):
        return newest
    if mail_sha256 and row.deliveries.filter(mail_sha256=mail_sha256).exists():
        raise NotPossible(_("This mail was taken in before, and newer figures came since. Send a new mail."))
    report = locked(report, "take_in_figures", by=by)
    found = fitted(entries_of(report), content.lines)
    name = storable(name)
    sent = Sent(row.name, name[:100], content.sha256, now())
    report, changes = entries.take_in_figures(report, by=by, sent=sent, indicators=found.indicators)
    _close_incident(row)
    return FigureDelivery.objects.create(
        source=row,
        way=way,
        name=name[:200],
        sender=sender[:254],
        sha256=content.sha256,
        mail_sha256=mail_sha256,
        at=sent.at,
        taken=True,
        report=report,
        changed=len({part.partition(".")[0] for part in changes}),
        sentences=found.stayed[: contents.MOST_TOLD],
    )


def receive(
    source: FigureSource, file: bytes, *, way: str, name: str, sender: str = "", mail_sha256: str = ""
) -> FigureDelivery:
    """The same of a file that nobody waits for an answer to: a refusal is noted, told to the `sender` of a mail, and is
    an incident until the source sends something that is taken. In Vietnamese.
    """
    mailed = {"sender": sender, "mail_sha256": mail_sha256}
    with override("vi"):
        try:
            read = contents.read(file)
            if read.code and read.code != source.code:
                raise Unfit([_("The code in the file is that of another source.")])
            return take_in(source, read, by=source.person, way=way, name=name, **mailed)
        except Unfit as refusal:
            why = refusal.sentences
        except NotPossible as refusal:
            why = [refusal.message]
        except PermissionDenied:
            why = [
                _("%(person)s, in whose name the system sends, may not write this report. Somebody who may adds it.")
                % {"person": source.person}
            ]
        return refuse(source, why, file=file, way=way, name=name, **mailed)


@transaction.atomic
def refuse(
    source: FigureSource,
    why: Sequence[str],
    *,
    file: bytes,
    way: str,
    name: str,
    sender: str = "",
    mail_sha256: str = "",
) -> FigureDelivery:
    """Note that what came was not taken, open an incident, and have whoever mailed it told. `sender` is given only
    where the mail proved to be theirs. A file that could not be moved out of its folder is met again, and noted once.
    """
    values = {
        "way": way,
        "name": storable(name)[:200],
        "sender": sender[:254],
        "sha256": hashlib.sha256(file).hexdigest(),
        "taken": False,
        "sentences": [storable(each) for each in why[: contents.MOST_TOLD]],
    }
    row = _noted(source, values) if way == Way.FOLDER else None
    row = row or FigureDelivery.objects.create(source=source, at=now(), mail_sha256=mail_sha256, **values)
    sentence = _("%(source)s sent “%(file)s”, which was not taken in: %(why)s")
    why_refused = sentence % {"source": source.name, "file": row.name, "why": " ".join(row.sentences[:5])}
    outbox.fail("figures", _incident_key(source), why_refused, scope=source.unit_id, source=source.pk)
    if sender:
        outbox.put("figures_refused", f"figures-refused-{row.pk}", scope=source.unit_id, delivery=row.pk)
    return row


def _noted(source: FigureSource, values: dict[str, Any]) -> FigureDelivery | None:
    """The same refusal, where the source has sent nothing since that was taken."""
    taken = source.deliveries.filter(taken=True).order_by("-pk").values_list("pk", flat=True).first()
    refused = source.deliveries.filter(pk__gt=taken or 0, **{key: values[key] for key in ("way", "name", "sha256")})
    return next((each for each in refused if each.sentences == values["sentences"]), None)


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
        values = {"period": f"{content.kind} {content.period}".strip(), "unit": source.unit.short_name}
        raise NotPossible(_("%(unit)s has no report of the period %(period)s.") % values)
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
