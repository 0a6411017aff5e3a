"""Runs mutmut over single modules, and prints what no test noticed: deploy/mutate [--minutes N] [MODULE…].

Each module has a copy of the project in .mutation/, in which mutmut keeps its results: what was stopped goes on where
it was. What survived is tried again each time, since a new test may notice it.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from .modules import MODULES
from .outcomes import Outcome, forget_survivors, read

TOP = Path(__file__).parents[2]
PACKAGES = ("approvals", "units", "workflows", "deploy")
BESIDE = ("tests", "templates", "static", "locale", "manage.py", "README.md", "CHANGELOG.md")
NEEDLESS = shutil.ignore_patterns("__pycache__", "bench", "browser", "upgrade")
LEAVE = 20  # seconds to stop in


def prepare(folder: Path, module: str) -> None:
    """The project as it stands, with mutmut's configuration for the module; earlier results stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*PACKAGES, *BESIDE):
        shutil.rmtree(folder / name, ignore_errors=True)
        if (TOP / name).is_dir():
            shutil.copytree(TOP / name, folder / name, ignore=NEEDLESS)
        else:
            shutil.copy(TOP / name, folder)
    own = {
        "source_paths": PACKAGES,
        "only_mutate": (MODULES[module][0],),
        "also_copy": BESIDE[1:],  # it copies tests by itself
        "use_git_change_detection": False,
    }
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in own.items()]
    (folder / "pyproject.toml").write_text(
        (TOP / "pyproject.toml").read_text() + "".join(("\n[tool.mutmut]\n", *lines))
    )


def run(folder: Path, module: str, until: float, processes: int) -> bool:
    """Let the module's mutants go on. False where the time was over before it was done."""
    path, tests = MODULES[module]
    command = [sys.executable, "-W", "ignore", f"{folder}/tests/mutation/forks.py", str(processes), path, *tests]
    log = (folder / "log").open("w")
    running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    try:
        status = running.wait(max(0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)
        running.wait(LEAVE)
        return False
    if status:
        sys.exit(f"The tests could not run: see {folder / 'log'}")
    return True


def show(outcome: Outcome) -> None:
    for survivor in outcome.survivors:
        print(f"\n{outcome.path}:{survivor.line}  {survivor.name}\n{survivor.diff}")
    waiting = f", {outcome.waiting} not run yet" if outcome.waiting else ""
    print(
        f"\n{outcome.module}: {outcome.noticed} of {outcome.tried} noticed, {outcome.score:.1f} %{waiting}", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy/mutate", description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of: {', '.join(MODULES)} (without any: all)")
    parser.add_argument("--minutes", type=float, default=60, help="for all modules together (60)")
    parser.add_argument("--processes", type=int, default=2, help="side by side (2)")
    chosen = parser.parse_args()
    if unknown := set(chosen.modules) - set(MODULES):
        parser.error(f"no such module: {', '.join(sorted(unknown))}")
    until = time.monotonic() + 60 * chosen.minutes
    outcomes = []
    for module in chosen.modules or MODULES:
        folder = TOP / ".mutation" / module
        prepare(folder, module)
        forget_survivors(folder, MODULES[module][0])
        done = run(folder, module, until, chosen.processes)
        outcomes.append(read(folder, module, MODULES[module][0]))
        show(outcomes[-1])
        if not done:
            print("The time is over: start it again, and it goes on from here.")
            break
    tried, noticed = sum(each.tried for each in outcomes), sum(each.noticed for each in outcomes)
    print(f"\nIn all: {noticed} of {tried} noticed, {100 * noticed / max(1, tried):.1f} %")


if __name__ == "__main__":
    main()
