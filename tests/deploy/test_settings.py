"""The settings file: found by `grep ^NAME`, short, and without effect on the disk."""

import ast
import os
import subprocess
import sys

import pytest
from django.conf import settings

SOURCE = (settings.BASE_DIR / "deploy" / "settings.py").read_text()


@pytest.fixture
def run(tmp_path):
    """Run Python on an installation that has nothing yet; returns its DATA_DIR."""

    def run(*arguments: str):
        folder = tmp_path / "data"
        given = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DATABASE_URL")}
        environment = {**given, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "deploy.settings"}
        subprocess.run([sys.executable, "-W", "ignore", *arguments], cwd=settings.BASE_DIR, env=environment, check=True)
        return folder

    return run


def test_each_line_sets_one_name():
    assigned = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Assign)]
    several = [node.lineno for node in assigned if len(node.targets) > 1 or not isinstance(node.targets[0], ast.Name)]
    assert several == []


def test_each_name_begins_a_line():
    inside = [node for node in ast.parse(SOURCE).body if isinstance(node, (ast.If, ast.For, ast.With, ast.Try))]
    assert [node.lineno for node in inside] == []


def test_the_file_can_be_read_in_one_go():
    assert len(SOURCE.splitlines()) <= 250


def test_reading_the_settings_makes_nothing(run):
    assert not run("-c", "import django; django.setup()").exists()


@pytest.mark.parametrize(
    "started",
    [
        ("manage.py", "migrate", "approvals", "zero", "--plan"),
        ("-c", "import deploy.celery"),
        ("-c", "import deploy.wsgi"),
    ],
    ids=["a command", "worker and beat", "the web"],
)
def test_whatever_is_started_makes_the_folder_its_owners_alone(run, started):
    assert run(*started).stat().st_mode & 0o777 == 0o700


def test_the_kept_key_is_made_when_it_is_needed(run):
    folder = run("-c", "from django.core import signing; signing.loads(signing.dumps('x'))")
    assert len((folder / "secret_key").read_text()) >= 50
