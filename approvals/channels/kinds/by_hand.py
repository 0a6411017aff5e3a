"""By hand: a person takes the document there, and the clerk records when, how and to whom, with the receipt."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from approvals.channels.seam import Answer, Field, Outcome, Parcel, RecallNotice, Way

FIELDS: tuple[Field, ...] = (
    Field("how", _("How"), _("As by messenger, by post, or entered at the recipient's own system."), required=False),
)


def check(way: Way) -> None:
    """Nothing can be tried."""


def send(way: Way, parcel: Parcel) -> Outcome:
    return Outcome.WAITS


def recall(way: Way, notice: RecallNotice) -> None:
    """Nothing is sent: a person tells the recipient, and the page of the document asks for the confirmation."""


def answers(way: Way) -> Iterable[Answer]:
    return ()
