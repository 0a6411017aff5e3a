"""A pytest plugin: which process runs which files.

Files of the browser that share an installation are one lot: to start one takes longer than most of those tests. The
other files of the browser have an installation of their own, or none, and go to whichever process is free.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

TOP = Path(__file__).parents[1]
BROWSER = "tests/browser/"
SHARED = re.compile(r"\((month|living)[,:)]")  # installations of tests/browser/conftest.py, as a test's first argument


@cache
def lot_of(file: str) -> str:
    """What goes to one process with the file."""
    shared = SHARED.search((TOP / file).read_text(encoding="utf-8")) if file.startswith(BROWSER) else None
    return f"{BROWSER}{shared[1]}" if shared else file


class ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return lot_of(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None
