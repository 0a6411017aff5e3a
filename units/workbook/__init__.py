"""Workbooks of plans and mappings: read right however untidy, or refused with every fault at once. No database."""

from .content import AssignmentRow, GroupRow, IndicatorRow, PlanContent, ScheduleRow, UnitRow
from .faults import Fault, FaultyMapping, FaultyPlan, UnreadableWorkbook
from .mapping.reader import FormRow, LineRow, MappingContent, read_mapping
from .plan.reader import read_plan
from .sheets.archive import MAX_BYTES

__all__ = [
    "MAX_BYTES",
    "AssignmentRow",
    "Fault",
    "FaultyMapping",
    "FaultyPlan",
    "FormRow",
    "GroupRow",
    "IndicatorRow",
    "LineRow",
    "MappingContent",
    "PlanContent",
    "ScheduleRow",
    "UnitRow",
    "UnreadableWorkbook",
    "read_mapping",
    "read_plan",
]
