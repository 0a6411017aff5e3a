"""Documents that wait for somebody who will be away: what moves to their substitute, and what stays."""

from django.db.models import Q

from units import grants
from units.models import Person
from workflows.models import Submission
from workflows.models.querysets import SubmissionQuerySet
from workflows.models.states import WITH_DRAFTER, SubmissionState


def submissions_moving(person: Person) -> int:
    """What they were named to write too is theirs alone, and does not move."""
    cases = Submission.objects
    units = {*grants.units_where(person, "write_reports"), *grants.units_where(person, "submit_reports")}
    asked = Q(state__in=WITH_DRAFTER, unit__in=units) | cases.to_issue(person) | cases.deciding(person)
    return cases.filter(asked).exclude(pk__in=_under_name_of(person).values("pk")).count()


def submissions_staying(person: Person) -> int:
    """Those that were sent to be signed by nobody else."""
    return _under_name_of(person).count()


def _under_name_of(person: Person) -> SubmissionQuerySet:
    return Submission.objects.filter(state=SubmissionState.AWAITING_APPROVAL, signatory=person)
