"""What was shown to whom before they decided."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from approvals.clock import now
from approvals.models import Sighting


def note(subject: Any, sha256: str, *, scope: int, by: Any) -> None:
    """The pages of this PDF of the subject are before the person now; a second look only moves the time."""
    shown = Sighting(
        subject_kind=subject._meta.model_name, subject_id=subject.pk, scope=scope, person=by, sha256=sha256, at=now()
    )
    Sighting.objects.bulk_create(
        [shown],
        update_conflicts=True,
        unique_fields=["subject_kind", "subject_id", "person", "sha256"],
        update_fields=["at"],
    )


def last_but(sha256: str, *, kind: str, subjects: Sequence[int], by: Any) -> QuerySet[Sighting, str]:
    """The other renderings of these subjects that the person has been shown, by SHA-256, the newest first."""
    shown = Sighting.objects.filter(subject_kind=kind, subject_id__in=subjects, person=by).exclude(sha256=sha256)
    return shown.order_by("-at").values_list("sha256", flat=True)
