"""Which test files a change concerns, nearest first, and why: `python -m tests.affected`, for `deploy/test --fast`.

Prints the files on standard output and the reasons on standard error. The imports are those of import-linter's graph,
to which the tests are added. Pages are asked for by their address, so a view's tests are found by their names; a file
that is no module, such as a template, concerns whatever names it.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp

TOP = Path(__file__).parents[1]
PACKAGES = ("deploy", "workflows", "units", "approvals", "tests")
CHANGED, NEAR, FAR = range(3)

Reasons = dict[str, tuple[int, str]]  # by module: how near, and why


def git(*arguments: str) -> list[str]:
    command = ["git", "-C", str(TOP), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def base() -> str:
    """The branch to compare with: origin/main, else main, else the last commit."""
    return next((name for name in ("origin/main", "main") if git("rev-parse", "--verify", "--quiet", name)), "HEAD")


def changed_since(branch: str) -> list[str]:
    """Paths that differ from where this branch left that one, committed or not."""
    fork = (git("merge-base", branch, "HEAD") or [branch])[0]
    return sorted({*git("diff", "--name-only", fork), *git("ls-files", "--others", "--exclude-standard")})


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def path_of(module: str) -> str:
    return module.replace(".", "/") + ".py"


def is_test(module: str) -> bool:
    return module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")


def names_of(path: str) -> str:
    """What others call a file: templates and assets by their place below their folder."""
    folder, _slash, rest = path.partition("/")
    return rest if folder in ("templates", "static") else path


class Sources:
    """The texts in which a file may be named: modules, and templates that include each other."""

    def __init__(self, top: Path, modules: Iterable[str]) -> None:
        places = ((module, top / module.replace(".", "/")) for module in modules)
        files = (
            (module, path) for module, place in places for path in (place.with_suffix(".py"), place / "__init__.py")
        )
        self.modules = {module: path.read_text() for module, path in files if path.exists()}
        folder = top / "templates"
        self.templates = {f"{path.relative_to(folder)}": path.read_text() for path in folder.rglob("*.html")}

    def naming(self, path: str) -> Iterator[str]:
        """The modules that name the file, or a template that includes it, however deep."""
        wanted, seen = [names_of(path)], set()
        while wanted:
            name = wanted.pop()
            seen.add(name)
            quoted = (f'"{name}"', f"'{name}'")
            yield from (module for module, text in self.modules.items() if any(each in text for each in quoted))
            found = (other for other, text in self.templates.items() if any(each in text for each in quoted))
            wanted += [other for other in found if other not in seen]


def words(name: str) -> list[str]:
    return [word.removesuffix("s") for word in name.removeprefix("test_").removeprefix("page_").split("_")]


def is_named_after(test: str, module: str) -> bool:
    """test_page_unit_report_check is named after unit_reports, in the tests of the same app."""
    if test.split(".")[1:2] != module.split(".")[:1]:
        return False
    wanted = words(module.rpartition(".")[2])
    of_test = words(test.rpartition(".")[2])
    return any(of_test[begin : begin + len(wanted)] == wanted for begin in range(len(of_test)))


def lies_beside(test: str, module: str) -> bool:
    """tests/approvals/signing holds the tests of approvals/signing; an app's own folder says too little."""
    package = module.rpartition(".")[0]
    return "." in package and test.rpartition(".")[0] == f"tests.{package}"


def concerned_by(graph: grimp.ImportGraph, module: str) -> Iterator[tuple[str, str]]:
    """The tests that import the module, are named after it or lie beside it, and which of these."""
    for test in filter(is_test, graph.modules):
        if graph.direct_import_exists(importer=test, imported=module):
            yield test, f"imports {module}"
        elif is_named_after(test, module):
            yield test, f"is named after {module}"
        elif lies_beside(test, module):
            yield test, f"lies beside {module}"


def chosen(graph: grimp.ImportGraph, sources: Sources, paths: Iterable[str]) -> Reasons:
    """The test modules that the changed paths concern."""
    tests = {module for module in graph.modules if is_test(module)}
    reasons: Reasons = {}

    def choose(test: str, near: int, why: str) -> None:
        if test in tests and near < reasons.get(test, (FAR + 1, ""))[0]:
            reasons[test] = (near, why)

    for path in paths:
        module = module_of(path)
        if path.endswith("conftest.py"):
            for test in tests:
                if test.startswith(module.removesuffix("conftest")):
                    choose(test, FAR, f"takes fixtures from {path}")
        for seed in [module] if module in graph.modules else sources.naming(path):
            choose(seed, CHANGED, "changed" if seed == module else f"names {path}")
            for test, why in concerned_by(graph, seed):
                choose(test, NEAR, why)
            for importer in graph.find_modules_that_directly_import(seed) - tests:
                for test, why in concerned_by(graph, importer):
                    choose(test, FAR, f"{why}, which imports {seed}")
    return reasons


def main() -> None:
    branch = base()
    paths = changed_since(branch)
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    reasons = chosen(graph, Sources(TOP, graph.modules), paths)
    print(f"{len(paths)} files changed since {branch}; they concern {len(reasons)} test files:", file=sys.stderr)
    for test, (_near, why) in sorted(reasons.items(), key=lambda item: (item[1][0], item[0])):
        print(f"  {path_of(test):60} {why}", file=sys.stderr)
        print(path_of(test))


if __name__ == "__main__":
    main()
