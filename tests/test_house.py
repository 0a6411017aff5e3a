"""README's section "The house" names whatever lies at the top of the repository, and neither rooms, files nor functions
of the product grow beyond what one reads at once.
"""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

MOST = 15  # modules of a room: docs/decisions/0032
MOST_LINES, LONGEST_FUNCTION = 400, 50  # lines, of a function without its signature and docstring
ARCHITECTURE = (settings.BASE_DIR / "docs/architecture.md").read_text()
BY_DJANGO = {"migrations", "management", "templatetags", "commands"}  # found by their place
README = (settings.BASE_DIR / "README.md").read_text()


def named() -> set[str]:
    """The words of the section: a folder is written with its slash."""
    section = README.split("## The house\n", 1)[1].split("\n## ", 1)[0]
    return {word.strip("`,;:()").removesuffix("/") for word in section.split()}


@pytest.mark.skipif(not (settings.BASE_DIR / ".git").exists(), reason="no repository, only its files")
def test_nothing_lies_at_the_top_that_the_readme_does_not_name():
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    tracked = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout
    assert {name.split("/")[0] for name in tracked.split("\0") if name} - named() == set()


def modules() -> Iterator[Path]:
    """Those of the product, without its migrations."""
    for app in ("approvals", "units", "workflows", "deploy"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if path.parent.name != "migrations":
                yield path.relative_to(settings.BASE_DIR)


def test_a_room_of_more_than_fifteen_modules_is_divided_by_noun_again():
    named = (path for path in modules() if path.name != "__init__.py" and path.parts[0] != "deploy")
    rooms = Counter(path.parent for path in named if path.parent.name != "models")
    assert rooms
    assert {room: count for room, count in rooms.items() if count > MOST} == {}


def long_functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse((settings.BASE_DIR / path).read_text())):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines >= LONGEST_FUNCTION:
                yield f"{path}: {node.name}", lines


def test_no_file_and_no_function_is_longer_than_one_reads_at_once():
    texts = {path: (settings.BASE_DIR / path).read_text() for path in modules()}
    assert {str(path): text.count("\n") for path, text in texts.items() if text.count("\n") >= MOST_LINES} == {}
    assert dict(long for path in texts for long in long_functions(path)) == {}


@pytest.mark.parametrize("app", ["approvals", "units", "workflows"])
def test_the_architecture_lists_every_room_and_none_that_is_gone(app):
    section = ARCHITECTURE.split(f"## The rooms of {app}, highest first\n", 1)[1].split("\n## ", 1)[0]
    lines = section.split("```")[1].strip().splitlines()
    listed = {name.strip() for line in lines for name in line.split("  ")[0].split("·")}
    there = {path.stem for path in (settings.BASE_DIR / app).iterdir() if path.is_dir() or path.suffix == ".py"}
    assert {room for room in there if (settings.BASE_DIR / app / room / "__init__.py").is_file()} <= listed | BY_DJANGO
    assert listed <= there


NAMED_FUNCTIONS = re.findall(r"`([\w/]+\.py): ([\w, ]+)`", ARCHITECTURE)


@pytest.mark.parametrize(("path", "names"), NAMED_FUNCTIONS)
def test_the_way_of_a_report_names_functions_that_are_there(path, names):
    file = next(found for app in ("workflows", "") if (found := settings.BASE_DIR / app / path).is_file())
    functions = {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}
    assert set(names.split(", ")) <= functions


PATHS = re.compile(r"`([a-z][\w-]*(?:/[\w.-]+)+/?)`")
ELSEWHERE = ("", "workflows", "templates", "templates/workflows", "static")  # where a document's paths begin


@pytest.mark.parametrize("document", ["docs/how-to-add.md", "docs/architecture.md"])
def test_every_path_that_tells_where_to_write_is_there(document):
    named = set(PATHS.findall((settings.BASE_DIR / document).read_text()))
    assert named
    there = {path for path in named for begin in ELSEWHERE if (settings.BASE_DIR / begin / path).exists()}
    assert named - there == set()
