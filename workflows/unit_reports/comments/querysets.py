from collections.abc import Sequence

from django.db.models import Count, F, Q

from workflows.models import EntryComment


def questions_of(reports: Sequence[int]) -> dict[int, int]:
    """How many questions of the office the units have not answered since they last submitted these reports."""
    since = Q(report__submitted_at=None) | Q(at__gte=F("report__submitted_at"))
    asked = EntryComment.objects.filter(since, report__in=reports, answered_at=None)
    return dict(asked.order_by().values_list("report").annotate(Count("pk")))
