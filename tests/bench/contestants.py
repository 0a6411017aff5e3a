"""Three ways to take a ward's month through its steps: the product, hand-made SQL, bare viewflow.

Each step takes the place of a report in the case. What a page would have fetched before the button was pressed is
fetched by `ready`, outside the measured time, for all three alike.
"""

import hashlib
import sys
from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from viewflow.workflow.models import Process, Task

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Rendition
from tests import paper
from units.models import Office, Plan
from workflows.cases.flow.follow import begin
from workflows.models import IndicatorEntry, ReportingPeriod, UnitReport, WardReport
from workflows.outlines import actions as outlines
from workflows.periods import actions as periods
from workflows.routes.underway import deciding
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import keys as signing
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

from .flows import BareUnitFlow, BareWardFlow, done
from .world import Ward

REASON = "Số liệu chưa khớp với biểu mẫu"
ISSUING = sys.modules[issuing.issue.__module__]
PAPER = paper.page()
READ = hashlib.sha256(PAPER).hexdigest()


def rendition(report: WardReport, *, final: bool) -> Rendition:
    """As if the worker had made the PDF: one page with the places for number, day and signatures. Not saved."""
    files.keep(PAPER)
    return Rendition(
        subject_kind="wardreport",
        subject_id=report.pk,
        content=report.content,
        final=final,
        sha256=READ,
        pages=1,
        size=len(PAPER),
        scope=report.ward_id,
        made_at=report.state_since,
    )


class Product:
    """Our own actions, as the views call them. `draft` opens the month for all units at once."""

    name = "product"

    def __init__(self, ward: Ward, code: str) -> None:
        self.ward, self.code = ward, code
        self.coordinator = ward.holder(Office.COORDINATOR)

    def draft(self) -> None:
        self.period = periods.open_period(self.ward.kind, self.code)

    def ready(self) -> None:
        """Fetch, and let the drafters have filled in their figures."""
        entries = IndicatorEntry.objects.filter(report__period=self.period)
        entries.update(value=50, numerator=50, denominator=100)
        UnitReport.objects.filter(period=self.period).update(
            results="Đã thực hiện đúng tiến độ.", difficulties="Thiếu máy quét.", unanswered=0, found=0
        )
        self.fetch()

    def fetch(self) -> None:
        self.reports = list(UnitReport.objects.with_names().filter(period=self.period).order_by("pk"))

    def fetch_ward(self) -> None:
        """The ward's report; once it is sent, with the row of the PDF that the worker makes meanwhile."""
        self.ward_report = WardReport.objects.with_names().get(period=self.period, replaced_by=None)
        if self.ward_report.content and not deciding.pdf_to_decide(self.ward_report).exists():
            rendition(self.ward_report, final=False).save()

    def submit(self, n: int) -> None:
        report = self.reports[n]
        unit_reports.submit(report, by=self.ward.holder(Office.UNIT_HEAD, report.unit_id), seen=report.version)

    def take(self, n: int) -> None:
        unit_reports.take(self.reports[n], by=self.coordinator)

    def give_back(self, n: int) -> None:
        unit_reports.return_for_revision(self.reports[n], by=self.coordinator, reason=REASON)

    def accept(self, n: int) -> None:
        report = self.reports[n]
        unit_reports.accept(report, by=self.coordinator, seen=report.version)

    def consolidate(self) -> None:
        ward_reports.consolidate(self.ward_report, by=self.coordinator)

    def send(self) -> None:
        ward_reports.send_for_approval(self.ward_report, by=self.coordinator)

    def approve(self) -> None:
        approval.approve(self.ward_report, by=self.ward.holder(Office.APPROVER), seen=READ)

    def issue(self) -> None:
        """The rows alone: what filling in and sealing the file takes, the rows of documents tell."""
        made = rendition(self.ward_report, final=True)
        with (
            patch.object(signing, "seal", return_value=signing.Signed(PAPER, ())),
            patch.object(ISSUING, "keep_document", return_value=made),
        ):
            self.issue_whole()

    def issue_whole(self) -> None:
        issuing.issue(self.ward_report, by=self.ward.holder(Office.CLERK))


