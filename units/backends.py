from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet

from approvals import compiled

from . import grants
from .models import Person, Unit


class GrantBackend(BaseBackend):
    """`person.has_perm("units.submit_reports", unit)` asks the grants. Without a unit the answer is no: no right is
    global. Nobody proves with it who they are; in demo mode alone a chosen person is signed in through it.
    """

    def get_user(self, user_id: int) -> Person | None:
        return next(iter(compiled.read(_active, person=int(user_id))), None)

    def has_perm(self, user_obj: Person, perm: str, obj: object = None) -> bool:  # type: ignore[override]
        if not isinstance(obj, Unit):
            return False
        return grants.may(user_obj, perm.removeprefix("units."), obj.pk)


def _active(person: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=person, is_active=True)
