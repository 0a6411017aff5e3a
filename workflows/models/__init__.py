from .attached import AttachedFile
from .attachments import Attachment
from .calendar import CalendarDay
from .cases import Case, Urgency
from .difficulties import Difficulty, DifficultyKind
from .entries import AssignmentEntry, AssignmentStatus, IndicatorEntry
from .evidence import Evidence
from .figures import IndicatorFigure
from .kinds import ReportingPeriod, ReportKind
from .reviews import EntryComment
from .routes import AtEnd, CaseStep, Need, OpinionReply, Route, RouteVersion, Step, StepDecider, Verb
from .submissions import Submission, SubmissionAuthor
from .templates import NarrativeTemplate
from .unit_reports import UnitReport, UnitReportAuthor, UnitReportSighting
from .ward_reports import WardReport, WardReportAuthor

__all__ = [
    "AssignmentEntry",
    "AssignmentStatus",
    "AtEnd",
    "AttachedFile",
    "Attachment",
    "CalendarDay",
    "Case",
    "CaseStep",
    "Difficulty",
    "DifficultyKind",
    "EntryComment",
    "Evidence",
    "IndicatorEntry",
    "IndicatorFigure",
    "NarrativeTemplate",
    "Need",
    "OpinionReply",
    "ReportKind",
    "ReportingPeriod",
    "Route",
    "RouteVersion",
    "Step",
    "StepDecider",
    "Submission",
    "SubmissionAuthor",
    "UnitReport",
    "UnitReportAuthor",
    "UnitReportSighting",
    "Urgency",
    "Verb",
    "WardReport",
    "WardReportAuthor",
]
