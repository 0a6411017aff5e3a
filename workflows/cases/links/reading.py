"""The links of a case, or of what cases are linked to, as somebody may read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from units.models import Person
from workflows.models import CaseLink
from workflows.models.cases import Case

from .ends import ends

Key = tuple[str, int]


@dataclass(frozen=True)
class Linked:
    """A link as one end shows it: the other's name and address. `outward` where this one was linked to that."""

    link: CaseLink
    name: str
    address: str
    outward: bool

    @property
    def words(self) -> str:
        return self.link.get_relation_display()


def links_of(case: Case, reader: Person) -> list[Linked]:
    """Both ways, without those whose other end the reader may not read. One query, and one for each kind of end."""
    return linked_with({case.kind: [case.pk]}, reader)


def linked_with(own: Mapping[str, Iterable[int]], reader: Person) -> list[Linked]:
    """The same of several things, by kind and id."""
    here = {(kind, pk) for kind, ids in own.items() for pk in ids}
    if not here:
        return []
    of_kinds = [
        Q(subject_kind=kind, subject_id__in=ids) | Q(other_kind=kind, other_id__in=ids) for kind, ids in own.items()
    ]
    links = list(CaseLink.objects.filter(reduce(or_, of_kinds)))
    sides = [(link, _subject(link) in here) for link in links]
    there = _readable({_other(link) if outward else _subject(link) for link, outward in sides}, reader)
    found = ((link, outward, there.get(_other(link) if outward else _subject(link))) for link, outward in sides)
    return [Linked(link, *end, outward) for link, outward, end in found if end]


def _subject(link: CaseLink) -> Key:
    return link.subject_kind, link.subject_id


def _other(link: CaseLink) -> Key:
    return link.other_kind, link.other_id


def _readable(keys: Iterable[Key], reader: Person) -> dict[Key, tuple[str, str]]:
    """Name and address of those of them that the reader may read."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        ids[kind].append(pk)
    found: dict[Key, tuple[str, str]] = {}
    known = ends()
    for kind in ids.keys() & known.keys():
        for row in known[kind].visible(reader).filter(pk__in=ids[kind]):
            found[kind, row.pk] = str(row), known[kind].address(row)
    return found
