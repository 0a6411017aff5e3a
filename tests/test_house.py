"""README's section "The house" names whatever lies at the top of the repository."""

import subprocess

import pytest
from django.conf import settings

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
