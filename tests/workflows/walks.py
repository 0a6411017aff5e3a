"""What a call passes through: the product's files in the order in which they are reached, and which calls climb.

A call climbs where it leads from a room to one above it in the order of `pyproject.toml`. No import does so, and a call
only where a row answers for itself: its name in the trail, the attributes that were assigned. What runs a function that
it was given is called by whoever gave it.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings

RUNS_WHAT_IT_IS_GIVEN = "approvals.compiled"  # the function that builds a query, the first time in a process
APPS = ("deploy", "workflows", "units", "approvals")  # the highest first


@cache
def ranks() -> dict[str, int]:
    """The place of each room in the one order of all apps, the highest first; rooms on one line share theirs."""
    contracts = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {each["containers"][0]: each["layers"] for each in contracts if each.get("containers", [""])[0] in APPS}
    lines = [(app, line) for app in APPS for line in layers.get(app, [""])]
    return {
        f"{app}.{room.strip()}".rstrip("."): rank for rank, (app, line) in enumerate(lines) for room in line.split("|")
    }


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2]) if ".".join(module.split(".")[:2]) in ranks() else module.split(".")[0]


@dataclass
class Walk:
    """`modules` in the order in which they are reached, `climbs` as (from, to) by modules."""

    modules: list[str] = field(default_factory=list)
    climbs: dict[tuple[str, str], None] = field(default_factory=dict)

    @property
    def rooms(self) -> list[str]:
        return list(dict.fromkeys(map(room_of, self.modules)))


def _module(frame: FrameType) -> str:
    """The module of the product that a frame is of; blank for any other."""
    path = Path(frame.f_code.co_filename)
    if not path.is_relative_to(settings.BASE_DIR):
        return ""
    parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__") if parts[0] in APPS else ""


def _above(frame: FrameType) -> Iterator[FrameType]:
    while frame.f_back:
        frame = frame.f_back
        yield frame


def walk(act: Callable[[], Any]) -> Walk:
    found = Walk()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event != "call" or frame.f_code.co_name.startswith("<") or not (module := _module(frame)):
            return
        if module not in found.modules:
            found.modules.append(module)
        callers = (each for each in map(_module, _above(frame)) if each and each != RUNS_WHAT_IT_IS_GIVEN)
        caller = next(callers, "")
        if caller and ".models." not in module and ranks()[room_of(module)] < ranks()[room_of(caller)]:
            found.climbs[caller, module] = None

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return found
