from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DayOfWard:
    """What a ward says of a day: off or worked, and why. `decided` is False where the law alone says so yet."""

    day: date
    working: bool
    name: str
    decided: bool = True

    @property
    def words(self) -> str:
        """As the trail keeps it, in Vietnamese."""
        return f"{self.day:%d/%m/%Y} {'làm việc' if self.working else 'nghỉ'}: {self.name}"
