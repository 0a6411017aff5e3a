"""Files between their dry run and the confirmation: kept by their SHA-256 below DATA_DIR/uploads for a day."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files.store import write
from units.models import Unit

KEPT_FOR = timedelta(days=1)
SHA256 = re.compile(r"[0-9a-f]{64}")


def keep(ward: Unit, content: bytes) -> str:
    """Keep a file for the ward; returns its SHA-256. Those that nobody confirmed in a day are removed."""
    folder = _folder(ward)
    sha256 = hashlib.sha256(content).hexdigest()
    write(folder / sha256, content)
    oldest = (now() - KEPT_FOR).timestamp()
    for path in folder.iterdir():
        if path.name != sha256 and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    return sha256


def take(ward: Unit, sha256: str) -> BytesIO:
    """The file kept. Raises NotPossible where it is gone or is not what was shown."""
    path = _folder(ward) / sha256
    content = path.read_bytes() if SHA256.fullmatch(sha256) and path.exists() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotPossible(_("The uploaded file is no longer here. Upload it again."))
    return BytesIO(content)


def drop(ward: Unit, sha256: str) -> None:
    (_folder(ward) / sha256).unlink(missing_ok=True)


def _folder(ward: Unit) -> Path:
    return settings.DATA_DIR / "uploads" / str(ward.pk)
