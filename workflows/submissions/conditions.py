"""What a step of a route may depend on of a document: how much it asks for, which unit drafted it, and what it says in
the fields of its outline.
"""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, Value
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from workflows.models import FieldType, ReportKind, Submission
from workflows.outlines.conditions import fields_of
from workflows.pure.filling.asked import OfField, read
from workflows.pure.summing import NO, YES, percent
from workflows.routes.when.conditions import Condition, if_there
from workflows.routes.when.of_fields import AtLeast, Chosen
from workflows.routes.when.parameters import Amount, Of, OneOf


def _asks_for(submission: Submission, amount: int) -> bool:
    """A document that asks for no money asks for less than any amount."""
    return submission.amount is not None and submission.amount >= amount


def _is_drafted_by(submission: Submission, code: str) -> Any:
    units = Unit.objects.filter(ward=submission.ward_id, code=code, retired_at=None)
    return submission.unit.code == code or if_there(Exists(units), Value(False))


ANSWERS = {YES: True, NO: False}  # of a field that is answered by yes or no
NUMBERS = (FieldType.NUMBER, FieldType.PERCENT)
GONE = _(
    "the outline with which it was drafted does not ask for %(of)s. Copy it as a new draft, or have an administrator "
    "change the condition, on the page of routes."
)


def _words(ward: Unit, kind: ReportKind | None) -> list[OfField]:
    fields = fields_of(ward, kind, FieldType.CHOICE, FieldType.YES_NO)
    words = ((each, each.choices if each.type == FieldType.CHOICE else ANSWERS) for each in fields)
    return [OfField(each.number, word, str(each)) for each, listed in words for word in listed]


def _numbers(ward: Unit, kind: ReportKind | None) -> dict[int, str]:
    return {each.number: str(each) for each in fields_of(ward, kind, *NUMBERS)}


def _says(submission: Submission, of: Of) -> bool | None:
    """Whether the document says the word in its field; None where its outline does not have that."""
    number, word, _name = read(of)
    for answer in submission.fields_told:
        if answer.field.number == number and answer.field.type == FieldType.YES_NO:
            return answer.yes is ANSWERS.get(word)
        if answer.field.number == number and word in answer.field.choices:
            return answer.choice == word
    return None


def _reaches(submission: Submission, of: Of) -> bool | None:
    """Whether it says as much in its field; where that is blank, it says less than any number."""
    number, least, _name = read(of)
    for answer in submission.fields_told:
        if answer.field.number == number and answer.field.type in NUMBERS:
            value = percent(answer.numerator, answer.denominator) if answer.denominator else answer.value
            return value is not None and value >= Decimal(least or 0)
    return None


CONDITIONS = {
    "typed_choice": Condition(
        _("the document says %(of)s"),
        _("the document does not say %(of)s"),
        _says,
        asks="fields_told",
        parameter=Chosen(_("Field of the document and word"), _words),
        gone=GONE,
    ),
    "typed_amount": Condition(
        _("the document reaches %(of)s"),
        _("the document does not reach %(of)s"),
        _reaches,
        asks="fields_told",
        parameter=AtLeast(_("Field of the document, and from how much"), _numbers),
        gone=GONE,
    ),
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
