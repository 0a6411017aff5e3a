"""What rooms above add to the pages of what arrives: links beside a document, and for a scope on the desk."""

from collections.abc import Callable
from typing import Any

from approvals.models import Arrival
from approvals.registry import Registry, Text

Link = tuple[Text, str]  # its label and its address

OF_ARRIVAL: Registry[Callable[[Arrival], list[Link]]] = Registry()
OF_SCOPE: Registry[Callable[[int, Any, bool], list[Link]]] = Registry()  # as `of_scope`


def of_arrival(arrival: Arrival) -> list[Link]:
    return [link for give in OF_ARRIVAL.values() for link in give(arrival)]


def of_scope(scope: int, person: Any, *, has_members: bool) -> list[Link]:
    """`has_members`: whether units of the scope stand for senders."""
    return [link for give in OF_SCOPE.values() for link in give(scope, person, has_members)]
