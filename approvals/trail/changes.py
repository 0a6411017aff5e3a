"""What an event changed, in words: the fields' names and their values, old and new."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.clock import ZONE
from approvals.models import TrailEvent

FIELDS: dict[str, str | Promise] = {
    "value": gettext_lazy("value"),
    "numerator": gettext_lazy("numerator"),
    "denominator": gettext_lazy("denominator"),
    "note": gettext_lazy("note"),
    "explanation": gettext_lazy("reason"),
    "status": gettext_lazy("progress"),
    "result": gettext_lazy("result, product"),
    "leadership": gettext_lazy("leadership and direction"),
    "results": gettext_lazy("results"),
    "assessment": gettext_lazy("assessment"),
    "difficulties": gettext_lazy("difficulties"),
    "proposals": gettext_lazy("proposals"),
    "directions": gettext_lazy("directions"),
    "stock": gettext_lazy("at a point of time"),
    "version": gettext_lazy("version"),
    "indicators": gettext_lazy("indicators"),
    "assignments": gettext_lazy("assignments"),
    "units": gettext_lazy("units"),
    "code": gettext_lazy("code"),
    "name": gettext_lazy("name"),
    "short_name": gettext_lazy("short name"),
    "kind": gettext_lazy("kind"),
    "duty": gettext_lazy("duty"),
    "reports": gettext_lazy("reports"),
    "order": gettext_lazy("order"),
    "retired_at": gettext_lazy("retired at"),
    "username": gettext_lazy("user name"),
    "email": gettext_lazy("email"),
    "phone": gettext_lazy("phone"),
    "unvouched_since": gettext_lazy("password chosen by a mailed link"),
    "is_active": gettext_lazy("active"),
    "unit": gettext_lazy("unit"),
    "office": gettext_lazy("office"),
    "from": gettext_lazy("from"),
    "until": gettext_lazy("until"),
    "signs_as": gettext_lazy("name under a signature"),
    "authority": gettext_lazy("authority"),
    "title": gettext_lazy("title"),
    "acts_for": gettext_lazy("signs for"),
    "through": gettext_lazy("deputises for"),
    "post": gettext_lazy("post in the organ"),
    "delegated_by": gettext_lazy("delegated by"),
    "document": gettext_lazy("written act"),
    "signer": gettext_lazy("signer"),
    "signature": gettext_lazy("signed file (SHA-256)"),
    "issued_on": gettext_lazy("date"),
    "recipient": gettext_lazy("recipient"),
    "reference": gettext_lazy("reference"),
    "form": gettext_lazy("issuing body"),
    "symbol": gettext_lazy("symbol"),
    "sha256": gettext_lazy("file (SHA-256)"),
    "fingerprint": gettext_lazy("fingerprint (SHA-256)"),
    "image": gettext_lazy("image (SHA-256)"),
    "reopened": gettext_lazy("returned for revision"),
    "confirmed": gettext_lazy("confirmed what was entered on its behalf"),
    "text": gettext_lazy("text"),
    "to": gettext_lazy("to whom"),
    "sources": gettext_lazy("put together from"),
    "comment": gettext_lazy("comment"),
    "answer": gettext_lazy("answer"),
    "evidence": gettext_lazy("evidence"),
    "link": gettext_lazy("link"),
}

VALUES: dict[str, str | Promise] = {
    "not_started": gettext_lazy("Not begun"),
    "in_progress": gettext_lazy("Under way"),
    "done": gettext_lazy("Finished"),
    "drafter": gettext_lazy("Drafter"),
    "unit_head": gettext_lazy("Head of unit"),
    "coordinator": gettext_lazy("Coordinator"),
    "approver": gettext_lazy("Approver"),
    "clerk": gettext_lazy("Clerk"),
    "auditor": gettext_lazy("Auditor"),
    "admin": gettext_lazy("Administrator"),
    "totp": gettext_lazy("authenticator app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "head": gettext_lazy("Head"),
    "deputy": gettext_lazy("Deputy, signs for the head (KT.)"),
    "acting": gettext_lazy("Acting head (Q.)"),
    "by_order": gettext_lazy("By order of the head (TL.)"),
    "delegated": gettext_lazy("By delegation of the head (TUQ.)"),
    "committee": gettext_lazy("Committee (Ban Chỉ đạo)"),
    "people": gettext_lazy("People's Committee of the ward"),
}

ENTRY = re.compile(r"(T?)(\d+)")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def differences(event: TrailEvent) -> list[dict[str, str]]:
    """The changed fields of an event as rows: field, old, new."""
    return rows(event.changes)


def over(events: Iterable[TrailEvent]) -> list[dict[str, str]]:
    """What these events, oldest first, changed between them: a field once, as it was before the first and is now."""
    folded: dict[str, list[Any]] = {}
    for event in events:
        for name, (old, new) in event.changes.items():
            folded[name] = [folded[name][0] if name in folded else old, new]
    return rows({name: pair for name, pair in folded.items() if pair[0] != pair[1]})


def rows(changes: Mapping[str, list[Any]]) -> list[dict[str, str]]:
    """Fields of the trail with their old and new values, in words."""
    return [
        {"field": field(name), "old": value(name, old), "new": value(name, new)} for name, (old, new) in changes.items()
    ]


def field(name: str) -> str:
    """A field's name in words: "8.value" is the value of indicator 8, "T4" assignment 4, "results" a text's name."""
    part, _dot, what = name.partition(".")
    entry = ENTRY.fullmatch(part)
    if entry:
        words = _("Assignment %(number)s") if entry[1] else _("Indicator %(number)s")
        named = words % {"number": entry[2]}
    else:
        named = str(FIELDS.get(part, part))
    return f"{named}: {FIELDS.get(what, what)}" if what else named


def value(name: str, plain: Any) -> str:
    """A value of the trail as text: nothing is a dash, an instant is shown in Vietnamese time."""
    if plain is None or plain == "":
        return "–"
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(plain, str) and INSTANT.match(plain):
        return f"{datetime.fromisoformat(plain).astimezone(ZONE):%d/%m/%Y %H:%M}"
    if name.endswith(("status", "office", "authority", "form")):
        return str(VALUES.get(plain, plain))
    return str(plain)
