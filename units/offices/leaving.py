"""What waits for whoever loses an office: the apps above tell it, and look after it once the office has ended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from approvals.errors import NotPossible
from approvals.registry import Registry
from approvals.text.vietnamese import person_key
from units import grants
from units.models import Person


@dataclass(frozen=True)
class Wait:
    """Something that has to be done next: of what, at which address, and `asked` what. `people` are the ids of those
    who may do it; `is_stranded` where they are not enough.
    """

    title: str
    url: str
    asked: str
    people: frozenset[int]
    is_stranded: bool


@dataclass(frozen=True)
class Left:
    """What would wait for the others who may do it, by name, or for nobody."""

    wait: Wait
    others: list[str]
    is_stranded: bool


WAITS: Registry[Callable[[int], dict[object, Wait]]] = Registry()  # what waits in a ward now, by what names it
CHANGED: Registry[Callable[[int], None]] = Registry()  # called within the action, for a ward in which offices ended


def settle(wards: Iterable[int]) -> None:
    """Have those who look after what waits do so, within the transaction by which offices ended."""
    for ward in wards:
        for look in CHANGED.values():
            look(ward)


def left_by(act: Callable[[], object], wards: Iterable[int]) -> list[Left]:
    """What nobody of those could do any more who can now, if `act` were done: it is done and taken back.

    Nothing where it is refused: whoever asks for it reads why. What has come to its end meanwhile is left out.
    """
    wards = list(wards)
    with grants.read_anew():
        before = _waits(wards)
        try:
            with transaction.atomic():
                act()
                after = _waits(wards)
                transaction.set_rollback(True)
        except NotPossible:
            return []
    lost = {key: wait for key, wait in before.items() if key in after and wait.people - after[key].people}
    ids = {pk for key in lost for pk in after[key].people}
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=ids)}
    return [
        Left(wait, sorted((names[pk] for pk in after[key].people), key=person_key), after[key].is_stranded)
        for key, wait in lost.items()
    ]


def _waits(wards: Iterable[int]) -> dict[object, Wait]:
    return {key: wait for ward in wards for waits in WAITS.values() for key, wait in waits(ward).items()}
