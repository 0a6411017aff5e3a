"""Generates mutants with mutmut, and runs the tests that reach each in a fork of one pytest session: a mutant then
costs no start of pytest, no import and no database. First come the tests that noticed most of the function's other
mutants, then the fastest. Run in a copy of the project:
forks.py PROCESSES {"module.py": ["test.py", …], …}

String literals are left alone: wording is no logic, and a test of its own guards the catalogue. Hypothesis measures no
time here: on a busy machine a slow test is no mutant noticed.
"""

import gc
import json
import os
import random
import resource
import signal
import sys
from collections import Counter, defaultdict
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
LONGEST_NAME = 4096  # bytes of a test's, parameters and all
ASLEEP = 600  # seconds until a mutant that waits for something is ended

mutation_operators[:] = [each for each in mutation_operators if each[1] is not operator_string]


class Forks:
    """A pytest plugin: in place of the session's tests the mutants that were not run yet, in an order by chance, so
    that those of a stopped run are a sample. `modules` gives the tests by module that have to notice its mutants.
    """

    def __init__(self, modules: dict[str, list[str]], processes: int) -> None:
        self.modules, self.processes = modules, processes
        self.results = {module: SourceFileMutationData(path=module) for module in modules}
        for found in self.results.values():
            found.load()
            found.meta_path = found.meta_path.absolute()  # a test may change the working directory
        self.took: dict[pytest.Item, float] = {}
        self.reached: dict[str, list[pytest.Item]] = defaultdict(list)
        self.noticed: dict[str, Counter[str]] = defaultdict(Counter)  # by function: how many mutants each test noticed
        self.running: dict[int, tuple[str, str, int]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.run_unbroken(session.items)
        gc.freeze()  # else each fork copies what it merely counts
        codes = {module: found.exit_code_by_key for module, found in self.results.items()}
        waiting = [(module, name) for module in codes for name, code in codes[module].items() if code is None]
        random.shuffle(waiting)
        try:
            for module, name in waiting:
                if len(self.running) == self.processes:
                    self.wait()
                if tests := self.tests_of(module, name):
                    child, told = self.fork(name, tests)
                    self.running[child] = module, name, told
                else:
                    self.note(module, name, NO_TESTS)
            while self.running:
                self.wait()
        finally:
            for child in self.running:
                os.kill(child, signal.SIGKILL)
        return True

    def run_unbroken(self, items: list[pytest.Item]) -> None:
        """Each test once: what it takes, and which functions of the modules it reaches."""
        set_mutant_under_test("stats")
        for item, after in zip(items, [*items[1:], items[0].session], strict=True):
            state()._stats.clear()
            begun = process_time()
            if not passes(item, after):
                pytest.exit(f"{item.nodeid} fails though nothing is broken.", returncode=1)
            self.took[item] = process_time() - begun
            for name in state()._stats:
                self.reached[name].append(item)

    def tests_of(self, module: str, mutant: str) -> list[pytest.Item]:
        """Those of the module that reach the mutant's function: likely ones first, then the fastest."""
        function = mangled_name_from_mutant_name(mutant)
        own = [item for item in self.reached[function] if item.nodeid.partition("::")[0] in self.modules[module]]
        noticed = self.noticed[function]
        return sorted(own, key=lambda item: (-noticed[item.nodeid], self.took[item]))

    def fork(self, name: str, tests: list[pytest.Item]) -> tuple[int, int]:
        """The process, and what will tell which test noticed the mutant."""
        told, tell = os.pipe()
        child = os.fork()
        if child:
            os.close(tell)
            return child, told
        code = NOTICED
        gc.disable()  # it lives for seconds
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            limit = int(process_time() + SECONDS + 20 * sum(self.took[test] for test in tests))
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.alarm(ASLEEP)
            set_mutant_under_test(name)
            for test, after in zip(tests, [*tests[1:], tests[0].session], strict=True):
                if not passes(test, after):
                    os.write(tell, test.nodeid.encode())
                    break
            else:
                code = SURVIVED
        finally:
            os._exit(code)

    def wait(self) -> None:
        child, status = os.wait()
        module, name, told = self.running.pop(child)
        with open(told, "rb", buffering=0) as pipe:
            os.set_blocking(told, False)  # what a test has left running may hold the other end
            if test := pipe.read(LONGEST_NAME):
                self.noticed[mangled_name_from_mutant_name(name)][test.decode()] += 1
        self.note(module, name, os.waitstatus_to_exitcode(status))

    def note(self, module: str, name: str, code: int) -> None:
        self.results[module].exit_code_by_key[name] = code
        self.results[module].save()
        print(name, code, flush=True)


def passes(item: pytest.Item, after: pytest.Item | pytest.Session) -> bool:
    """Whether the test passes. Fixtures that it shares with what comes `after` stay: with the session the database."""
    return not any(report.failed for report in runtestprotocol(item, nextitem=after, log=False))


def main() -> int:
    processes, modules = int(sys.argv[1]), json.loads(sys.argv[2])
    settings.register_profile("mutation", deadline=None, suppress_health_check=list(HealthCheck))
    settings.load_profile("mutation")
    set_mutant_under_test("mutant_generation")
    os.makedirs("mutants", exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    setup_source_paths()
    mutmut.create_mutants(processes)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGINT is ignored by what a script starts with &
    plugin = Forks(modules, processes)
    os.chdir("mutants")
    options = ["--rootdir=.", "-s", "-q", "-p", "no:cacheprovider", "-m", "not browser and not postgres"]
    tests = dict.fromkeys(test for tests in modules.values() for test in tests)
    return pytest.main([*options, *tests], plugins=[plugin])


if __name__ == "__main__":
    sys.exit(main())
