"""README's section "The house" names whatever lies at the top of the repository, and no room of it is crowded."""

import subprocess
from collections import Counter

import pytest
from django.conf import settings

MOST = 15  # docs/decisions/0032
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


def test_a_room_of_more_than_fifteen_modules_is_divided_by_noun_again():
    modules = (
        path.relative_to(settings.BASE_DIR)
        for app in ("approvals", "units", "workflows")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if path.name != "__init__.py"
    )
    rooms = Counter(path.parent for path in modules if path.parent.name not in {"migrations", "models"})
    assert rooms
    assert {room: count for room, count in rooms.items() if count > MOST} == {}


@pytest.mark.parametrize("app", ["approvals", "units", "workflows"])
def test_the_architecture_lists_every_room_and_none_that_is_gone(app):
    section = ARCHITECTURE.split(f"## The rooms of {app}, highest first\n", 1)[1].split("\n## ", 1)[0]
    lines = section.split("```")[1].strip().splitlines()
    listed = {name.strip() for line in lines for name in line.split("  ")[0].split("·")}
    there = {path.stem for path in (settings.BASE_DIR / app).iterdir() if path.is_dir() or path.suffix == ".py"}
    assert {room for room in there if (settings.BASE_DIR / app / room / "__init__.py").is_file()} <= listed | BY_DJANGO
    assert listed <= there
