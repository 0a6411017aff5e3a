"""What the release before left, taken over by today's code: its database migrated forward, its documents still genuine.

Not here: the files that its rows name, but for one sealed document; so `verify_trail` finds the others missing.
"""

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core import serializers
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver, reverse
from django.utils.module_loading import import_string
from viewflow.workflow.models import Task

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Decision, Dispatch, Document, OutboxMessage, Rendition, Signature, TrailEvent
from approvals.trail.append_only import REFUSALS
from approvals.verification.checks.result import Result
from approvals.verification.verify import verify
from deploy.schedule import DRAIN, REGULAR
from units import grants
from units.models import Person, Unit, UnitGroupPermission
from workflows.cases import rules
from workflows.demo import keys
from workflows.models import CaseStep, OutlineVersion, ReportingPeriod, Route, StepDecider, UnitReport, WardReport
from workflows.models.states import UnitState, WardState
from workflows.pure.arrangement import STANDING
from workflows.routes import versions
from workflows.routes.actions import standing
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports.actions import digest_of

from .release import FIXTURE, LAST_OF_RELEASE

SECRET = "of-a-fixture-that-anybody-may-read-0123456789-abcdefghij"  # as `make` has it
KNOWN = json.loads(lzma.decompress((FIXTURE / "known.json.xz").read_bytes()))
PLAYED_TO = "2026-11-30 13:00"
OFFICES = ("vhxh-coordinator", "bcd-approver", "vp-clerk", "minhxuan-auditor", "minhxuan-admin")
UNITS = ("ca-drafter", "ca-unit_head")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("upgraded")]


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


@pytest.mark.parametrize("table", [*REFUSALS])
def test_what_refused_changes_refuses_them_still(table):
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


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


def test_each_step_keeps_whom_it_asks_who_signs_and_who_decided_it_when():
    asked = ("title", "unit", "office", "need", "signatory", "opened_at", "decided_at")
    kept = {row["pk"]: [row["fields"][name] for name in asked] for row in rows_of("workflows.approvalstep")}
    now = {row["pk"]: row["fields"] for row in serializers.serialize("python", CaseStep.objects.all())}
    assert {pk: [as_kept(fields[name]) for name in asked] for pk, fields in now.items()} == kept
    assert any(step[4] for step in kept.values())
    decided = [[row["fields"][name] for name in ("step", "person", "at")] for row in rows_of("workflows.stepdecider")]
    found = StepDecider.objects.order_by("pk").values_list("step", "person", "at")
    assert [as_kept(row) for row in found] == decided != []


def test_each_kind_gets_todays_texts_and_tables_as_its_first_outline():
    kinds = {row["pk"] for row in rows_of("workflows.reportkind")}
    outlines = OutlineVersion.objects.filter(kind__in=kinds)
    assert sorted((outline.kind_id, outline.number) for outline in outlines) == [(pk, 1) for pk in sorted(kinds)]
    for outline in outlines:
        sections = list(outline.sections.order_by("order"))
        assert [section.content for section in sections] == list(STANDING)
        assert not any(section.is_left_out for section in sections)
        assert outline.chosen == []
    periods = ReportingPeriod.objects.filter(pk__in=[row["pk"] for row in rows_of("workflows.reportingperiod")])
    assert all(period.outline.kind_id == period.kind_id for period in periods.select_related("outline"))
    assert not periods.filter(has_fields=True).exists()


NEWER = {"cancelled"}  # states that the release did not have


def test_a_case_stood_in_every_state():
    """What the release knew; so that whatever is asserted of states is asserted of each."""
    units = {row["fields"]["state"] for row in rows_of("workflows.unitreport")}
    wards = {row["fields"]["state"] for row in rows_of("workflows.wardreport")}
    assert units == {*UnitState.values} - NEWER
    assert wards == {*WardState.values} - NEWER


def test_each_route_has_its_steps_as_the_version_in_force():
    found = {route: versions.newest(route) for route in Route.objects.all()}
    assert {route.pk for route in found} == {row["pk"] for row in rows_of("workflows.route")}
    for route, version in found.items():
        assert versions.in_hours(version.shape) == versions.shape_of(standing(route))
        assert version.digest == versions.digest_of(version.shape)
        assert (
            version.in_force_from
            == TrailEvent.objects.filter(subject_kind="route", subject_id=route.pk).latest("seq").at
        )


