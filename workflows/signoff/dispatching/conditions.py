"""What a step of a route may depend on of whom a document goes to."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.channels import actions as channels
from approvals.channels.names import key_of, once_each
from approvals.errors import NotPossible
from approvals.models import Recipient
from units.models import Unit
from workflows.models.cases import RoutedCase
from workflows.routes.when.conditions import Condition

MOST_NAMED = 5


def _goes_outside(case: RoutedCase, _of: Any) -> bool:
    """Whether one of those whom it addresses is outside the province; whoever gets a copy counts where it addresses
    nobody. Two queries at most. Raises NotPossible where nobody has said where one of them is, and none is outside.
    """
    names = once_each([*case.addressees]) or once_each([*case.copied_to])
    where = channels.where_are(case.ward_id, names)
    if Recipient.Where.OUTSIDE in where.values():
        return True
    unknown = [name for name in names if not where.get(key_of(name)) and key_of(name) != _superior(case)]
    if unknown and (strange := _of_no_unit(case, unknown)):
        sentence = _(
            "Nobody has said whether %(names)s are within the province, on which a step of the route depends. The "
            "administrator says it on the page Channels."
        )
        raise NotPossible(sentence % {"names": ", ".join(strange[:MOST_NAMED])})
    return False


def _superior(case: RoutedCase) -> str:
    """The ward's superior, which is of its province whether or not it is set up as a recipient."""
    return key_of(case.plan.province_recipient)


def _of_no_unit(case: RoutedCase, names: list[str]) -> list[str]:
    """Those that are neither the ward nor one of its units."""
    units = Unit.objects.filter(pk=case.ward_id) | Unit.objects.filter(ward=case.ward_id)
    own = {key_of(name) for told in units.values_list("name", "short_name") for name in told}
    return [name for name in names if key_of(name) not in own]


CONDITIONS = {
    "outside": Condition(
        gettext_lazy("it is addressed outside the province"),
        gettext_lazy("it is addressed to nobody outside the province"),
        _goes_outside,
        asks="addressees",
    )
}
