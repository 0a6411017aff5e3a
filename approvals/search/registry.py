"""What can be found: each room registers its own rows, who may see them, and how they are called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from approvals.registry import Registry, Text

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FoundLine:
    """How a row is shown and found: by its `title`, a line `about` it, and further `words`.

    `said` is its text where it is a document: searched by its words, each of which is kept once. `number` is by which
    people call it, where they do (`Findable.called`). `scope` is 0 where it belongs to no single
    one; the newest `at` stands first.
    """

    title: str
    address: str
    scope: int = 0
    at: datetime = LONG_AGO
    about: str = ""
    words: str = ""
    number: int | None = None
    said: str = ""


@dataclass(frozen=True)
class Findable:
    """The rows of one model. `name` is what several are called, `place` where they stand among what is found.

    `read` gives the rows with what `line` reads. `visible` are those that a person may see. `follows` says which rows
    an event of the trail concerns beside its own subject: by the kind of its subject, the column with that id.
    `called` are the folded words before a number by which people call one: ("chi tieu", "ct").
    """

    name: Text
    place: int
    model: type[models.Model]
    visible: Callable[[Any], QuerySet[Any]]
    line: Callable[[Any], FoundLine]
    read: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    follows: Mapping[str, str] = field(default_factory=dict)
    called: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundText:
    """Something found that is no row: its title, where it is read, and the text that was looked through."""

    title: str
    address: str
    about: str = ""
    text: str = ""


@dataclass(frozen=True)
class Pages:
    """Found beside the rows: `find` gives what holds all the folded words."""

    name: Text
    place: int
    find: Callable[[list[str]], Iterable[FoundText]]


FINDABLE: Registry[Findable] = Registry()  # by the model's name
PAGES: Registry[Pages] = Registry()


def register(findable: Findable) -> None:
    """Raises ImproperlyConfigured for a model that is registered already."""
    FINDABLE.add({findable.model._meta.model_name or "": findable})
