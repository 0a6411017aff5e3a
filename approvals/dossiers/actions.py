"""Asking for a dossier. The outbox makes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Document, Dossier
from approvals.outbox import queue as outbox
from approvals.scopes import Right, scopes
from approvals.statements import lock
from approvals.text.plain import one_line
from approvals.trail import chain as trail


@transaction.atomic
def ask_for_document(document: Document, *, by: Any) -> Dossier:
    """Have the dossier of an issued document made, anew where it was made before."""
    line = lock(Document, document.pk)
    _refuse_unless_reader(line.scope, by)
    if line.state != Document.State.ISSUED:
        raise NotPossible(_("%(code)s is not issued: there is nothing to put together yet.") % {"code": line})
    place = {"scope": line.scope, "asked_by": by, "asked_at": now()}
    row, _made = Dossier.objects.get_or_create(document=line, defaults=place)
    return _asked(row, by)


@transaction.atomic
def ask_for_year(scope: int, year: int, *, by: Any, terms: Mapping[str, str]) -> Dossier:
    """Have the dossier of all that the scope issued in a year made. `terms` are the retention periods by symbol, one
    for each symbol of the year; NotPossible where one is missing.
    """
    _refuse_unless_reader(scope, by)
    symbols = symbols_of(scope, year)
    if not symbols:
        raise NotPossible(_("Nothing was issued in %(year)d.") % {"year": year})
    kept = {symbol: one_line(terms.get(symbol, "")) for symbol in symbols}
    if missing := [symbol for symbol, term in kept.items() if not term]:
        raise NotPossible(_("Say how long %(symbol)s is kept.") % {"symbol": missing[0]})
    place = {"asked_by": by, "asked_at": now()}
    row, _made = Dossier.objects.get_or_create(scope=scope, year=year, defaults=place)
    return _asked(row, by, terms=kept)


@transaction.atomic
def note_made(dossier: Dossier, at: datetime, *, sha256: str, size: int) -> None:
    """The archive is there. Of the outbox, and without an event: nothing but the file was made."""
    row = lock(Dossier, dossier.pk)
    row.made_at, row.sha256, row.size = at, sha256, size
    row.save(update_fields=["made_at", "sha256", "size"])


def symbols_of(scope: int, year: int) -> list[str]:
    """The symbols under which the scope issued something in the year."""
    issued = Document.objects.filter(scope=scope, year=year, state=Document.State.ISSUED)
    return list(issued.order_by("symbol").values_list("symbol", flat=True).distinct())


def key_of(dossier: Dossier) -> str:
    return f"dossier-{dossier.pk}"


def _asked(dossier: Dossier, by: Any, terms: Mapping[str, str] | None = None) -> Dossier:
    row = lock(Dossier, dossier.pk)
    changes = {"terms": [_terms_text(row.terms), _terms_text(terms)]} if terms and row.terms != terms else {}
    row.terms = dict(terms or {})
    row.asked_by, row.asked_at, row.made_at = by, now(), None
    trail.record(row, "ask_dossier", by=by, scope=row.scope, changes=changes)
    row.save(update_fields=["terms", "asked_by", "asked_at", "made_at", "trail_seq", "trail_head"])
    outbox.put_again("dossier", key_of(row), scope=row.scope, dossier=row.pk)
    return row


def _terms_text(terms: Mapping[str, str]) -> str:
    """As the trail tells them."""
    return "; ".join(f"{symbol}: {term}" for symbol, term in sorted(terms.items()))


def _refuse_unless_reader(scope: int, person: Any) -> None:
    if scope not in set(scopes(person, Right.READ_TRAIL)):
        raise PermissionDenied
