"""Workbooks of plans and mappings: read right however untidy, or refused with every fault at once. No database."""

from .archive import MAX_BYTES
from .content import AssignmentRow, GroupRow, IndicatorRow, PlanContent, ScheduleRow, UnitRow
from .faults import Fault, FaultyMapping, FaultyPlan, UnreadableWorkbook
from .mapping import FormRow, LineRow, MappingContent, read_mapping
from .reader import read_plan

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