UPDATE = (
    'UPDATE "{table}" SET state = %s, state_since = %s, trail_seq = trail_seq + 1, trail_head = %s '
    "WHERE id = %s AND state = %s"
)
EVENT = (
    "subject_kind, subject_id, subject_name, seq, scope, at, actor_id, actor_name, action, source, target, reason, "
    "changes, previous, hash"
)
INSERT_EVENT = f'INSERT INTO "approvals_trailevent" ({EVENT}) VALUES ({", ".join(["%s"] * 15)})'
REPORT = [field for field in UnitReport._meta.concrete_fields if not field.primary_key]
OPEN = (
    f'INSERT INTO "workflows_unitreport" ({", ".join(field.column for field in REPORT)}) '
    f"VALUES ({', '.join(['%s'] * len(REPORT))}) RETURNING id"
)
HASH = "0" * 64


class Raw:
    """The same report rows and trail rows by hand-made SQL: one transaction a step, the state in the WHERE.

    No rights, no hash, no tasks, no outbox, no messages. Processes, which the tables demand, are made beforehand.
    """

    name = "raw"

    def __init__(self, ward: Ward, code: str) -> None:
        self.ward = ward
        at = now()
        plan = Plan.objects.filter(ward=ward.unit).first()
        same = {"starts": at, "ends": at, "unit_due_at": at, "ward_due_at": at, "opened_at": at}
        outline = outlines.current(ward.kind)
        named = {"kind": ward.kind, "ward": ward.unit, "plan": plan, "outline": outline}
        self.period = ReportingPeriod.objects.create(code=f"R{code}", **named, **same)
        blank = {"state_since": at, "trail_seq": 1, "trail_head": HASH}
        self.drafts = [UnitReport(period=self.period, unit=unit, ward=ward.unit, **blank) for unit in ward.units]
        begin(self.drafts, None, at)
        self.opened = [
            [field.get_db_prep_save(getattr(draft, field.attname), connection) for field in REPORT]
            for draft in self.drafts
        ]
        self.ward_report = WardReport(period=self.period, ward=ward.unit, state_since=at)
        begin([self.ward_report], None, at)
        self.ward_report.save(force_insert=True)
        self.at = connection.ops.adapt_datetimefield_value(at)
        self.ids: list[int] = []
        self.seq: dict[int, int] = {}
        self.ward_seq = 1

    def draft(self) -> None:
        for draft, values in zip(self.drafts, self.opened, strict=True):
            self.draft_one(draft.unit_id, values)

    def draft_one(self, unit: int, values: list[Any]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(OPEN, values)
            pk = cursor.fetchone()[0]
            cursor.execute(INSERT_EVENT, self.event("unitreport", pk, 1, unit, "open", "", "draft"))
            self.ids.append(pk)
            self.seq[pk] = 1

    def ready(self) -> None:
        """Nothing is read."""

    fetch = ready

    def fetch_ward(self) -> None:
        """Nothing was read."""

    def event(self, kind: str, pk: int, seq: int, scope: int, action: str, source: str, target: str) -> list[Any]:
        who = self.ward.holder(Office.COORDINATOR)
        words = [kind, pk, "Báo cáo tháng", seq, scope, self.at, who.pk, who.name, action, source, target]
        return [*words, "", "{}", HASH, HASH]

    def move(self, n: int, action: str, source: str, target: str) -> None:
        pk = self.ids[n]
        self.seq[pk] += 1
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UPDATE.format(table="workflows_unitreport"), [target, self.at, HASH, pk, source])
            assert cursor.rowcount == 1
            scope = self.ward.units[n].pk
            cursor.execute(INSERT_EVENT, self.event("unitreport", pk, self.seq[pk], scope, action, source, target))

    def submit(self, n: int) -> None:
        self.move(n, "submit", "draft", "submitted")

    def take(self, n: int) -> None:
        self.move(n, "take", "submitted", "in_review")

    def give_back(self, n: int) -> None:
        """Back to draft: the same two statements, so that the report can be submitted again."""
        self.move(n, "return_for_revision", "in_review", "draft")

    def accept(self, n: int) -> None:
        self.move(n, "accept", "in_review", "accepted")

    def move_ward(self, action: str, source: str, target: str) -> None:
        self.ward_seq += 1
        with transaction.atomic(), connection.cursor() as cursor:
            self.ward_rows(cursor, action, source, target)

    def ward_rows(self, cursor: Any, action: str, source: str, target: str) -> None:
        pk, scope = self.ward_report.pk, self.ward.unit.pk
        cursor.execute(UPDATE.format(table="workflows_wardreport"), [target, self.at, HASH, pk, source])
        event = self.event("wardreport", pk, self.ward_seq, scope, action, source, target)
        cursor.execute(INSERT_EVENT, event)

    def consolidate(self) -> None:
        """The unit reports' states and events, and the ward's: four statements."""
        self.ward_seq += 1
        events = [
            self.event("unitreport", pk, self.seq[pk] + 1, unit.pk, "consolidate", "accepted", "consolidated")
            for pk, unit in zip(self.ids, self.ward.units, strict=True)
        ]
        marks = ", ".join([f"({', '.join(['%s'] * 15)})"] * len(events))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE workflows_unitreport SET state = 'consolidated', state_since = %s, trail_seq = trail_seq + 1, "
                "trail_head = %s WHERE period_id = %s AND state = 'accepted'",
                [self.at, HASH, self.period.pk],
            )
            cursor.execute(
                f"INSERT INTO approvals_trailevent ({EVENT}) VALUES {marks}",
                [value for event in events for value in event],
            )
            self.ward_rows(cursor, "consolidate", "consolidating", "consolidating")

    def send(self) -> None:
        self.move_ward("send_for_approval", "consolidating", "awaiting_approval")

    def approve(self) -> None:
        self.move_ward("approve", "awaiting_approval", "approved")

    def issue(self) -> None:
        self.move_ward("issue", "approved", "issued")


