"""For which cases a delegation counts: of some kinds alone, or of what some units drew up (docs/decisions/0076)."""

from collections.abc import Callable, Collection, Iterable

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.registry import Registry
from units.models import DelegationScope, Membership, Unit

# By name: the kinds of cases of a ward that are decided along a route, as (code, words); the app above registers them.
KINDS: Registry[Callable[[Unit], Iterable[tuple[str, str]]]] = Registry()


def kinds_of(ward: Unit) -> list[tuple[str, str]]:
    return [kind for kinds in KINDS.values() for kind in kinds(ward)]


def of_new(source: Membership, kinds: Collection[str], units: Collection[Unit]) -> list[DelegationScope]:
    """The scopes, not saved, of a delegation of this office; none where it counts for every case. Where nothing is said
    of what is itself held for some cases alone, it counts for the same. Raises NotPossible for what nobody can give.
    """
    ward = source.unit.ward or source.unit
    if set(kinds) - {code for code, _words in kinds_of(ward)}:
        raise NotPossible(_("The ward has no such kind of document any more. Choose from the list."))
    if any(unit.root_id != ward.pk for unit in units):
        raise NotPossible(_("Choose units of the same ward."))
    drawn_up_by: list[Unit | None] = [*units] or [None]
    wanted = [(kind, unit) for kind in kinds or [""] for unit in drawn_up_by if kind or unit]
    own = list(DelegationScope.objects.filter(delegation__membership=source).select_related("unit"))
    if not wanted:
        wanted = [(scope.kind, scope.unit) for scope in own]
    if own and not all(any(_lies_within(each, scope) for scope in own) for each in wanted):
        raise NotPossible(_("This office is held for some cases alone: nobody gives more than they hold."))
    return [DelegationScope(kind=kind, unit=unit) for kind, unit in wanted]


def _lies_within(each: tuple[str, Unit | None], scope: DelegationScope) -> bool:
    kind, unit = each
    return scope.kind in ("", kind) and scope.unit in (None, unit)


def words(rows: Iterable[DelegationScope], of: Unit) -> str:
    """The scopes in a line; blank where there is none, and it counts for every case. One query, or none."""
    rows = list(rows)
    if not rows:
        return ""
    known = dict(kinds_of(of.ward or of))
    kinds = dict.fromkeys(known.get(row.kind, row.kind) for row in rows if row.kind)
    units = dict.fromkeys(row.unit.short_name for row in rows if row.unit)
    parts = [", ".join(map(str, kinds)), _("drawn up by %(units)s") % {"units": ", ".join(units)} if units else ""]
    return "; ".join(filter(None, parts))
