"""A province with 124 wards: its desk over a year, a ward's report as it arrives, and their consolidation."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from statistics import median
from time import process_time
from uuid import uuid4

from django.urls import reverse

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Arrival, OutboxMessage, Sender
from approvals.receiving import actions as receiving
from units.models import Aggregation, Indicator, Office, Unit
from workflows.models import ReportingPeriod, UnitReport, WardReport
from workflows.models.states import UnitState
from workflows.periods import actions as periods
from workflows.unit_reports.deliveries import actions as deliveries
from workflows.unit_reports.deliveries.figures import FORMAT, NAME
from workflows.ward_reports import actions as ward_reports

from . import databases
from .bare import signed_in
from .contestants import REASON
from .measure import Row, Statements, at_most, milliseconds, percentile, processor_milliseconds
from .world import Ward, build

CODE = "2026-10"
DESK, DESK_STATEMENTS = 150, 10  # ms of the processor, p95
CONSOLIDATION, CONSOLIDATION_STATEMENTS = 500, 16  # ms
DELIVERY = 100  # ms
OVER = {Aggregation.MEAN: "5000"}  # of 100 cases


def rows(wards: int, requests: int, times: int) -> Iterator[Row]:
    databases.use("province")
    province = build(1, wards)[0]
    Unit.objects.filter(ward=province.unit).update(delivers=True)
    senders = signed_up(province)
    a_year(senders)
    yield from desk(province, wards, requests)
    period = periods.open_period(province.kind, CODE)
    yield from delivered(province, period, senders)
    yield from consolidated(province, period, wards, times)


def signed_up(province: Ward) -> list[Sender]:
    return Sender.objects.bulk_create(
        Sender(scope=province.unit.pk, name=unit.name, organ_id=f"H60.{unit.pk}", member=unit.pk, paired_at=now())
        for unit in Unit.objects.filter(ward=province.unit)
    )


def a_year(senders: list[Sender]) -> None:
    """A document of each ward on each month, received but for every tenth."""
    checks = [{"name": "Chữ ký số", "result": "pass", "found": "Hợp lệ", "of": "Phó Trưởng Ban"}] * 4
    kept = [{"name": "bao-cao.pdf", "kind": "pdf", "sha256": "0" * 64}]
    waits = {"state": Arrival.State.ARRIVED}
    received = {"state": Arrival.State.RECEIVED, "decided_at": now()}
    Arrival.objects.bulk_create(
        Arrival(
            sender=sender, scope=sender.scope, identity=str(uuid4()), code=f"{month:02d}/BC-BCĐ",
            issued_on=date(2026, month, 20), abstract="Kết quả thực hiện Kế hoạch", files=kept, checks=checks,
            period=f"tháng {month:02d} năm 2026", arrived_at=now(), verdict="pass",
            **(waits if (place + month) % 10 == 0 else received),
        )
        for place, sender in enumerate(senders) for month in range(1, 13)
    )  # fmt: skip


def desk(province: Ward, wards: int, requests: int) -> Iterator[Row]:
    client, address = signed_in(province.holder(Office.COORDINATOR)), reverse("province")
    with Statements() as statements:
        answer = client.get(address, {"year": 2026})
    queries = len(statements)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    times = [processor_milliseconds(lambda: client.get(address, {"year": 2026})) for _ in range(requests)]
    name = f"desk of a province, {wards} wards, 12 months"
    yield at_most(f"{name}: statements", queries, DESK_STATEMENTS)
    yield at_most(f"{name}: p95, processor", percentile(times, 0.95), DESK, " ms", f"median {median(times):.1f} ms")


def told(province: Ward) -> str:
    """What a ward's report brings, 50 of each indicator; every ward the same. Returns the SHA-256 of the file."""
    figures = [
        {"ma": row.number, "ten": row.name, "dvt": row.measure, "cach_tinh": row.aggregation, "thoi_diem": row.stock,
         "cong_don": row.cumulative, "gia_tri": "50", "tu_so": OVER.get(row.aggregation, "50"), "mau_so": "100",
         "ghi_chu": ""}
        for row in Indicator.objects.filter(plan__ward=province.unit, plan__year=2026)
    ]  # fmt: skip
    period = {"ma": CODE, "tan_suat": "monthly", "loai": "monthly"}
    content = {"dinh_dang": FORMAT, "ky": period, "chi_tieu": figures, "noi_dung": {"ket_qua": "Đã thực hiện."}}
    return files.store(BytesIO(json.dumps(content, ensure_ascii=False).encode()))


def delivered(province: Ward, period: ReportingPeriod, senders: list[Sender]) -> Iterator[Row]:
    """October's documents are taken in, received, and followed."""
    file = {"name": NAME, "kind": "", "sha256": told(province)}
    by, took = province.holder(Office.COORDINATOR), []
    for arrival in Arrival.objects.filter(sender__in=senders, period="tháng 10 năm 2026").select_related("sender"):
        Arrival.objects.filter(pk=arrival.pk).update(files=[*arrival.files, file], state="arrived", decided_at=None)
        message = OutboxMessage(topic="brought", payload={"arrival": arrival.pk})
        took.append(processor_milliseconds(lambda message=message: deliveries.follow(message)))
        receiving.receive(arrival, by=by)
        deliveries.follow(message)
    left = UnitReport.objects.filter(period=period).exclude(state=UnitState.ACCEPTED).count()
    if left:
        raise RuntimeError(f"{left} wards' reports were not accepted")
    yield at_most("a ward's report taken in", median(took), DELIVERY, " ms", f"p95 {percentile(took, 0.95):.1f} ms")


def consolidated(province: Ward, period: ReportingPeriod, wards: int, times: int) -> Iterator[Row]:
    by, took, spent, statements = province.holder(Office.COORDINATOR), [], [], 0
    for _each in range(times):
        report = WardReport.objects.with_names().get(period=period)
        with Statements() as found:
            began = process_time()
            took.append(milliseconds(lambda report=report: ward_reports.consolidate(report, by=by)))
            spent.append((process_time() - began) * 1000)
        statements = len(found)
        again = WardReport.objects.with_names().get(period=period)
        ward_reports.reopen(again, by=by, reason=REASON)
    name = f"consolidation of {wards} wards"
    yield at_most(f"{name}: statements", statements, CONSOLIDATION_STATEMENTS)
    yield at_most(f"{name}: time", median(took), CONSOLIDATION, " ms", f"processor {median(spent):.0f} ms")