class Viewflow:
    """Bare viewflow. The open task is looked up outside the measured time, as a page would have it."""

    name = "viewflow"

    def __init__(self, ward: Ward, code: str) -> None:
        self.ward, self.person = ward, ward.holder(Office.COORDINATOR)
        self.processes: list[Process] = []
        self.ward_process = BareWardFlow.start.run()

    def draft(self) -> None:
        for _unit in self.ward.units:
            self.processes.append(BareUnitFlow.start.run())

    def ready(self) -> None:
        """Nobody fills anything in."""

    def fetch(self) -> None:
        """The tasks now open, by the place of their report."""
        self.tasks = open_tasks(process.pk for process in self.processes)

    def fetch_ward(self) -> None:
        self.task = open_tasks([self.ward_process.pk])[0]

    def submit(self, n: int) -> None:
        done(self.tasks[n], self.person)

    def take(self, n: int) -> None:
        done(self.tasks[n], self.person)

    def give_back(self, n: int) -> None:
        done(self.tasks[n], self.person, accepted=False)

    def accept(self, n: int) -> None:
        done(self.tasks[n], self.person)

    def consolidate(self) -> None:
        done(self.task, self.person)

    def send(self) -> None:
        done(self.task, self.person)

    def approve(self) -> None:
        done(self.task, self.person)

    def issue(self) -> None:
        done(self.task, self.person)


def open_tasks(processes: Iterable[int]) -> list[Task]:
    """The open task of each process, in their order, with its process as a page would fetch it."""
    ids = list(processes)
    tasks = Task.objects.filter(process_id__in=ids, finished=None).select_related("process")
    of = {task.process_id: task for task in tasks}
    return [of[pk] for pk in ids]
