from typing import Any

from units.models import Office
from workflows.models.states import WITH_DRAFTER, SubmissionState


def holder_of(case: Any) -> str:
    """Who has to act next; blank where nobody has to. `case` is a submission with its open steps."""
    if case.state in WITH_DRAFTER:
        return case.unit.short_name
    if case.state == SubmissionState.AWAITING_APPROVAL:
        return ", ".join((case.open_steps or "").splitlines())
    if case.state in (SubmissionState.APPROVED, SubmissionState.ISSUED):
        return str(Office.CLERK.label)
    return ""
