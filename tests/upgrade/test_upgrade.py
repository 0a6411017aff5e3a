"""What the release before left, taken over by today's code: its database migrated forward, its documents still genuine.

Not here: the files that its rows name, but for one sealed document; so `verify_trail` finds the others missing.
"""

import json
import lzma
import re
import shutil
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings
from django.urls import reverse

from approvals.files import store as files
from approvals.models import Document, OutboxMessage, Rendition, TrailEvent
from approvals.trail.append_only import REFUSALS
from approvals.verification.checks.result import Result
from approvals.verification.verify import verify
from units import grants
from units.models import Person, Unit, UnitGroupPermission
from workflows.models import CaseStep, RouteVersion, UnitReport, WardReport
from workflows.routes import versions
from workflows.routes.actions import standing

from .release import FIXTURE, LAST_OF_RELEASE, database_of_its_own, fill

PLAYED_TO = "2026-11-29 10:00"
OFFICES = ("vhxh-coordinator", "bcd-approver", "vp-clerk", "minhxuan-auditor", "minhxuan-admin")
UNITS = ("ca-drafter", "ca-unit_head")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("upgraded")]


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
        remade: set[str] = set()
        with connection.execute_wrapper(partial(_note_remade, remade)):
            call_command("migrate", verbosity=0)
        yield remade


def _note_remade(remade: set[str], execute: Any, sql: str, *arguments: Any) -> Any:
    remade.update(re.findall(r'CREATE TABLE "new__(\w+)"', sql))
    return execute(sql, *arguments)


@pytest.fixture(autouse=True)
def on_that_day(on_day):
    on_day(PLAYED_TO)


def rows_of(model: str) -> list[dict]:
    rows = json.loads(lzma.decompress((FIXTURE / "rows.json.xz").read_bytes()))
    return [row for row in rows if row["model"] == model]


def said(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_every_migration_is_applied():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_there_is_a_way_back_from_every_migration():
    migrations = MigrationExecutor(connection).loader.disk_migrations
    new = [each for (app, name), each in migrations.items() if name > LAST_OF_RELEASE.get(app, "9")]
    assert len(new) > 20
    assert [str(each) for each in new if not all(step.reversible for step in each.operations)] == []


def test_no_table_that_refuses_changes_is_made_anew_on_sqlite(upgraded):
    """What refuses to change or lose a row would lose its triggers with the table."""
    assert upgraded & {*REFUSALS, "workflows_routeversion", "workflows_casemessage"} == set()


def test_no_report_document_or_line_of_the_trail_is_lost():
    for model, name in ((UnitReport, "unitreport"), (WardReport, "wardreport")):
        assert model.objects.count() == len(rows_of(f"workflows.{name}"))
    assert Document.objects.count() == len(rows_of("approvals.document"))
    hashes = {row["pk"]: row["fields"]["hash"] for row in rows_of("approvals.trailevent")}
    assert hashes.items() <= dict(TrailEvent.objects.values_list("pk", "hash")).items()


def test_each_step_keeps_its_id_and_is_a_stage_of_its_own():
    kept = {
        row["pk"]: ("wardreport", row["fields"]["report"], row["fields"]["order"], row["fields"]["order"], "approve")
        for row in rows_of("workflows.approvalstep")
    }
    names = ("subject_kind", "subject_id", "order", "stage", "verb")
    assert {step.pk: tuple(getattr(step, name) for name in names) for step in CaseStep.objects.all()} == kept
    assert kept


def test_each_route_has_its_steps_as_version_one():
    found = {version.route: version for version in RouteVersion.objects.all()}
    assert {route.pk for route in found} == {row["pk"] for row in rows_of("workflows.route")}
    for route, version in found.items():
        assert (version.number, versions.in_hours(version.shape)) == (1, versions.shape_of(standing(route)))
        assert version.digest == versions.digest_of(version.shape)
        assert (
            version.in_force_from
            == TrailEvent.objects.filter(subject_kind="route", subject_id=route.pk).latest("seq").at
        )


def test_no_office_loses_a_right_and_each_has_todays():
    codes = {row["pk"]: row["fields"]["codename"] for row in rows_of("auth.permission")}
    groups = {row["pk"]: row["fields"]["name"] for row in rows_of("auth.group")}
    before = {
        (groups[row["fields"]["group"]], codes[row["fields"]["permission"]], row["fields"]["content_object"])
        for row in rows_of("units.unitgrouppermission")
    }
    told = ("group__name", "permission__codename", "content_object")
    granted = set(UnitGroupPermission.objects.values_list(*told))
    wards = dict(Unit.objects.values_list("pk", "ward"))
    wanted = set()
    for name in groups.values():
        unit, _colon, office = name.partition(":")
        own, ward = int(unit), wards[int(unit)] or int(unit)
        wanted |= {(name, code, own) for code in grants.ON_UNIT.get(office, ())}
        wanted |= {(name, code, ward) for code in grants.ON_WARD.get(office, ())}
    assert before <= granted == wanted


def test_the_trail_is_whole():
    with pytest.raises(CommandError, match="Nhật ký còn nguyên vẹn"):  # and files are missing, as is said above
        said("verify_trail")


def test_open_work_stands_as_the_states_have_it():
    assert "Đã sửa 0 báo cáo" in said("reconcile")


def test_a_document_that_was_sealed_before_is_genuine():
    path = FIXTURE / "sealed.pdf"
    with path.open("rb") as file:
        answer = verify(file, name=path.name)
    assert [check for check in answer.checks if check.result != Result.PASS] == []
    assert answer.result == Result.PASS


def test_nothing_that_was_done_is_asked_for_again():
    done = {row["pk"] for row in rows_of("approvals.outboxmessage") if row["fields"]["done_at"]}
    assert done <= set(OutboxMessage.objects.exclude(done_at=None).values_list("pk", flat=True))


@pytest.fixture
def sealed(settings):
    """The newest document of the register, whose file is the fixture's."""
    newest = Rendition.objects.filter(final=True).latest("pk")
    path = files.pdf_path(newest.sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(FIXTURE / "sealed.pdf", path)
    return newest


@pytest.mark.parametrize("name", [*OFFICES, *UNITS])
def test_the_cast_goes_on_with_its_work(client, sealed, name):
    client.force_login(Person.objects.get(username=name), backend="units.backends.GrantBackend")
    issued = reverse("ward_report", args=[sealed.subject_id])
    pages = [*map(reverse, ("desk", "periods", "reports", "documents")), issued, f"{issued}approval/"]
    if name in OFFICES:
        pages.append(reverse("ward_report", args=[WardReport.objects.latest("pk").pk]))
    else:
        pages.append(reverse("unit_report", args=[UnitReport.objects.filter(unit__code="CA").latest("pk").pk]))
    assert {page: client.get(page, follow=True).status_code for page in pages} == dict.fromkeys(pages, 200)
