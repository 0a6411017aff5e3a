"""Migration 0073: the scan of an opinion on paper becomes the opinion's file, and goes back to where it was."""

from importlib import import_module
from io import BytesIO

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from approvals.files import store as files
from tests import paper
from tests.states import rendered_on_demand
from tests.workflows import arrange
from tests.workflows.routes.asked import ask_two_units
from tests.workflows.routes.test_opinions_on_paper import enter
from workflows.models import OpinionFile

migration = import_module("workflows.migrations.0073_scans_of_opinions_on_paper")
BEFORE = ("workflows", "0072_corrections_that_a_document_tells")
PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe0" + bytes(30)


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    ask_two_units(cast)
    return arrange.awaiting(cast)


@pytest.fixture
def entered(cast, report) -> OpinionFile:
    """An opinion on paper, whose scan is where today's release keeps it."""
    enter(report, cast)
    return OpinionFile.objects.get()


@pytest.fixture
def former(entered):
    """The models of the release before, and its table: the opinion on paper names the scan itself."""
    connection.check_constraints()  # a table with rows that are still to be checked is not altered
    column = "varchar(64) NOT NULL DEFAULT ''"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE workflows_paperopinion ADD COLUMN sha256 {column}")
    with rendered_on_demand():
        yield MigrationLoader(connection).project_state([BEFORE]).apps


def kept(row: OpinionFile) -> tuple:
    return row.decision_id, row.name, row.sha256, row.kind, row.size, row.by_id, row.at


def test_a_scan_goes_back_and_becomes_the_file_of_its_opinion_again(former, entered):
    papers = former.get_model("workflows", "PaperOpinion").objects
    migration.to_papers(former, None)
    assert (papers.get().sha256, OpinionFile.objects.count()) == (entered.sha256, 0)
    migration.to_files(former, None)
    assert kept(OpinionFile.objects.get()) == kept(entered)
    assert (entered.kind, entered.size, entered.name) == ("pdf", len(paper.page("Phiếu ý kiến")), "phieu.pdf")


@pytest.mark.parametrize(("content", "kind"), [(PNG, "png"), (JPEG, "jpg"), (None, "pdf")])
def test_what_a_scan_is_and_its_size_are_read_from_the_file_itself(former, entered, content, kind):
    """Of one that is missing neither can be, and no event names a file that came otherwise."""
    sha256 = files.store(BytesIO(content)) if content else "0" * 64
    OpinionFile.objects.all().delete()
    former.get_model("workflows", "PaperOpinion").objects.update(sha256=sha256)
    migration.to_files(former, None)
    row = OpinionFile.objects.get()
    assert (row.name, row.sha256, row.kind, row.size) == ("y-kien-tren-giay", sha256, kind, len(content or b""))
