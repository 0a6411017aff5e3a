"""The states, and the one import of django-fsm: docs/decisions/0003 says how it would be replaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import RETURN_VALUE, FSMField, TransitionNotAllowed, can_proceed, transition

__all__ = ["RETURN_VALUE", "StateField", "Stateful", "TransitionNotAllowed", "can_proceed", "transition"]

StateField = FSMField


class UnitState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    ACCEPTED = "accepted", pgettext_lazy("state", "Accepted")
    RETURNED = "returned", _("Returned for revision")
    CONSOLIDATED = "consolidated", _("Consolidated")
    WAIVED = "waived", _("Need not report")
    CANCELLED = "cancelled", _("Cancelled")


class Looked(models.IntegerChoices):
    """Of a unit's report that somebody in the unit looks at before its head submits it: how far that is."""

    NOT_ASKED = 0, _("not asked for")
    WANTED = 1, _("still to be asked for")
    ASKED = 2, _("being looked at")
    DONE = 3, _("looked at")


class SignOff:
    """The states that every case with a route has, beside its own."""

    AWAITING_APPROVAL = "awaiting_approval"
    RETURNED = "returned"
    APPROVED = "approved"
    ISSUED = "issued"
    DISPATCHED = "dispatched"
    RECALLED = "recalled"


class WardState(models.TextChoices):
    CONSOLIDATING = "consolidating", _("Being consolidated")
    AWAITING_APPROVAL = SignOff.AWAITING_APPROVAL, _("Awaiting approval")
    RETURNED = SignOff.RETURNED, _("Returned for revision")
    APPROVED = SignOff.APPROVED, pgettext_lazy("state", "Approved")
    ISSUED = SignOff.ISSUED, _("Issued")
    DISPATCHED = SignOff.DISPATCHED, _("Sent to the province")
    RECEIVED = "received", _("Received by the province")
    REFUSED = "refused", _("Refused by the province")
    RECALLED = SignOff.RECALLED, _("Recalled")
    CANCELLED = "cancelled", _("Cancelled")


# Of a province's own report, which goes to whom its plan names.
ABOVE = {
    WardState.DISPATCHED: _("Sent to the superior"),
    WardState.RECEIVED: _("Received by the superior"),
    WardState.REFUSED: _("Refused by the superior"),
}


def ward_states(*, above: bool) -> dict[str, Any]:
    """What the states of a ward's report are called; `above` of those of a province."""
    return dict(WardState.choices) | (ABOVE if above else {})


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    AWAITING_APPROVAL = SignOff.AWAITING_APPROVAL, _("Awaiting approval")
    RETURNED = SignOff.RETURNED, _("Returned for revision")
    APPROVED = SignOff.APPROVED, pgettext_lazy("state", "Approved")
    ISSUED = SignOff.ISSUED, _("Issued")
    DISPATCHED = SignOff.DISPATCHED, pgettext_lazy("state", "Sent")
    RECALLED = SignOff.RECALLED, _("Recalled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


FAILED = (WardState.REFUSED, WardState.RECALLED)  # what it says counts no more; a new version replaces it


class DifficultyState(models.TextChoices):
    """Where a difficulty stands; `workflows.difficulties.actions` moves it, by the same beats as a report."""

    OPEN = "open", _("Still open")
    CONSOLIDATED = "consolidated", _("Consolidated")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


WITHIN_A_WHOLE = (DifficultyState.CONSOLIDATED, DifficultyState.ANSWERED)  # of a part


@dataclass(frozen=True)
class Move:
    """What a row is about to do: the action, and the state that it leaves."""

    action: str
    source: str


class Stateful(models.Model):
    """A row that knows which of its attributes were assigned since it was read, equal values too: what its next move or
    note saves. A value of JSON is therefore replaced, never changed in place.

    `move` is set while it is moving (cases/moves.py), and kept nowhere. A protected state can be read anew, which
    django-fsm 3.0.1 refuses on Django 5.2 otherwise.
    """

    move: Move | None = None

    class Meta:
        abstract = True

    def __setattr__(self, name: str, value: Any) -> None:
        if "_assigned" in self.__dict__:
            self.__dict__["_assigned"].add(name)
        super().__setattr__(name, value)

    def follow_assignments(self) -> None:
        """Forget what was assigned so far, and note what is from now on."""
        self.__dict__["_assigned"] = set()

    def assigned(self) -> dict[str, Any]:
        """The columns' attributes that were assigned, in the order of the columns; empty where nobody asked for it."""
        names = self.__dict__.get("_assigned", ())
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname in names
        }

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        names = set(fields or [field.attname for field in self._meta.concrete_fields]) | {"state"}
        self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=list(names), from_queryset=from_queryset)


HELD_BY_UNIT = [UnitState.DRAFT, UnitState.RETURNED]


HELD_BY_WARD = [UnitState.SUBMITTED, UnitState.IN_REVIEW]


TAKEN_IN = (UnitState.ACCEPTED, UnitState.CONSOLIDATED)


READY = (*TAKEN_IN, UnitState.WAIVED)


NOT_ASKED = (UnitState.WAIVED, UnitState.CANCELLED)  # nothing waits in it for anybody


WITH_DRAFTER = (SubmissionState.DRAFT, SubmissionState.RETURNED)


OPEN = (WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED)


@cache
def sources_of(model: type[Any], action: str) -> tuple[str, ...]:
    """The states from which the machine lets `action` lead on, in their order; none where it is no transition."""
    field = model._meta.get_field("state")
    found = {each.source for each in field.get_all_transitions(model) if each.name == action}
    return tuple(value for value, _label in field.choices if value in found)
