from typing import Any

from units.models import Office
from workflows.cases.standing import with_open_steps
from workflows.models.states import WITH_DRAFTER, SubmissionState


def with_standing(cases: Any) -> Any:
    """Submissions with all that their own names and `holder_of` read."""
    return with_open_steps(cases.with_names())


def holder_of(case: Any) -> str:
    """Who has to act next; blank where nobody has to. `case` is a submission from `with_standing`."""
    if case.state in WITH_DRAFTER:
        return case.unit.short_name
    if case.state == SubmissionState.AWAITING_APPROVAL:
        return ", ".join((case.open_steps or "").splitlines())
    if case.state in (SubmissionState.APPROVED, SubmissionState.ISSUED):
        return str(Office.CLERK.label)
    return ""
