"""What is pure meets no database. import-linter sees no subpackage of an external package: imports are read here."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

PURE = sorted((settings.BASE_DIR / "workflows/pure").rglob("*.py"))
BARRED = ("django.db", "django.contrib", "approvals.models", "units.models", "workflows.models")


def imported(path: Path) -> set[str]:
    """The modules that a file imports, and their members: `from django import db` is `django.db`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
    return found


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.stem)
def test_a_pure_module_imports_no_database(path):
    assert not {name for name in imported(path) if name.startswith(BARRED)}


def test_a_hidden_import_is_seen(tmp_path):
    hidden = tmp_path / "hidden.py"
    hidden.write_text("def late():\n    from django import db\n")
    assert "django.db" in imported(hidden)
