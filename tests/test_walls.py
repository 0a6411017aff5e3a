"""What the import contracts cannot see: a lower app names nothing of an upper one, not even as a string.

A name that the lower app has for something of its own is its own, whoever else uses the word.
"""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field
from django.urls import URLPattern, URLResolver, get_resolver

from workflows.cases.types import TYPES

UPPER = {"approvals": ("units", "workflows"), "units": ("workflows",)}
OF_HTML = {"submit", "accept"}  # the type of a button, the attribute of a field of files


def trees(app: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(settings.BASE_DIR).as_posix(), ast.parse(path.read_text())


def strings(app: str) -> Iterator[tuple[str, int, str]]:
    """Every string of the app but docstrings: its file, its line and the string."""
    for path, tree in trees(app):
        bodies = [node.body for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
        docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield path, node.lineno, node.value


def registered(app: str) -> set[str]:
    """The codes of actions and topics in the app's modules `registered`."""
    found = set()
    for path, tree in trees(app):
        if "/registered" in path:
            dicts = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
            pairs = [pair for node in dicts for pair in zip(node.keys, node.values, strict=True)]
            made = [(key, node.func) for key, node in pairs if isinstance(node, ast.Call)]
            found |= {key.value for key, func in made if getattr(func, "id", "") in ("Action", "Topic")}
    return found


def addresses(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in patterns:
        yield from [entry] if isinstance(entry, URLPattern) else addresses(entry.url_patterns)


def pages(app: str) -> set[str]:
    every = addresses(get_resolver().url_patterns)
    return {entry.name for entry in every if entry.name and entry.callback.__module__.startswith(f"{app}.")}


def models(app: str) -> set[str]:
    every = list(apps.get_app_config(app).get_models())
    return {model.__name__ for model in every} | {model._meta.model_name for model in every}


def rights(app: str) -> set[str]:
    return {right for model in apps.get_app_config(app).get_models() for right, _words in model._meta.permissions}


def fields(app: str) -> set[str]:
    """The names of the app's columns, and what may stand in those that have choices."""
    every = [field for model in apps.get_app_config(app).get_models() for field in model._meta.get_fields()]
    own = [field for field in every if isinstance(field, Field)]
    return {field.name for field in own} | {value for field in own for value, _words in field.flatchoices}


def topics_put(app: str) -> set[str]:
    """What the app writes to the outbox: whoever works it off may be another."""
    calls = [node for _path, tree in trees(app) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    puts = [node for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "put" and node.args]
    return {node.args[0].value for node in puts if isinstance(node.args[0], ast.Constant)}


def names(app: str) -> set[str]:
    return registered(app) | pages(app) | models(app) | rights(app)


@pytest.mark.parametrize("app", UPPER)
def test_a_lower_app_names_nothing_of_an_upper_one(app):
    foreign = {name for upper in UPPER[app] for name in names(upper)}
    own = names(app) | fields(app) | topics_put(app) | OF_HTML
    beginnings = tuple(f"{upper}{sign}" for upper in UPPER[app] for sign in "./")
    found = [
        (path, line, text)
        for path, line, text in strings(app)
        if (text in foreign and text not in own) or text.startswith(beginnings)
    ]
    assert found == []


def links(app: str) -> Iterator[tuple[str, str]]:
    """The pages that the app's templates lead to, by their names."""
    for path in sorted((settings.BASE_DIR / "templates" / app).rglob("*.html")):
        yield from ((path.name, name) for name in re.findall(r"""{% url ['"](\w+)['"]""", path.read_text()))


@pytest.mark.parametrize("app", UPPER)
def test_no_page_of_a_lower_app_leads_to_one_of_an_upper_app(app):
    foreign = {name for upper in UPPER[app] for name in pages(upper)}
    assert [found for found in links(app) if found[1] in foreign] == []


ENGINE = (
    "workflows/cases",
    "workflows/routes",
    "workflows/signoff",
    "workflows/documents",
    "workflows/boards",
    "approvals",
)


@pytest.mark.parametrize("room", ENGINE)
def test_no_room_of_the_engine_asks_a_case_which_type_it_is(room):
    names = {case_type.model.__name__ for case_type in TYPES.values()}
    asks = []
    for path, tree in trees(room):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
                asks += [(path, node.lineno) for each in ast.walk(node.args[1]) if getattr(each, "id", "") in names]
            if isinstance(node, ast.Compare):
                told = {getattr(each, "value", None) for each in (node.left, *node.comparators)}
                asks += [(path, node.lineno)] if told & TYPES.keys() else []
    assert asks == []
