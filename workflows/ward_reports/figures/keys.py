from typing import NamedTuple


class FigureKey(NamedTuple):
    """Which figure of a ward's report an address names: that of an indicator, or of a field of the outline."""

    number: int
    is_field: bool = False

    def __str__(self) -> str:
        return f"F{self.number}" if self.is_field else str(self.number)


class FigureKeyConverter:
    """`9` in an address is an indicator, `F9` a field."""

    regex = "F?[0-9]{1,5}"

    def to_python(self, value: str) -> FigureKey:
        return FigureKey(int(value.removeprefix("F")), value.startswith("F"))

    def to_url(self, value: FigureKey | int | str) -> str:
        return str(value)