def taken_by(kind: int) -> list[tuple]:
    """The distinct sequences of steps that reports of the kind had copied, as they were first sent."""
    periods = {row["pk"] for row in rows_of("workflows.reportingperiod") if row["fields"]["kind"] == kind}
    reports = {row["pk"] for row in rows_of("workflows.wardreport") if row["fields"]["period"] in periods}
    copies = defaultdict(list)
    for step in sorted(rows_of("workflows.approvalstep"), key=lambda row: row["fields"]["order"]):
        if step["fields"]["report"] in reports:
            copies[step["fields"]["report"]].append(step["fields"])
    sent = sorted(copies.values(), key=lambda copy: copy[0]["opened_at"])
    return list(
        dict.fromkeys(tuple((each["title"], each["need"], each["allowance"] * 8) for each in copy) for copy in sent)
    )


def test_each_sequence_that_reports_copied_is_a_retired_version_before_it():
    several = 0
    for route in Route.objects.all():
        kept = [version.shape for version in route.versions.order_by("number")]
        said = [tuple((s["title"], s["need"], s["allowance"]) for s in versions.in_hours(shape)) for shape in kept]
        assert said[:-1] == [each for each in taken_by(route.kind_id) if each != said[-1]]
        assert [each.number for each in route.versions.order_by("in_force_from")] == list(range(1, len(kept) + 1))
        several += len(kept) > 2
    assert several == 1


RECORDED = (TrailEvent, Decision, Rendition, Signature, Document, Dispatch)


@pytest.mark.parametrize("model", RECORDED)
def test_what_was_recorded_is_not_touched(model):
    kept = {row["pk"]: row["fields"] for row in rows_of(model._meta.label_lower)}
    now = {row["pk"]: row["fields"] for row in serializers.serialize("python", model.objects.filter(pk__in=kept))}
    shared = {name for name in next(iter(kept.values())) if name in next(iter(now.values()))}
    assert kept.keys() == now.keys()
    assert {pk: {name: as_kept(fields[name]) for name in shared} for pk, fields in now.items()} == {
        pk: {name: fields[name] for name in shared} for pk, fields in kept.items()
    }


