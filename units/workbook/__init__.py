"""A plan's workbook: read right however untidy, or refused with every fault at once. No database, no models."""

from .archive import MAX_BYTES
from .content import AssignmentRow, GroupRow, IndicatorRow, PlanContent, ScheduleRow, UnitRow
from .faults import Fault, FaultyPlan, UnreadableWorkbook
from .reader import read_plan

__all__ = [
    "MAX_BYTES",
    "AssignmentRow",
    "Fault",
    "FaultyPlan",
    "GroupRow",
    "IndicatorRow",
    "PlanContent",
    "ScheduleRow",
    "UnitRow",
    "UnreadableWorkbook",
    "read_plan",
]
