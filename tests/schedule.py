"""A pytest plugin: which process runs which files, and which files begin first.

Files of the browser that share an installation are one lot: to start one takes longer than most of those tests. The
other files of the browser have an installation of their own, or none, and go to whichever process is free.

What waits for others (a browser, processes that race) begins early: where one waits, the others have the processor. At
the end, with nobody beside it, all would wait with it. The two shared installations are first, since their lots are the
longest; then the longest files, so that none is last, and never more than two or three browsers at once.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

TOP = Path(__file__).parents[1]
BROWSER = "tests/browser/"
LONGEST = re.compile(r"^tests/(year|upgrade)/|/test_(every_\w+|page_strangers|two_installations)\.py$")
SHARED = re.compile(r"\((month|living)[,:)]")  # installations of tests/browser/conftest.py, as a test's first argument


@cache
def lot_of(file: str) -> str:
    """What goes to one process with the file."""
    shared = SHARED.search((TOP / file).read_text(encoding="utf-8")) if file.startswith(BROWSER) else None
    return f"{BROWSER}{shared[1]}" if shared else file


def turn_of(file: str, waits: bool) -> int:
    """Where a test of the file stands in the order of what begins; `waits` says that it is marked `postgres`."""
    if file.startswith(BROWSER):
        return 2 if lot_of(file) == file else 0
    if LONGEST.search(file):
        return 1
    return 3 if waits else 4


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of pytest-django's order the rest stands; one process alone, and what has a deadline, keep the order as it is."""
    if hasattr(config, "workerinput") and not config.pluginmanager.has_plugin("tests.deadline"):
        files = {item.path: item.path.relative_to(TOP).as_posix() for item in items}
        items.sort(key=lambda item: turn_of(files[item.path], item.get_closest_marker("postgres") is not None))


class ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return lot_of(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None
