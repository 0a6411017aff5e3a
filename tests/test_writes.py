"""What has a trail is written by its actions alone, row by row: a bulk write would go past the trail and the rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

from approvals.models import Subject

APPS = ("approvals", "units", "workflows", "deploy")
AT_ONCE = {"update", "delete", "bulk_update", "bulk_create"}
# Not of people, and without a trail: what the engine keeps of its own work.
ENGINE = {
    *(
        "approvals/outbox/queue.py",
        "approvals/pages/once.py",
        "approvals/pages/calls.py",
        "approvals/pages/shown.py",
        "approvals/channels/delivery.py",
    ),
    *("approvals/register/inventory.py", "approvals/trail/sightings.py", "approvals/verification/folders.py"),
    *("workflows/cases/flow/follow.py", "workflows/cases/mails.py", "workflows/routes/underway/deciding.py"),
    *("workflows/routes/who/after.py", "workflows/routes/underway/overdue.py", "workflows/routes/underway/pausing.py"),
    *("workflows/routes/underway/returning.py", "workflows/routes/underway/before.py"),
    *("workflows/unit_reports/checking/sightings.py", "units/grants.py"),
}


def sources() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(settings.BASE_DIR).as_posix(), path.read_text()


def written_at_once() -> Iterator[tuple[str, str, str]]:
    """Each call that writes rows at once: its file, its method, the source of what it is called on."""
    for path, text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in AT_ONCE:
                on = ast.unparse(node.func.value)
                if node.func.attr != "update" or (node.keywords and not node.args):
                    yield path, node.func.attr, on


def writes_events_too(path: str, on: str) -> bool:
    """Whether each function of the file that writes these rows at once writes their events at once as well."""
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    sources = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    at_once = [source for source in sources if any(f"{on}.{name}(" in source for name in AT_ONCE)]
    return bool(at_once) and all("insert_many(TrailEvent, " in source for source in at_once)


def is_of_actions(path: str) -> bool:
    return "actions" in Path(path).with_suffix("").parts or path in ENGINE


def test_rows_are_written_at_once_by_actions_alone():
    on_rows = [(path, on) for path, _method, on in written_at_once() if "objects" in on or "_default_manager" in on]
    assert on_rows
    assert [found for found in on_rows if not is_of_actions(found[0])] == []


def test_no_row_that_has_a_trail_is_changed_or_deleted_past_it():
    told = {model.__name__ for model in apps.get_models() if issubclass(model, Subject)}
    told |= {"Membership", "Delegation", "Absence", "Substitution"}
    changed = [(path, on) for path, method, on in written_at_once() if method != "bulk_create"]
    changed = [found for found in changed if set(ast.unparse(ast.parse(found[1])).split(".")) & told]
    assert [found for found in changed if not writes_events_too(*found)] == []
