"""Which version runs: said once, in pyproject.toml, and told wherever somebody asks."""

import re
import subprocess
import sys
import tomllib

from django.conf import settings
from django.urls import reverse

TOP = settings.BASE_DIR
VERSION = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["version"]


def test_the_command_line_tells_our_version_first():
    command = [sys.executable, "manage.py", "--version"]
    told = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told[0] == f"Trình duyệt {VERSION}"
    assert told[1].startswith("Django ")


def test_the_footer_of_a_page_tells_it(client, db):
    page = client.get(reverse("account_login")).content.decode()
    footer = page[page.index('<footer class="site-footer">') :]
    assert f"Trình duyệt {VERSION}" in footer


def test_the_newest_release_of_the_changelog_is_this_version():
    releases = re.findall(r"^## (\d\S*)", (TOP / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert releases[0] == VERSION
