"""What was shown to whom before they decided."""

from collections.abc import Sequence
from typing import Any

from .clock import now
from .models import Rendition, Sighting


def note(rendition: Rendition, *, by: Any) -> None:
    """This rendering's pages are before the person now; a second look only moves the time."""
    Sighting.objects.bulk_create(
        [
            Sighting(
                subject_kind=rendition.subject_kind,
                subject_id=rendition.subject_id,
                scope=rendition.scope,
                person=by,
                sha256=rendition.sha256,
                at=now(),
            )
        ],
        update_conflicts=True,
        unique_fields=["subject_kind", "subject_id", "person", "sha256"],
        update_fields=["at"],
    )


def last_but(sha256: str, *, kind: str, subjects: Sequence[int], by: Any) -> str:
    """The newest other rendering of these subjects that the person has been shown; blank where there is none."""
    shown = Sighting.objects.filter(subject_kind=kind, subject_id__in=subjects, person=by).exclude(sha256=sha256)
    return shown.order_by("-at").values_list("sha256", flat=True).first() or ""
