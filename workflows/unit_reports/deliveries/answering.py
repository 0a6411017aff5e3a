"""What the office decides on a report that a document brought is the answer to the document."""

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.models import Arrival
from approvals.receiving import actions as receiving
from units.models import Person
from workflows.models import UnitReport


def receive(row: UnitReport, *, by: Person) -> None:
    """The office accepts a report that a document brought: the document is received with it. In the caller's
    transaction; one that was received on its own page stays as it is.
    """
    if row.arrival and row.arrival.state == Arrival.State.ARRIVED:
        receiving.receive(row.arrival, by=by)


def refuse(row: UnitReport, *, by: Person, reason: str) -> None:
    """The same where the report is returned: the ward is told the reason. Raises NotPossible where the document was
    received already.
    """
    if row.arrival is None or row.arrival.state == Arrival.State.REFUSED or row.arrival.recalled_at:
        return
    if row.arrival.state == Arrival.State.RECEIVED:
        sentence = _("%(code)s was received already. Ask the ward to recall it, and to send another in its place.")
        raise NotPossible(sentence % {"code": row.arrival.code})
    receiving.refuse(row.arrival, by=by, reason=reason)
