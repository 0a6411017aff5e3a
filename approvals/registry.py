"""What the rooms of every app register when the apps are ready: words, pages, side effects; each thing once."""

from collections.abc import Mapping
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

Text = str | Promise
Thing = TypeVar("Thing")


class Registry(dict[str, Thing]):
    """Things by their name, in the order in which they were registered."""

    def add(self, things: Mapping[str, Thing]) -> None:
        """Raises ImproperlyConfigured for a name that is taken, and then adds nothing."""
        if taken := sorted(self.keys() & things.keys()):
            raise ImproperlyConfigured(f"Registered twice: {', '.join(taken)}.")
        self.update(things)
