"""What a report was made of, for those who tell its story: named by the setting APPROVALS_PARTS."""

from django.db.models import QuerySet

from workflows.models import UnitReport, WardReport


def parts_of(kind: str, pk: int) -> tuple[str, QuerySet]:
    """The unit reports that went into a ward report: their kind in the trail, and their ids as a lazy subquery."""
    if kind != WardReport._meta.model_name:
        return "", UnitReport.objects.none().values("pk")
    whole = WardReport.objects.filter(pk=pk)
    parts = UnitReport.objects.filter(period__in=whole.values("period"), ward__in=whole.values("ward"))
    return UnitReport._meta.model_name or "", parts.values("pk")
