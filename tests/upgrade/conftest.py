import hashlib
import re
import shutil
import tarfile
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from approvals.files import store as files
from approvals.models import Rendition
from tests.states import rendered_on_demand

from .release import FIXTURE, database_of_its_own, fill


@pytest.fixture(scope="module")
def upgraded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The release's database, migrated to today's tables, with the one document's file where it belongs. Gives the
    tables that SQLite made anew for it.
    """
    folder = tmp_path_factory.mktemp("upgrade")
    trusted = FIXTURE / "roots"
    settings = {"DOCUMENTS_DIR": folder / "documents", "SIGNING_ROOTS": trusted, "SIGNING_CRLS": trusted}
    with django_db_blocker.unblock(), override_settings(**settings), database_of_its_own(folder):
        fill()
        with tarfile.open(FIXTURE / "papers.tar.xz") as archive:
            for paper in archive:
                path = files.pdf_path(Path(paper.name).stem)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.extractfile(paper).read())
        remade: set[str] = set()
        # On PostgreSQL in Django's own way, as an installation does it (docs/decisions/0095).
        quickly = rendered_on_demand() if connection.vendor == "sqlite" else nullcontext()
        with quickly, connection.execute_wrapper(partial(_note_remade, remade)):
            call_command("migrate", verbosity=0)
        yield remade


def _note_remade(remade: set[str], execute: Any, sql: str, *arguments: Any) -> Any:
    remade.update(re.findall(r'CREATE TABLE "new__(\w+)"', sql))
    return execute(sql, *arguments)


@pytest.fixture
def sealed(settings):
    """The newest document of the first ward, whose file is the fixture's."""
    sha256 = hashlib.sha256((FIXTURE / "sealed.pdf").read_bytes()).hexdigest()
    newest = Rendition.objects.get(sha256=sha256)
    path = files.pdf_path(newest.sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(FIXTURE / "sealed.pdf", path)
    return newest
