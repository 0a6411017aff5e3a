"""A pytest plugin: which process runs which files.

Those of the browser are one lot: they share installations, and to start one takes longer than most of those tests.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser/"


class ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None