def as_kept(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def test_what_is_approved_has_the_digest_that_it_had():
    """As it was sent: before the event that tells so."""
    waiting = WardReport.objects.filter(state="awaiting_approval").select_related("period__kind", "ward")
    assert len(waiting) > 2
    for report in waiting:
        sent = TrailEvent.objects.filter(subject_kind="wardreport", subject_id=report.pk, action="send_for_approval")
        report.trail_seq = sent.latest("seq").seq - 1
        assert digest_of(report) == report.content


@pytest.fixture
def stored_keys(settings):
    """The release's own, which its secret opens."""
    settings.SIGNER, settings.SIGNING_SECRET = "stored", SECRET


# What came since: a question that stood open when the report was taken in can still be answered.
WIDENED = {"consolidated": {"answer"}}


def test_everybody_may_do_what_they_could_before(stored_keys):
    people = {person.username: person for person in Person.objects.filter(is_active=True)}
    reports = [*UnitReport.objects.with_names(), *WardReport.objects.with_names()]
    of_each_state = {(type(report), report.state, report.ward_id): report for report in reports}.values()
    assert len(of_each_state) > 20
    for report in of_each_state:
        before = KNOWN["rights"][f"{report.kind} {report.pk}"]
        told = {name: rules.open_to(person, report) & set(KNOWN["actions"]) for name, person in people.items()}
        told = {name: may - WIDENED.get(report.state, set()) - set(before.get(name, ())) for name, may in told.items()}
        assert {name: may for name, may in told.items() if may} == {}, report
        for name, actions in before.items():
            assert rules.open_to(people[name], report) >= set(actions), report


def addresses_of(resolver: Any, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = f"{before}{each.pattern}"
        yield from addresses_of(each, route) if hasattr(each, "url_patterns") else [f"{each.name} {route}"]


def plain(route: str) -> str:
    """Without the types of its parts."""
    return re.sub(r"<\w+:", "<", route)


def test_what_is_called_by_name_has_its_name():
    addresses = {plain(each) for each in addresses_of(get_resolver())}
    kept = [each for each in KNOWN["addresses"] if each.split()[-1].startswith(("reports/", "evidence/", "documents/"))]
    assert kept
    assert [each for each in kept if plain(each) not in addresses] == []
    assert set(KNOWN["topics"]) <= set(settings.APPROVALS_HANDLERS)
    assert set(KNOWN["tasks"]) <= {each["task"] for each in (REGULAR | DRAIN).values()}
    nodes = {row["pk"]: row["fields"]["flow_task"] for row in rows_of("viewflow.task")}
    now = {row["pk"]: row["fields"]["flow_task"] for row in serializers.serialize("python", Task.objects.all())}
    assert nodes.items() <= now.items()
    assert all(task.flow_task and task.process.flow_class for task in Task.objects.select_related("process"))


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


NOT_HERE = ("sign", "issue", "bytes")  # they want a passphrase that is typed at a page, or a file that is not kept here


def of_month(code: str) -> WardReport:
    """Of the second ward, whose reports stopped on their way."""
    return WardReport.objects.with_names().get(period__code=code, ward__code="NONGTIEN")


def person(name: str) -> Person:
    return Person.objects.get(username=f"nt-{name}")


def pdf_of(report: WardReport) -> tuple[str, bytes]:
    """What its approvers read, by its hash."""
    papers = Rendition.objects.filter(subject_kind="wardreport", subject_id=report.pk, final=False)
    sha256 = papers.latest("pk").sha256
    return sha256, files.pdf_path(sha256).read_bytes()


def test_a_step_that_half_of_them_decided_waits_for_the_others(stored_keys):
    report = of_month("2026-07")
    seen, _pdf = pdf_of(report)
    with pytest.raises(NotPossible):
        approval.approve(report, by=person("head"), seen=seen)
    approved = approval.approve(report, by=person("deputy"), seen=seen)
    assert (approved.state, CaseStep.objects.of(report).filter(decided_at=None).count()) == ("approved", 0)


def test_what_waits_for_a_signature_is_signed_in_the_same_bytes(stored_keys):
    report = of_month("2026-06")
    _sha256, pdf = pdf_of(report)
    signing.sign(report, by=person("deputy"), key=keys.own(report, person("deputy")))
    signature = Signature.objects.latest("pk")
    assert files.pdf_path(signature.after).read_bytes().startswith(pdf)


def test_what_waits_for_a_number_is_issued_and_genuine(stored_keys):
    report = of_month("2026-05")
    issuing.issue(report, by=person("clerk"), key=keys.seal(report))
    sealed = files.pdf_path(Rendition.objects.get(subject_id=report.pk, final=True).sha256)
    with sealed.open("rb") as file:
        assert verify(file, name=sealed.name).result == Result.PASS


def test_a_part_that_was_returned_alone_is_open_alone():
    report = UnitReport.objects.with_names().get(period__code="2026-10", unit__ward__code="NONGTIEN", unit__code="CA")
    (part,) = report.reopened
    entries_of = report.indicator_entries.select_related("indicator")
    opened = next(entry for entry in entries_of if str(entry.indicator.number) == part)
    other = next(entry for entry in entries_of if entry != opened)
    given = {"by": person("ca-drafter"), "seen": report.version, "narrative": {}, "assignments": {}}
    with pytest.raises(NotPossible):
        entries.save_draft(report, indicators={other.pk: {"explanation": "Khác"}}, **given)
    saved = entries.save_draft(report, indicators={opened.pk: {"explanation": "Đã xem lại"}}, **given)
    assert saved.version == report.version + 1


def test_what_waits_in_the_outbox_is_done_by_todays_handlers(tmp_path, settings):
    settings.OUTGOING_DIR = tmp_path
    waiting = list(OutboxMessage.objects.filter(done_at=None).order_by("pk"))
    kept = {row["pk"]: row["fields"] for row in rows_of("approvals.outboxmessage")}
    assert {each.topic for each in waiting} == set(KNOWN["topics"])
    assert all((each.topic, each.payload) == (kept[each.pk]["topic"], kept[each.pk]["payload"]) for each in waiting)
    for message in waiting:
        if message.topic not in NOT_HERE:
            import_string(settings.APPROVALS_HANDLERS[message.topic])(message)


def test_nothing_that_was_done_is_asked_for_again():
    done = {row["pk"] for row in rows_of("approvals.outboxmessage") if row["fields"]["done_at"]}
    assert done <= set(OutboxMessage.objects.exclude(done_at=None).values_list("pk", flat=True))


@pytest.mark.parametrize("name", [*OFFICES, *UNITS])
def test_the_cast_goes_on_with_its_work(client, sealed, name):
    client.force_login(Person.objects.get(username=name), backend="units.backends.GrantBackend")
    issued = reverse("ward_report", args=[sealed.subject_id])
    pages = [*map(reverse, ("desk", "periods", "reports", "documents")), issued, f"{issued}approval/"]
    if name in OFFICES:
        pages.append(reverse("ward_report", args=[WardReport.objects.filter(ward__code="MINHXUAN").latest("pk").pk]))
    else:
        own = UnitReport.objects.filter(ward__code="MINHXUAN", unit__code="CA")
        pages.append(reverse("unit_report", args=[own.latest("pk").pk]))
    assert {page: client.get(page, follow=True).status_code for page in pages} == dict.fromkeys(pages, 200)
