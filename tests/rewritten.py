"""`python -m tests.rewritten`: rewrites the assertions of all tests as pytest does, where that is not kept yet.

To rewrite them takes as long as all the rest of collecting. Each process of a run would do it, for all begin at once.
"""

import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

TOP = Path(__file__).parents[1]
QUICKLY = [
    "-qq",
    "--noconftest",
    "--disable-warnings",
    "-p",
    "no:django",
    "-p",
    "no:schemathesis",
]  # neither has assertions rewritten otherwise


class Rewriting:
    """A plugin of pytest, which reads its settings and ends where it would begin to collect."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        for path in TOP.glob("tests/**/test_*.py"):
            rewritten(path, session.config)
        return True


def rewritten(path: Path, config: pytest.Config) -> None:
    folder = rewrite.get_cache_dir(path)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / (path.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(path, kept) is None:
        told, code = rewrite._rewrite_test(path, config)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, told, kept)


if __name__ == "__main__":
    ended = pytest.main(QUICKLY, plugins=[Rewriting()])
    sys.exit(0 if ended == pytest.ExitCode.NO_TESTS_COLLECTED else ended)
