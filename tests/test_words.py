"""The words of what is done belong to whoever does it: each action, topic and page is registered by its own room."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from approvals.outbox.words import TOPICS
from approvals.pages.menu import ENTRIES, HELP, SCOPE_PAGES
from approvals.trail.words import ACTIONS

APPS = ("approvals", "units", "workflows")  # the lowest first


def sources(app: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(settings.BASE_DIR).as_posix(), ast.parse(path.read_text())


@cache
def all_trees() -> dict[str, ast.Module]:
    return {path: tree for app in (*APPS, "deploy") for path, tree in sources(app)}


def parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in (*function.args.posonlyargs, *function.args.args)]


def says_who(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(each.arg == "by" for each in node.keywords)


def writers(trees: Iterable[ast.Module]) -> dict[str, set[int]]:
    """The functions that take the code of an action for the trail, with its place among their arguments."""
    found: dict[str, set[int]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "action" in parameters(node):
                names = {*parameters(node), *(each.arg for each in node.args.kwonlyargs)}
                if "by" in names or node.args.kwarg or any(map(says_who, ast.walk(node))):
                    found.setdefault(node.name, set()).add(parameters(node).index("action"))
    return found


def names(assignment: ast.Assign) -> set[str]:
    return {each.id for each in assignment.targets if isinstance(each, ast.Name)}


def texts(node: ast.AST | None) -> set[str]:
    """The text that it is, or either side of a condition."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def constants(node: ast.AST, tree: ast.Module) -> set[str]:
    """The texts that an argument may be, also by its name in the file, or returned by a function beside it."""
    sources: list[ast.AST | None] = [node]
    if isinstance(node, ast.Name):
        sources = [each.value for each in ast.walk(tree) if isinstance(each, ast.Assign) and names(each) == {node.id}]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        functions = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == node.func.id]
        sources = [each.value for one in functions for each in ast.walk(one) if isinstance(each, ast.Return)]
    return {text for source in sources for text in texts(source)}


def passed() -> Iterator[tuple[str, ast.AST, ast.Module]]:
    """What each call of a writer hands over as the action, with the file and its tree.

    A call that does not say by whom counts where the writer stands in the same file: others share its name.
    """
    everywhere = writers(all_trees().values())
    for path, tree in all_trees().items():
        here = writers([tree])
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                places = (everywhere if says_who(node) else here).get(name, set())
                given = [each.value for each in node.keywords if each.arg == "action" and places]
                given += [node.args[place] for place in places if place < len(node.args)]
                yield from ((path, each, tree) for each in given)


def written() -> dict[str, str]:
    """Every code that is written to the trail, with a file that writes it."""
    codes = {code: path for path, node, tree in passed() for code in constants(node, tree)}
    watched = all_trees()["units/sign_in/own_secrets.py"]
    changes = next(each for each in watched.body if isinstance(each, ast.AnnAssign) and each.target.id == "CHANGES")
    return codes | {code.value: "units/sign_in/own_secrets.py" for code in changes.value.values}


def test_every_action_that_is_written_to_the_trail_has_its_words():
    codes = written()
    assert {"enter", "add_unit", "add_factor", "submit", "consolidate", "save_on_behalf", "merge_difficulty"} <= {
        *codes
    }
    assert {code: path for code, path in codes.items() if code not in ACTIONS} == {}


def test_every_side_effect_has_its_words():
    assert set(settings.APPROVALS_HANDLERS) - set(TOPICS) == set()


def addresses(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in patterns:
        yield from [entry] if isinstance(entry, URLPattern) else addresses(entry.url_patterns)


def test_every_page_of_the_navigation_and_of_the_help_exists():
    named = {entry.name for entry in addresses(get_resolver().url_patterns)}
    assert {*ENTRIES, *HELP, *SCOPE_PAGES} - named == set()
