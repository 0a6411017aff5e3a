"""A long history, poured in with COPY or executemany: finished unit reports as the actions leave them, and open ones.

The trail of the first CHAINED reports carries true hashes, so that it verifies; that of the others only its size.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from approvals.models import Decision, OutboxMessage, TrailEvent
from approvals.trail import chain as trail
from units.models import Indicator, Office, Plan, Unit
from workflows.cases.flow.follow import TOKEN, begin
from workflows.flows import UnitReportFlow
from workflows.models import IndicatorEntry, IndicatorFigure, ReportingPeriod, UnitReport, UnitReportAuthor, WardReport
from workflows.outlines import actions as outlines

from .world import Ward

CHAINED = 20_000  # reports of five events each
FINISHED_MONTHS = range(1, 11)
OPEN_MONTH = 11
PATH = (
    ("open", "", "draft", Office.UNIT_HEAD),
    ("submit", "draft", "submitted", Office.UNIT_HEAD),
    ("take", "submitted", "in_review", Office.COORDINATOR),
    ("accept", "in_review", "accepted", Office.COORDINATOR),
    ("consolidate", "accepted", "consolidated", Office.COORDINATOR),
)
NODES = ("start", "write", "queue", "review", "end")
FAKE = "0" * 64
ENTRIES = 2  # of each finished report, but of the first ward's, which has all
OPEN_STATES = ("draft", "submitted", "in_review", "returned")


def pour(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any) -> None:
    """Write rows by attribute names, in the database's own types; `same` and defaults fill what is not named."""
    fields = [field for field in model._meta.local_concrete_fields if not (field.primary_key and "id" not in names)]
    base = [
        field.get_db_prep_save(same.get(field.attname, field.get_default()), connection)
        if field.attname not in names
        else None
        for field in fields
    ]
    places = [[field.attname for field in fields].index(name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    whole = _whole(base, places, rows)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', whole)
            return
        with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
            for row in whole:
                copy.write_row(row)


def _whole(base: list[Any], places: list[int], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    base = [json.dumps(value.obj) if hasattr(value, "obj") else value for value in base]
    for row in rows:
        out = base.copy()
        for place, value in zip(places, row, strict=True):
            out[place] = value
        yield out


def fill(wards: list[Ward]) -> None:
    """Ten finished months and an open one of all wards. Every table's ids run from 1: call it on a world just built."""
    periods = _periods(wards)
    finished = [(period, ward) for period, ward in periods if period.code != f"2026-{OPEN_MONTH}"]
    still_open = [(period, ward) for period, ward in periods if period.code == f"2026-{OPEN_MONTH}"]
    _finished_reports(finished)
    _open_reports(still_open, first=sum(len(ward.units) for _period, ward in finished) + 1)
    _restart_ids()
    _ward_reports(periods)


def _periods(wards: list[Ward]) -> list[tuple[ReportingPeriod, Ward]]:
    plans = {plan.ward_id: plan for plan in Plan.objects.filter(year=2026)}
    pairs = [
        (_period(ward, plans[ward.unit.pk], month), ward) for month in (*FINISHED_MONTHS, OPEN_MONTH) for ward in wards
    ]
    ReportingPeriod.objects.bulk_create(period for period, _ward in pairs)
    return pairs


def _period(ward: Ward, plan: Plan, month: int) -> ReportingPeriod:
    starts = date(2026, month, 1)
    ends = date(2026, month + 1, 1) - timedelta(days=1)
    due = datetime(2026, month + 1, 4, 17, tzinfo=UTC)
    return ReportingPeriod(
        kind=ward.kind,
        outline=outlines.current(ward.kind),
        ward=ward.unit,
        plan=plan,
        code=f"2026-{month:02}",
        starts=starts,
        ends=ends,
        unit_due_at=due,
        ward_due_at=due + timedelta(days=5),
        opened_at=due - timedelta(days=20),
    )


def _moment(period: ReportingPeriod, step: int) -> datetime:
    return period.opened_at + timedelta(days=2 * step, seconds=period.pk)


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _finished_reports(periods: list[tuple[ReportingPeriod, Ward]]) -> None:
    cases = [(period, ward, unit) for period, ward in periods for unit in ward.units]
    _processes(len(cases), first=1, flow=UnitReportFlow, done=True)
    _tasks(cases)
    heads = _events(cases)
    _reports(cases, heads)
    _words(cases)
    _entries(cases)


def _processes(number: int, *, first: int, flow: type, done: bool) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    status = PROCESS.DONE if done else PROCESS.NEW
    ids = ((pk,) for pk in range(first, first + number))
    same = {"flow_class": flow, "status": status, "created": at, "finished": at if done else None}
    pour(Process, ["id"], ids, **same)


def _tasks(cases: list) -> None:
    """Five done tasks a report, their ids in its place, and the links between them."""
    nodes = [UnitReportFlow.instance.node(name) for name in NODES]
    refs = [Task._meta.get_field("flow_task").get_prep_value(node) for node in nodes]
    content_type = _content_type()

    def rows() -> Iterator[tuple]:
        for n, (period, ward, unit) in enumerate(cases):
            for step, node in enumerate(nodes):
                at = _stored(_moment(period, step))
                right = f"units.{node.right}" if hasattr(node, "right") else None
                on = None if right is None else str(unit.pk if node.on == "unit" else ward.unit.pk)
                owner = ward.people[_post(ward, unit, PATH[step][3])].pk
                kind = content_type if right else None
                yield n * 5 + step + 1, refs[step], node.task_type, at, at, at, n + 1, owner, right, kind, on

    names = ["id", "flow_task", "flow_task_type", "created", "started", "finished", "process_id", "owner_id"]
    names += ["owner_permission", "owner_permission_content_type_id", "owner_permission_obj_pk"]
    pour(Task, names, rows(), status=STATUS.DONE, token=TOKEN)
    links = ((n * 5 + step + 1, n * 5 + step) for n in range(len(cases)) for step in range(1, 5))
    pour(Task.previous.through, ["from_task_id", "to_task_id"], links)


def _content_type() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM django_content_type WHERE app_label = 'units' AND model = 'unit'")
        return cursor.fetchone()[0]


def _post(ward: Ward, unit: Any, office: str) -> tuple[int, str]:
    return (unit.pk if office == Office.UNIT_HEAD else ward.unit.pk), office


def _events(cases: list) -> list[str]:
    """Five events a report; returns the heads of the chains."""
    heads: list[str] = []

    def rows() -> Iterator[tuple]:
        for n, (period, ward, unit) in enumerate(cases):
            head = ""
            name = f"Báo cáo tháng {period.code}, {unit.short_name}"
            for seq, (action, source, target, office) in enumerate(PATH, start=1):
                at, who = _moment(period, seq - 1), ward.people[_post(ward, unit, office)]
                values = ("unitreport", n + 1, name, seq, unit.pk, at, who.pk, who.name, action, source, target, "")
                digest = _digest(values, head) if n < CHAINED else FAKE
                yield (*values[:5], _stored(at), *values[6:], "{}", head, digest)
                head = digest
            heads.append(head)

    pour(TrailEvent, [*trail.HASHED, "hash"], rows())
    return heads


def _digest(values: tuple, head: str) -> str:
    return trail.digest({**dict(zip(trail.HASHED, values, strict=False)), "changes": {}, "previous": head})


def _reports(cases: list, heads: list[str]) -> None:
    def rows() -> Iterator[tuple]:
        for n, (period, ward, unit) in enumerate(cases):
            at = _stored(_moment(period, 4))
            head = ward.people[unit.pk, Office.UNIT_HEAD].pk
            reviewer = ward.people[ward.unit.pk, Office.COORDINATOR].pk
            yield n + 1, period.pk, unit.pk, ward.unit.pk, at, n + 1, n * 5 + 5, at, head, reviewer, at, heads[n]

    names = ["id", "period_id", "unit_id", "ward_id", "state_since", "process_id", "task_id", "submitted_at"]
    names += ["submitted_by_id", "reviewer_id", "accepted_at", "trail_head"]
    same = {"results": "Đã thực hiện đúng tiến độ.", "difficulties": "Thiếu máy quét.", "trail_seq": 5}
    pour(UnitReport, names, rows(), state="consolidated", **same)


def _words(cases: list) -> None:
    """The author, the decision and the mail of each."""
    at = _stored(datetime(2026, 1, 1, tzinfo=UTC))
    heads = ((n + 1, ward.people[unit.pk, Office.UNIT_HEAD].pk) for n, (_period, ward, unit) in enumerate(cases))
    pour(UnitReportAuthor, ["report_id", "person_id"], heads)
    decisions = (
        (n + 1, unit.pk, ward.people[ward.unit.pk, Office.COORDINATOR].pk, at)
        for n, (_period, ward, unit) in enumerate(cases)
    )
    same = {"subject_kind": "unitreport", "verdict": Decision.Verdict.ACCEPT, "seen": "1"}
    pour(Decision, ["subject_id", "scope", "person_id", "at"], decisions, **same)
    mails = ((f"mail-unitreport-{n + 1}-2", unit.pk, at, at, at) for n, (_period, _ward, unit) in enumerate(cases))
    payload = {"event": "submitted", "report": "Báo cáo tháng", "path": "/reports/unit/1/", "reason": "", "unit": 1}
    names = ["key", "scope", "created_at", "available_at", "done_at"]
    pour(OutboxMessage, names, mails, topic="mail", payload=payload)


def _entries(cases: list, first: int = 1) -> None:
    indicators: dict[int, list[int]] = {}
    for plan_id, pk in Indicator.objects.order_by("number").values_list("plan_id", "pk"):
        indicators.setdefault(plan_id, []).append(pk)
    shared = next(iter(indicators.values()))
    rows = (
        (n, indicator)
        for n, (period, _ward, _unit) in enumerate(cases, start=first)
        for indicator in indicators.get(period.plan_id) or shared[:ENTRIES]
    )
    pour(IndicatorEntry, ["report_id", "indicator_id"], rows, value=50, numerator=50, denominator=100)


def _open_reports(periods: list[tuple[ReportingPeriod, Ward]], *, first: int) -> None:
    """A quarter each still written, handed in, in review and returned."""
    cases = [(period, ward, unit) for period, ward in periods for unit in ward.units]
    _processes(len(cases), first=first, flow=UnitReportFlow, done=False)
    nodes = {state: UnitReportFlow.node_at(state) for state in OPEN_STATES}
    ref = Task._meta.get_field("flow_task").get_prep_value
    content_type, start = _content_type(), (first - 1) * 5 + 1

    def tasks() -> Iterator[tuple]:
        for n, (period, ward, unit) in enumerate(cases):
            node = nodes[OPEN_STATES[n % 4]]
            on = str(unit.pk if node.on == "unit" else ward.unit.pk)
            at = _stored(period.opened_at)
            yield start + n, ref(node), node.task_type, at, first + n, f"units.{node.right}", content_type, on

    def reports() -> Iterator[tuple]:
        for n, (period, ward, unit) in enumerate(cases):
            ids = (first + n, period.pk, unit.pk, ward.unit.pk)
            yield (*ids, OPEN_STATES[n % 4], _stored(period.opened_at), first + n, start + n)

    names = ["id", "flow_task", "flow_task_type", "created", "process_id", "owner_permission"]
    names += ["owner_permission_content_type_id", "owner_permission_obj_pk"]
    pour(Task, names, tasks(), status=STATUS.NEW, token=TOKEN)
    names = ["id", "period_id", "unit_id", "ward_id", "state", "state_since", "process_id", "task_id"]
    pour(UnitReport, names, reports())
    _entries(cases, first)


def _ward_reports(periods: list[tuple[ReportingPeriod, Ward]]) -> None:
    """A received report for each finished month, one being consolidated for the open month."""
    reports = [
        WardReport(
            period=period,
            ward=ward.unit,
            state="consolidating" if period.code == f"2026-{OPEN_MONTH}" else "received",
            state_since=period.ward_due_at,
        )
        for period, ward in periods
    ]
    begin(reports, None, reports[0].state_since)
    WardReport.objects.bulk_create(reports)
    received = [report for report in reports if report.state == "received"]
    processes = Process.objects.filter(pk__in=[report.process_id for report in received])
    processes.update(status=PROCESS.DONE, finished=reports[0].state_since)
    _figures(report for report in received if report.ward_id == periods[0][1].unit.pk)


def _figures(reports: Iterable[WardReport]) -> None:
    indicators = list(Indicator.objects.filter(plan__year=2026, plan__ward=Unit.objects.order_by("pk").first()))
    same = {"value": 50, "year_value": 50, "light": "green", "reported": 200, "expected": 200}
    IndicatorFigure.objects.bulk_create(
        IndicatorFigure(report=report, indicator=indicator, **same) for report in reports for indicator in indicators
    )


def _restart_ids() -> None:
    """PostgreSQL goes on after the ids that were given; SQLite does by itself."""
    models = [Process, Task, UnitReport]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
