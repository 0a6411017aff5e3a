"""The register of documents: numbers from 01 each 1 January, without gap or double (NĐ 30/2020, Điều 15)."""

from typing import Any

from django.db.models import F

from .clock import now, today
from .models import Dispatch, Document, NumberSeries


def next_number(scope: int, symbol: str, year: int) -> int:
    """Take the next number. Its row stays locked until the caller's transaction ends, which keeps or returns it."""
    NumberSeries.objects.bulk_create([NumberSeries(scope=scope, symbol=symbol, year=year)], ignore_conflicts=True)
    NumberSeries.objects.filter(scope=scope, symbol=symbol, year=year).update(last=F("last") + 1)
    return NumberSeries.objects.values_list("last", flat=True).get(scope=scope, symbol=symbol, year=year)


def enter(subject: Any, *, by: Any, scope: int, symbol: str, **fields: Any) -> Document:
    """Give `subject` its line in the register of this year: number, symbol, date. Call it inside the transaction."""
    day = today()
    return Document.objects.create(
        subject_kind=subject._meta.model_name,
        subject_id=subject.pk,
        scope=scope,
        symbol=symbol,
        year=day.year,
        number=next_number(scope, symbol, day.year),
        issued_on=day,
        issued_by=by,
        **fields,
    )


def document_of(subject: Any) -> Document | None:
    return Document.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk).first()


def open_dispatch(document_id: int, recipient: str, *, by: Any) -> Dispatch:
    """Note that `document` is to go to `recipient`; the outbox handler `dispatch` writes it out."""
    return Dispatch.objects.create(document_id=document_id, recipient=recipient, requested_at=now(), requested_by=by)
