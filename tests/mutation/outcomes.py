"""What mutmut has found of one module, out of the files in which it keeps it."""

import ast
import json
import re
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

UNNOTICED = ("survived", "no tests")
LATE = "timeout"
WAITING = "not checked"
NAME = re.compile(r"\.x_(\w+)__mutmut_\d+$")
HUNK = re.compile(r"@@ -(\d+)")


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test noticed: its name for mutmut, the line of the module, what differs."""

    name: str
    line: int
    diff: str


@dataclass(frozen=True)
class Outcome:
    """`noticed` counts what a test failed on and what ran until its time was over, `late` the latter alone."""

    module: str
    path: str
    noticed: int
    late: int
    survivors: list[Survivor]
    waiting: int

    @property
    def tried(self) -> int:
        return self.noticed + len(self.survivors)

    @property
    def score(self) -> float:
        """In percent."""
        return 100 * self.noticed / max(1, self.tried)


def kept(folder: Path, path: str) -> Path:
    return folder / "mutants" / f"{path}.meta"


def forget_survivors(folder: Path, path: str) -> None:
    """They are run once more, and so is what ran until its time was over: the machine may have been busy."""
    file = kept(folder, path)
    if file.exists():
        found = json.loads(file.read_text())
        codes = found["exit_code_by_key"]
        again = {name for name, code in codes.items() if status_by_exit_code[code] in (*UNNOTICED, LATE)}
        found["exit_code_by_key"] = {name: None if name in again else code for name, code in codes.items()}
        file.write_text(json.dumps(found))


def read(folder: Path, module: str, path: str) -> Outcome:
    file = kept(folder, path)
    codes = json.loads(file.read_text())["exit_code_by_key"] if file.exists() else {}
    statuses = {name: status_by_exit_code[code] for name, code in codes.items()}
    unnoticed = [name for name, status in statuses.items() if status in UNNOTICED]
    waiting, late = (sum(status == wanted for status in statuses.values()) for wanted in (WAITING, LATE))
    with chdir(folder):
        survivors = sorted((survivor(name, path) for name in unnoticed), key=lambda each: each.line)
    return Outcome(module, path, len(codes) - len(unnoticed) - waiting, late, survivors, waiting)


def survivor(name: str, path: str) -> Survivor:
    """The mutant's lines that differ, and where the first of them stands in the module."""
    diff = get_diff_for_mutant(name, path=path).splitlines()
    place, before = 0, 0
    for line in diff[2:]:
        if hunk := HUNK.match(line):
            before = int(hunk[1]) - 1
        elif line.startswith("-"):
            place = before + 1
            break
        elif not line.startswith("+"):
            before += 1
    changed = [line for line in diff[2:] if line.startswith(("-", "+"))]
    return Survivor(name, first_line(name, path) + place - 1, "\n".join(changed))


def first_line(name: str, path: str) -> int:
    """Where the mutant's function begins; 1 for a method's, whose name mutmut writes in another way."""
    function = NAME.search(name)
    functions = (node for node in ast.walk(ast.parse(Path(path).read_text())) if isinstance(node, ast.FunctionDef))
    return next((node.lineno for node in functions if function and node.name == function[1]), 1)
