from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.trail import chain as trail
from units import grants
from units.models import Person
from workflows.cases.types import TYPES
from workflows.models import ReportKind, Route
from workflows.models.states import SignOff

ON_ITS_WAY = (SignOff.AWAITING_APPROVAL, SignOff.APPROVED)


def set_form(kind: ReportKind, *, by: Person, form: str, symbol: str) -> ReportKind:
    """Set who issues what is of a kind, and under which symbol (NĐ 30/2020, PL I II.3); noted on its route's trail.

    Raises NotPossible while something of the kind is being signed: the document would no longer be the one shown.
    """
    with transaction.atomic():
        route = Route.objects.select_for_update(of=("self",)).select_related("kind").get(kind=kind)
        cases: Any = TYPES[kind.subject_kind].model._default_manager
        if cases.of_kind(kind).filter(state__in=ON_ITS_WAY).exists():
            raise NotPossible(
                _("A document of this kind is being signed. Change the form once that one is issued or open again.")
            )
        if not grants.may(by, "administer", route.ward_id):
            raise PermissionDenied
        row, wanted = route.kind, {"form": form, "symbol": symbol}
        changes = {name: [getattr(row, name), new] for name, new in wanted.items() if getattr(row, name) != new}
        if changes:
            row.form, row.symbol = form, symbol
            row.save(update_fields=["form", "symbol"])
            trail.record(route, "set_form", by=by, scope=route.ward_id, changes=changes)
            route.save(update_fields=["trail_seq", "trail_head"])
        return row
