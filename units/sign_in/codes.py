"""One-use codes: 80 random bits in sixteen signs that are not taken for one another, kept as their SHA-256."""

import hashlib
import secrets
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from approvals.errors import NotPossible
from units.models import OneUseCode

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: five bits each
LENGTH = 16
GROUP = 4
TAKEN_FOR = str.maketrans("OIL", "011", " -–")  # as people type them
OF_INSTALLATION, OF_PERSON = timedelta(days=1), timedelta(days=14)


def random_code() -> str:
    """ "7K2M-9QXT-04BN-HE5D"."""
    signs = "".join(secrets.choice(SIGNS) for _place in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def digest_of(typed: str) -> str:
    """Of a code however it is typed: small letters, without hyphens, O for 0."""
    return hashlib.sha256(typed.strip().upper().translate(TAKEN_FOR).encode()).hexdigest()


def taken(typed: str, *, of_person: bool) -> OneUseCode:
    """The code, locked, that can still be used. Raises NotPossible with what to do instead."""
    return _usable(OneUseCode.objects.select_for_update(), typed, of_person=of_person)


def look(typed: str, *, of_person: bool) -> None:
    """Raises NotPossible, as `taken` does, where the code cannot be used."""
    _usable(OneUseCode.objects.all(), typed, of_person=of_person)


def _usable(rows: "QuerySet[OneUseCode]", typed: str, *, of_person: bool) -> OneUseCode:
    code = rows.filter(digest=digest_of(typed), person__isnull=not of_person).first()
    if code is None:
        raise NotPossible(_unknown(of_person))
    if code.used_at:
        used = {"at": f"{code.used_at.astimezone(ZONE):%d/%m/%Y %H:%M}"}
        raise NotPossible(_used(of_person) % used)
    if code.expires_at <= now():
        expired = {"at": f"{code.expires_at.astimezone(ZONE):%d/%m/%Y %H:%M}"}
        raise NotPossible(_expired(of_person) % expired)
    return code


def _unknown(of_person: bool) -> str:
    if of_person:
        return _(
            "This code is not known. Compare it with the slip; where a newer slip was printed for you, that one counts."
        )
    return _(
        "This address is not known, or a newer one was printed. Open the last one that deploy/run --empty printed."
    )


def _used(of_person: bool) -> str:
    if of_person:
        return _(
            "This code was used on %(at)s and works once only. Sign in with the password that was chosen then; if it "
            "was not you, tell your ward's administrator at once."
        )
    return _("This address was used on %(at)s and works once only: the first administrator is there. Sign in.")


def _expired(of_person: bool) -> str:
    if of_person:
        return _("This code could be used until %(at)s. Ask your ward's administrator to print a new slip.")
    return _("This address could be used until %(at)s. Run manage.py set_up_address to print a new one.")
