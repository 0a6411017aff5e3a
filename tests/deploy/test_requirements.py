"""What runs is installed by requirements.txt alone: the tests' own packages lie beside it, and would hide a gap."""

import os
import subprocess
import sys
from importlib.metadata import packages_distributions, requires

from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Every module of ours, and the broker's transport as the service profile opens it.
LOAD = """
import pkgutil, sys, django
django.setup()
import approvals, deploy, units, workflows
for package in (approvals, deploy, units, workflows):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        __import__(module.name)
deploy.celery.app.connection_for_write()
print(*{name.partition(".")[0] for name in sys.modules})
"""
SERVICE = {
    "PROFILE": "service",
    "DATABASE_URL": "postgres://u:p@127.0.0.1/d",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "trinhduyet.example",
    "DJANGO_SETTINGS_MODULE": "deploy.settings",
}
# What others use where it is installed, and do without: celery greenlet and setproctitle, invoke PyYAML; viewflow's
# settings import Django's test client, which knows Jinja2 (and MarkupSafe with it) where schemathesis has brought it.
WHERE_THERE = {"greenlet", "jinja2", "markupsafe", "pyyaml", "setproctitle", "setuptools"}


def installed_by(lines):
    """The names of the packages that these requirements bring, with what those require in turn."""
    found, waiting = set(), [Requirement(line) for line in lines]
    while waiting:
        wanted = waiting.pop()
        for extra in ("", *wanted.extras):
            if (key := (canonicalize_name(wanted.name), extra)) not in found:
                found.add(key)
                further = [Requirement(line) for line in requires(wanted.name) or ()]
                waiting += [each for each in further if not each.marker or each.marker.evaluate({"extra": extra})]
    return {name for name, _extra in found}


def test_every_module_runs_on_what_requirements_name(tmp_path):
    environment = {**os.environ, **SERVICE, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-W", "ignore", "-c", LOAD]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    of_modules = packages_distributions()
    loaded = {canonicalize_name(of_modules[module][0]) for module in done.stdout.split() if module in of_modules}
    lines = (settings.BASE_DIR / "requirements.txt").read_text().splitlines()
    assert loaded - WHERE_THERE - installed_by(line for line in lines if not line.startswith("#")) == set()
