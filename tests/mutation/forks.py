"""Generates a module's mutants with mutmut, and runs the tests that reach each, fastest first, in a fork of one pytest
session: a mutant then costs no start of pytest, no import and no database. Run in a copy of the project:
forks.py PROCESSES MODULE TEST…

String literals are left alone: wording is no logic, and a test of its own guards the catalogue. Hypothesis measures no
time here: on a busy machine a slow test is no mutant noticed.
"""

import gc
import os
import resource
import signal
import sys
from collections import defaultdict
from pathlib import Path
from time import process_time

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings
from mutmut import __main__ as mutmut
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.mutators import mutation_operators, operator_string
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.file_utils import setup_source_paths
from mutmut.utils.format_utils import mangled_name_from_mutant_name

NOTICED, SURVIVED, NO_TESTS = 1, 0, 33
SECONDS = 30  # of CPU, beside twenty times what the tests took: an endless loop ends there
ASLEEP = 600  # seconds until a mutant that waits for something is ended

mutation_operators[:] = [each for each in mutation_operators if each[1] is not operator_string]


class Forks:
    """A pytest plugin: in place of the session's tests, the mutants of one module that were not run yet."""

    def __init__(self, module: str, processes: int) -> None:
        self.module, self.processes = module, processes
        self.running: dict[int, str] = {}
        self.folder = Path.cwd()  # of mutmut's results; a test may change the working directory

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        results = SourceFileMutationData(path=self.module)
        results.meta_path = self.folder / "mutants" / f"{self.module}.meta"
        results.load()
        self.reaching(session.items)
        gc.freeze()  # else each fork copies what it merely counts
        waiting = [name for name, code in results.exit_code_by_key.items() if code is None]
        try:
            for name in waiting:
                tests = self.tests[mangled_name_from_mutant_name(name)]
                if len(self.running) == self.processes:
                    self.wait(results)
                if tests:
                    self.running[self.fork(name, tests)] = name
                else:
                    results.exit_code_by_key[name] = NO_TESTS
            while self.running:
                self.wait(results)
        finally:
            for child in self.running:
                os.kill(child, signal.SIGKILL)
            results.save()
        return True

    def reaching(self, items: list[pytest.Item]) -> None:
        """Run each test once, unbroken: what it takes, and which functions of the module it reaches."""
        set_mutant_under_test("stats")
        self.took: dict[pytest.Item, float] = {}
        reached: dict[str, list[pytest.Item]] = defaultdict(list)
        for item, after in zip(items, [*items[1:], items[0].session], strict=True):
            state()._stats.clear()
            begun = process_time()
            if not passes(item, after):
                pytest.exit(f"{item.nodeid} fails though nothing is broken.", returncode=1)
            self.took[item] = process_time() - begun
            for name in state()._stats:
                reached[name].append(item)
        self.tests = defaultdict(list, {name: sorted(tests, key=self.took.get) for name, tests in reached.items()})

    def fork(self, name: str, tests: list[pytest.Item]) -> int:
        child = os.fork()
        if child:
            return child
        code = NOTICED
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            limit = int(process_time() + SECONDS + 20 * sum(self.took[test] for test in tests))
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.alarm(ASLEEP)
            set_mutant_under_test(name)
            pairs = zip(tests, [*tests[1:], tests[0].session], strict=True)
            code = SURVIVED if all(passes(test, after) for test, after in pairs) else NOTICED
        finally:
            os._exit(code)

    def wait(self, results: SourceFileMutationData) -> None:
        child, status = os.wait()
        name = self.running.pop(child)
        results.exit_code_by_key[name] = os.waitstatus_to_exitcode(status)
        results.save()
        print(name, results.exit_code_by_key[name], flush=True)


def passes(item: pytest.Item, after: pytest.Item | pytest.Session) -> bool:
    """Whether the test passes. Fixtures that it shares with what comes `after` stay: with the session the database."""
    return not any(report.failed for report in runtestprotocol(item, nextitem=after, log=False))


def main() -> int:
    processes, module, *tests = sys.argv[1:]
    settings.register_profile("mutation", deadline=None, suppress_health_check=list(HealthCheck))
    settings.load_profile("mutation")
    set_mutant_under_test("mutant_generation")
    os.makedirs("mutants", exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    setup_source_paths()
    mutmut.create_mutants(1)
    plugin = Forks(module, int(processes))
    os.chdir("mutants")
    options = ["--rootdir=.", "-s", "-q", "-p", "no:cacheprovider", "-m", "not browser and not postgres"]
    return pytest.main([*options, *tests], plugins=[plugin])


if __name__ == "__main__":
    sys.exit(main())
