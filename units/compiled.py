"""The queries of a person's pages, compiled once for all who hold rights of the same kinds (approvals/compiled.py)."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import QuerySet

from approvals import compiled

from . import grants
from .models import Person

PERSON = "person"


def rows(build: Callable[[Person], "QuerySet[Any, Any]"], person: Person, *, also: Hashable = None) -> list[Any]:
    """The rows of `build(person)`. `build` is a function of a module and asks of the person nothing but their id,
    whether they are active, and, of grants.units_where and its like, what they may do where. One query, and one for the
    rights where a page has not read them.
    """

    def built(ids: compiled.Ids, lists: compiled.Lists) -> "QuerySet[Any, Any]":
        stand_in = Person(pk=ids[PERSON], username=f"{ids[PERSON]}", is_active=person.is_active)
        with grants.holding(stand_in, lists):
            return build(stand_in)

    shape = (build.__module__, build.__qualname__, person.is_active)
    return compiled.rows(shape, built, {PERSON: person.pk}, grants.rights_of(person), also=also)
