from .attached import AttachedFile
from .attachments import Attachment
from .calendar import CalendarDay
from .cases import Case, Urgency
from .co_drafters import CoDrafter
from .difficulties import Difficulty, DifficultyKind
from .discussions import CaseMessage, DiscussionSighting, MessageStrike
from .entries import AssignmentEntry, AssignmentStatus, IndicatorEntry
from .evidence import Evidence
from .feeds import CalendarFeed, DashboardMail
from .figures import IndicatorFigure
from .gateways import Gateway
from .kinds import ReportingPeriod, ReportKind
from .links import CaseLink
from .opinion_files import OpinionFile
from .outlines import (
    Field,
    FieldAnswer,
    FieldFigure,
    FieldType,
    FieldValue,
    OutlineVersion,
    Section,
    SubmissionValue,
    Summing,
)
from .paper_opinions import PaperOpinion
from .quick_forms import QuickAnswer, QuickFile, QuickForm
from .reminders import Reminder, Rung
from .restatements import Restatement
from .reviews import EntryComment
from .routes import (
    AtEnd,
    CaseStep,
    Change,
    Need,
    OpinionReply,
    ReturnTo,
    Route,
    RouteVersion,
    Step,
    StepDecider,
    Verb,
)
from .sources import FigureDelivery, FigureSource
from .submissions import Submission, SubmissionAuthor
from .templates import DocumentTemplate, NarrativeTemplate
from .unit_reports import UnitReport, UnitReportAuthor, UnitReportSighting
from .ward_reports import WardReport, WardReportAuthor
from .webhooks import Webhook

__all__ = [
    "AssignmentEntry",
    "AssignmentStatus",
    "AtEnd",
    "AttachedFile",
    "Attachment",
    "CalendarDay",
    "CalendarFeed",
    "Case",
    "CaseLink",
    "CaseMessage",
    "CaseStep",
    "Change",
    "CoDrafter",
    "DashboardMail",
    "Difficulty",
    "DifficultyKind",
    "DiscussionSighting",
    "DocumentTemplate",
    "EntryComment",
    "Evidence",
    "Field",
    "FieldAnswer",
    "FieldFigure",
    "FieldType",
    "FieldValue",
    "FigureDelivery",
    "FigureSource",
    "Gateway",
    "IndicatorEntry",
    "IndicatorFigure",
    "MessageStrike",
    "NarrativeTemplate",
    "Need",
    "OpinionFile",
    "OpinionReply",
    "OutlineVersion",
    "PaperOpinion",
    "QuickAnswer",
    "QuickFile",
    "QuickForm",
    "Reminder",
    "ReportKind",
    "ReportingPeriod",
    "Restatement",
    "ReturnTo",
    "Route",
    "RouteVersion",
    "Rung",
    "Section",
    "Step",
    "StepDecider",
    "Submission",
    "SubmissionAuthor",
    "SubmissionValue",
    "Summing",
    "UnitReport",
    "UnitReportAuthor",
    "UnitReportSighting",
    "Urgency",
    "Verb",
    "WardReport",
    "WardReportAuthor",
    "Webhook",
]
