"""Arrange: difficulties brought to a state by the real actions."""

from units.models import Person
from workflows.demo.cast import Cast
from workflows.difficulties import actions as difficulties
from workflows.difficulties.actions import Addressee, Raised
from workflows.models import Difficulty, UnitReport

TEXT = "Thiếu thiết bị thu nhận vân tay."


def raised_words(cast: Cast, text: str = TEXT, to: str = "leaders", to_unit: str = "") -> Raised:
    """What is raised: of the ward's third kind, Kinh phí."""
    addressee = Addressee("unit", cast.units[to_unit].pk) if to_unit else Addressee(to)
    return Raised(cast.ward.difficulty_kinds.get(name="Kinh phí"), text, addressee)


def raised(
    cast: Cast, unit: str = "CA", by: Person | None = None, report: UnitReport | None = None, **words: str
) -> Difficulty:
    by = by or cast[f"{unit}:drafter"]
    return difficulties.raise_difficulty(cast.units[unit], by=by, raised=raised_words(cast, **words), report=report)


def merged(cast: Cast, *units: str, **words: str) -> Difficulty:
    """Those that the units raise, put together by the coordinator."""
    items = [raised(cast, unit, text=f"{TEXT} ({unit})") for unit in units or ("CA", "VP")]
    words = {"text": "Thiếu thiết bị ở nhiều đơn vị."} | words
    return difficulties.merge_difficulties(items, by=cast.coordinator, raised=raised_words(cast, **words))


def answered(cast: Cast, unit: str = "CA", **words: str) -> Difficulty:
    return difficulties.answer_difficulty(
        raised(cast, unit, **words), by=cast.approver, text="Sẽ trang bị trong tháng 12."
    )


def closed(cast: Cast, unit: str = "CA") -> Difficulty:
    return difficulties.close_difficulty(answered(cast, unit), by=cast[f"{unit}:drafter"])


def source(whole: Difficulty, unit: str) -> Difficulty:
    return whole.sources.with_names().get(unit__code=unit)
