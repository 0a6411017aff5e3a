"""What a coordinator gives by hand in place of what the units' reports give. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OVERRIDE = ("reason", "overridden_by_id", "overridden_at")


@dataclass(frozen=True)
class Override:
    """`given` is what takes the computed one's place: of an indicator a Reading, of a field of the outline a Summary;
    `columns` (OVERRIDE) say who, when and why.
    """

    given: Any
    columns: Mapping[str, Any]


Overrides = Mapping[str, Override]  # of an indicator by its id, of a field by its part: "17", "F3"
