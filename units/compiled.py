"""The queries of a person's pages, compiled once for all who hold rights of the same kinds (approvals/compiled.py)."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from approvals import compiled

from . import grants
from .models import Person

PERSON = "person"


def rows(
    build: "Callable[..., QuerySet[Any, Any]]", person: Person, *, also: Hashable = None, **given: Any
) -> list[Any]:
    """The rows of `build(person, **given)`. `build` is a function of a module and asks of the person nothing but their
    id, whether they are active, and, of grants.units_where and its like, what they may do where. `given` are as those
    of approvals.compiled.read, but no lists. One query, and one for the rights where a page has not read them.
    """

    def built(ids: compiled.Ids, lists: compiled.Lists) -> "QuerySet[Any, Any]":
        stand_in = Person(pk=ids[PERSON], username=f"{ids[PERSON]}", is_active=person.is_active)
        with grants.holding(stand_in, lists):
            return build(stand_in, **{name: ids[name] for name in given})

    shape = (build.__module__, build.__qualname__, person.is_active)
    return compiled.rows(shape, built, {PERSON: person.pk, **given}, grants.rights_of(person), also=also)


def found_or_404(rows: list[Any]) -> Any:
    """The one row of a query that names it. Raises Http404 where the person does not see it."""
    if not rows:
        raise Http404
    return rows[0]
