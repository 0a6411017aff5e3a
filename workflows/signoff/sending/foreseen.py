"""What becomes of a case's steps once it is sent, shown before that."""

from approvals.errors import NotPossible
from workflows.models.cases import RoutedCase
from workflows.routes.underway import deciding
from workflows.routes.when import conditions


def own_unit_steps(case: RoutedCase) -> list[str]:
    """The titles of the steps that the case would skip if it were sent now, since they ask the unit that drafted it for
    an opinion. None where the route cannot be taken as it stands, which the sending says. Two queries and those of the
    ways to find somebody; none of a case that no single unit drew up.
    """
    if case.drawn_up_by is None:
        return []
    try:
        copies = deciding.numbered(case, conditions.taken(case).steps)
    except NotPossible:
        return []
    return [copy.title for copy in copies if deciding.asks_its_own_unit(copy)]
