"""Adding and retiring keys. Both write the trail, and neither shows or logs a key, an image or a passphrase."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import SigningKey
from approvals.scopes import Right, scopes
from approvals.statements import lock
from approvals.trail import chain as trail
from approvals.trail.refusals import newest_event, too_late

from . import certificates, safe


@dataclass(frozen=True)
class KeyFile:
    """A PKCS#12 file with its passphrase, and the PNG of the signature or the seal; none of it is printed."""

    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)
    image: bytes = field(default=b"", repr=False)


def add_key(file: KeyFile, *, by: Any, scope: int, organ: bool = False, names: Iterable[str] = ()) -> SigningKey:
    """Keep a key: the person's own in one of these names, or with `organ` that of the scope's organ.

    Raises KeyRefused for what is wrong with the file, NotPossible where there is a key already, PermissionDenied.
    """
    if organ and not _may_keep_seal(by, scope):
        raise PermissionDenied
    opened = safe.opened(file.content, file.passphrase, names=names)
    image = safe.checked_image(file.image) if file.image else b""
    facts = certificates.facts(opened.certificate)
    owner = {"scope": scope} if organ else {"person": by}
    with transaction.atomic():
        if SigningKey.objects.select_for_update().filter(active=True, **owner).exists():
            raise NotPossible(_("There is a key already. Retire it first, then add the other."))
        row = SigningKey(**owner, **facts, sealed=safe.sealed(file.content), image=image, added_at=now())
        row.save(force_insert=True)
        _record(row, "add_key", by=by, scope=scope, changes=_changes_of(facts, image))
    return row


def retire_key(key: SigningKey, *, by: Any, scope: int) -> SigningKey:
    """Nobody signs with it any more; its encrypted file is thrown away, what its certificate said stays."""
    with transaction.atomic():
        row = lock(SigningKey, key.pk)
        if row.person_id != by.pk and not (row.scope and _may_keep_seal(by, row.scope)):
            raise PermissionDenied
        if not row.active:
            raise too_late(newest_event(row), "retire_key", by=by, sentence=_("This key is retired already."))
        row.active, row.sealed, row.image = False, b"", b""
        _record(row, "retire_key", "active", "sealed", "image", by=by, scope=row.scope or scope)
    return row


def _may_keep_seal(person: Any, scope: int) -> bool:
    return scope in set(scopes(person, Right.KEEP_SEAL))


def _record(row: SigningKey, action: str, *names: str, by: Any, **details: Any) -> None:
    trail.record(row, action, by=by, **details)
    row.save(update_fields=["trail_seq", "trail_head", *names])


def _changes_of(facts: dict[str, Any], image: bytes) -> dict[str, list[Any]]:
    values = {"fingerprint": facts["fingerprint"], "image": hashlib.sha256(image).hexdigest() if image else ""}
    return {name: [None, value] for name, value in values.items()}
