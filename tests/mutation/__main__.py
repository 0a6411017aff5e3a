"""Runs mutmut over single modules, and prints what no test noticed: deploy/mutate [--minutes N] [MODULE…].

A copy of the project in .mutation/ keeps the results: what was stopped goes on where it was. What survived is tried
again each time, since a new test may notice it.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from .modules import MODULES
from .outcomes import Outcome, forget_survivors, read

TOP = Path(__file__).parents[2]
FOLDER = TOP / ".mutation"
PACKAGES = ("approvals", "units", "workflows", "deploy")
BESIDE = ("tests", "templates", "static", "locale", "manage.py", "README.md", "CHANGELOG.md")
NEEDLESS = shutil.ignore_patterns("__pycache__", "bench", "browser", "upgrade")
LEAVE = 120  # seconds to stop in


def prepare() -> None:
    """The project as it stands, with mutmut's configuration; earlier results stay."""
    FOLDER.mkdir(exist_ok=True)
    for name in (*PACKAGES, *BESIDE):
        shutil.rmtree(FOLDER / name, ignore_errors=True)
        if (TOP / name).is_dir():
            shutil.copytree(TOP / name, FOLDER / name, ignore=NEEDLESS)
        else:
            shutil.copy(TOP / name, FOLDER)
    own = {
        "source_paths": PACKAGES,
        "only_mutate": [path for path, _tests in MODULES.values()],
        "also_copy": BESIDE[1:],  # it copies tests by itself
        "use_git_change_detection": False,
    }
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in own.items()]
    (FOLDER / "pyproject.toml").write_text(
        (TOP / "pyproject.toml").read_text() + "".join(("\n[tool.mutmut]\n", *lines))
    )


def run(chosen: list[str], minutes: float, processes: int) -> bool:
    """Let the mutants of these modules go on. False where the time was over before all were done."""
    tests = json.dumps(dict(MODULES[module] for module in chosen))
    command = [sys.executable, "-W", "ignore", f"{FOLDER}/tests/mutation/forks.py", str(processes), tests]
    log = (FOLDER / "log").open("w")
    running = subprocess.Popen(command, cwd=FOLDER, stdout=log, stderr=subprocess.STDOUT)
    try:
        status = running.wait(60 * minutes)
    except subprocess.TimeoutExpired:
        running.terminate()
        running.wait(LEAVE)
        return False
    if status:
        sys.exit(f"The tests could not run: see {FOLDER / 'log'}")
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
    modules = chosen.modules or list(MODULES)
    prepare()
    for module in modules:
        forget_survivors(FOLDER, MODULES[module][0])
    done = run(modules, chosen.minutes, chosen.processes)
    outcomes = [read(FOLDER, module, MODULES[module][0]) for module in modules]
    for outcome in outcomes:
        show(outcome)
    if not done:
        print("The time is over: start it again, and it goes on from here.")
    tried, noticed = sum(each.tried for each in outcomes), sum(each.noticed for each in outcomes)
    print(f"\nIn all: {noticed} of {tried} noticed, {100 * noticed / max(1, tried):.1f} %")


if __name__ == "__main__":
    main()
