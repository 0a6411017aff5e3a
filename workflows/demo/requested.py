"""What the demo's units report beside months and year: a quarter in words, and what the office asked for by itself."""

from datetime import date, datetime, timedelta

from approvals.clock import ZONE, at
from approvals.pages.days import midnight
from workflows.models import ReportingPeriod, ReportKind
from workflows.periods import actions as periods
from workflows.periods import kinds, requests
from workflows.pure.period_codes import of_day
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries_actions

from .cast import Cast

QUARTERLY = {
    "name": "Báo cáo cải cách hành chính",
    "frequency": ReportKind.Frequency.QUARTERLY,
    "on_plan": False,
    "reporters": ReportKind.Reporters.CHOSEN,
    "lead_days": 60,
}
REFORMERS = ("VP", "TTPVHCC", "CA")
QUARTER = {
    "VP": "Đã rà soát 27 thủ tục hành chính, đề xuất đơn giản hóa 04 thủ tục.",
    "TTPVHCC": "Tiếp nhận hồ sơ trực tuyến đạt 82%; 98% hồ sơ được giải quyết đúng hạn.",
}
TITLE = "Rà soát hạ tầng số tại các tổ dân phố"
BRIEF = (
    "Báo cáo số nhà văn hóa tổ dân phố đã có mạng Internet và điểm phát wifi; tổ dân phố nào chưa có; "
    "đề xuất thứ tự ưu tiên đầu tư."
)
ASKED = ("CA", "KTHTDT", "TDP", "VHXH")
ANSWER = "11/14 nhà văn hóa tổ dân phố đã có Internet; 06 nơi có wifi miễn phí. Còn 03 tổ chưa có đường truyền."
SKETCH = "Đang rà soát cùng các doanh nghiệp viễn thông."


def report_quarter(cast: Cast, made: datetime, written: datetime) -> None:
    """The ward makes a quarterly kind; of its three units one has submitted, one is writing."""
    with at(made):
        units = [cast.units[code] for code in REFORMERS]
        kind = kinds.make_kind(cast.monthly, by=cast.admin, units=units, **QUARTERLY)
        period = periods.open_period(kind, of_day(kind.frequency, made.astimezone(ZONE).date()).code)
    with at(written):
        for unit, results in QUARTER.items():
            write(cast, period, unit, results)
        submit(cast, period, "VP")


def ask(cast: Cast, sent: datetime, answered: datetime, due: tuple[date, date]) -> None:
    """The office asks four units; one has answered, one is writing, two have not begun. `due` are the last days."""
    unit_due_at, ward_due_at = (midnight(day + timedelta(days=1)) for day in due)
    with at(sent):
        units = [cast.units[code] for code in ASKED]
        period = requests.ask_for_report(
            cast.ward,
            by=cast.coordinator,
            title=TITLE,
            brief=BRIEF,
            units=units,
            unit_due_at=unit_due_at,
            ward_due_at=ward_due_at,
        )
    with at(answered):
        write(cast, period, "TDP", ANSWER)
        submit(cast, period, "TDP")
        write(cast, period, "KTHTDT", SKETCH)


def write(cast: Cast, period: ReportingPeriod, unit: str, results: str) -> None:
    report = period.unit_reports.with_names().get(unit=cast.units[unit])
    drafter, texts = cast[f"{unit}:drafter"], {"results": results}
    entries_actions.save_draft(report, by=drafter, seen=report.version, indicators={}, assignments={}, narrative=texts)


def submit(cast: Cast, period: ReportingPeriod, unit: str) -> None:
    report = period.unit_reports.with_names().get(unit=cast.units[unit])
    unit_reports.submit(report, by=cast[f"{unit}:unit_head"], seen=report.version)
