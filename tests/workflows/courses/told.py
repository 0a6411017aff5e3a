from dataclasses import dataclass

WHY = "Vì lý do này"


@dataclass(frozen=True)
class Told:
    """The newest event of `action`: by whom ("" is the system itself), the fields it tells, and whether it says why."""

    action: str
    by: str
    fields: str = ""
    why: bool = False
