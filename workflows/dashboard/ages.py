"""How old the difficulties are that nobody has closed yet. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from units.models import Person
from workflows.difficulties.facts import Aged, aged
from workflows.models import Difficulty
from workflows.models.states import DifficultyState
from workflows.pure.charts.drawing import ChartRow, Square

from .asked import Asked

AGES = (0, 7, 30, 60, 90)  # days, at least
LOOKS = {DifficultyState.OPEN: "open", DifficultyState.CONSOLIDATED: "half", DifficultyState.ANSWERED: "full"}


@dataclass(frozen=True)
class AgeGroup:
    """The difficulties that have been open for at least `days`, and less than the group before them."""

    days: int
    items: Sequence[Aged]

    @property
    def name(self) -> str:
        return (
            gettext("less than %(days)d days") % {"days": AGES[1]}
            if not self.days
            else gettext("%(days)d days and more") % {"days": self.days}
        )

    @property
    def row(self) -> ChartRow:
        """Of the picture."""
        return ChartRow(self.name, [_square(each) for each in self.items])


def open_by_age(asked: Asked, person: Person) -> list[AgeGroup]:
    """Those of the ward that the person may see, the oldest first. One query."""
    unclosed = Difficulty.objects.visible_to(person).filter(ward=asked.ward.pk).unclosed().once_for(person)
    items = [each for each in aged(unclosed.with_names().order_by("raised_at", "pk")) if asked.has_unit(each.item.unit)]
    groups = [(low, [each for each in items if low <= each.days < high]) for low, high in _bounds()]
    return [AgeGroup(low, own) for low, own in reversed(groups) if own]


def _bounds() -> list[tuple[int, float]]:
    return list(zip(AGES, [*AGES[1:], float("inf")], strict=True))


def _square(each: Aged) -> Square:
    item = each.item
    title = f"{item.unit_words}: {item} ({item.get_state_display()}, {each.words})"
    return Square(LOOKS[DifficultyState(item.state)], title, reverse("difficulty", args=[item.pk]))
