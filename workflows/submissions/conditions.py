"""What a step of a route may depend on of a document: how much it asks for, and which unit drafted it."""

from typing import Any

from django.db.models import Exists, Value
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from workflows.models import Submission
from workflows.routes.when.conditions import Condition, if_there
from workflows.routes.when.parameters import Amount, OneOf


def _asks_for(submission: Submission, amount: int) -> bool:
    """A document that asks for no money asks for less than any amount."""
    return submission.amount is not None and submission.amount >= amount


def _is_drafted_by(submission: Submission, code: str) -> Any:
    units = Unit.objects.filter(ward=submission.ward_id, code=code, retired_at=None)
    return submission.unit.code == code or if_there(Exists(units), Value(False))


CONDITIONS = {
    "amount": Condition(
        _("the amount is %(of)s or more"),
        _("the amount is less than %(of)s"),
        _asks_for,
        asks="amount",
        parameter=Amount(_("Amount from, in đồng")),
    ),
    "drafted_by": Condition(
        _("it is drafted by %(of)s"),
        _("it is not drafted by %(of)s"),
        _is_drafted_by,
        asks="drafted_by",
        parameter=OneOf(
            _("Drafting unit"),
            lambda ward, _case_kind: ((unit.code, unit.short_name) for unit in ward.members.filter(retired_at=None)),
            of_unit=True,
        ),
        gone=_("the ward has no unit %(of)s any more. An administrator changes the condition, on the page of routes."),
    ),
}
