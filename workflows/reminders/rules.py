"""Who may remind whom of a case. Reads only."""

from typing import Any

from django.db.models import Exists, OuterRef

from approvals.text.vietnamese import in_order_of_people
from units import grants
from units.models import Person
from workflows.cases import stranded
from workflows.cases.rules import may_read
from workflows.cases.types import CaseType, type_of


def wrote(case_type: CaseType, person: Person) -> Exists:
    """Of a case of this type: whether the person is one of its authors."""
    model: Any = case_type.model
    return Exists(model.authors.through._default_manager.filter(report=OuterRef("pk"), person=person))


def waits(case: Any) -> bool:
    """Whether it waits for somebody at all, by its state."""
    return case.state in type_of(case).next


def may_remind(person: Person, case: Any) -> bool:
    """Whether the person waits for it: who coordinates its ward, and who wrote or submitted it and may read it still.
    One query for who coordinates.
    """
    if not waits(case):
        return False
    if grants.may(person, "review_reports", case.ward_id):
        return True
    return case.authors.filter(pk=person.pk).exists() and may_read(person, case)


def holders(case: Any) -> list[Person]:
    """Whoever can do the next thing, by name. The case's type says what that is (`CaseType.next`)."""
    found = {pk for each in stranded.open_to_act(case) for pk in each.people}
    return list(Person.objects.filter(pk__in=found, is_active=True).order_by(*in_order_of_people("name"), "pk"))
