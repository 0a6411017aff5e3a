"""The queries of a person's pages, compiled once for all who hold rights of the same kinds (approvals/compiled.py)."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from approvals import compiled

from . import grants
from .models import Person

PERSON = "person"


def rows(
    build: "Callable[..., QuerySet[Any, Any]]",
    person: Person,
    *,
    also: Hashable = None,
    fixed: Mapping[str, Hashable] | None = None,
    **given: Any,
) -> list[Any]:
    """The rows of `build(person, **fixed, **given)`. `build` is a function of a module and asks of the person nothing
    but their id, whether they are active, and, of grants.units_where and its like, what they may do where. `given` are
    as those of approvals.compiled.read; other values of `fixed` are another query. One query, and one for the rights
    where a page has not read them.
    """
    same = dict(fixed or {})
    rights, lists = grants.rights_of(person), {name: value for name, value in given.items() if isinstance(value, list)}

    def built(ids: compiled.Ids, held: compiled.Lists) -> "QuerySet[Any, Any]":
        stand_in = Person(pk=ids[PERSON], username=f"{ids[PERSON]}", is_active=person.is_active)
        own = {name: held.get(name, []) if name in lists else ids[name] for name in given}
        with grants.holding(stand_in, {name: units for name, units in held.items() if name not in lists}):
            return build(stand_in, **same, **own)

    shape = (build.__module__, build.__qualname__, person.is_active)
    ids = {PERSON: person.pk} | {name: value for name, value in given.items() if name not in lists}
    return compiled.rows(shape, built, ids, rights | lists, also=(also, *same.items()))


def found_or_404(rows: list[Any]) -> Any:
    """The one row of a query that names it. Raises Http404 where the person does not see it."""
    if not rows:
        raise Http404
    return rows[0]
