"""Arrange: kinds of report that the ward makes beside its own two, and what its office asks for."""

from tests.people import instant
from tests.remembered import remembered
from workflows.models import ReportKind
from workflows.periods import kinds, requests

QUARTERLY = {"name": "Báo cáo quý", "frequency": "quarterly", "lead_days": 20}
WEEKLY = {"name": "Báo cáo tuần", "frequency": "weekly", "unit_day": 5, "ward_day": 6, "month_offset": 0}
WEEKLY |= {"lead_days": 4, "on_plan": False}
ASKED = {"title": "Rà soát hạ tầng số tại các tổ dân phố", "brief": "Số điểm phát wifi, tổ chưa có mạng."}
ASKED |= {"unit_due_at": instant("2026-11-10 00:00"), "ward_due_at": instant("2026-11-12 00:00")}


@remembered
def made(cast, **settings) -> ReportKind:
    return kinds.make_kind(cast.monthly, by=cast.admin, **settings)


@remembered
def quarterly(cast) -> ReportKind:
    return made(cast, **QUARTERLY)


@remembered
def asked(cast, *units, **settings):
    chosen = [cast.units[code] for code in units or ("CA", "TDP")]
    return requests.ask_for_report(cast.ward, by=cast.coordinator, units=chosen, **(ASKED | settings))
