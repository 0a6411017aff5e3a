"""What waits for somebody who will be away: what moves to their substitute, and what stays."""

from units.models import Person
from workflows.models import WardReport
from workflows.models.querysets import WardReportQuerySet
from workflows.models.states import WardState

from .lines import difficulties_asked, unit_reports_asked, ward_reports_asked


def unit_reports_moving(person: Person) -> int:
    return unit_reports_asked(person).count()


def ward_reports_moving(person: Person) -> int:
    return ward_reports_asked(person).exclude(pk__in=_under_name_of(person).values("pk")).count()


def difficulties_moving(person: Person) -> int:
    return difficulties_asked(person).count()


def ward_reports_staying(person: Person) -> int:
    """Those that were sent to be signed by nobody else."""
    return _under_name_of(person).count()


def _under_name_of(person: Person) -> WardReportQuerySet:
    return WardReport.objects.filter(state=WardState.AWAITING_APPROVAL, signatory=person)
