from .answered import AnsweredCall, AnsweredForm
from .channels import Channel, DispatchLine, Recipient
from .checkpoints import Checkpoint
from .decisions import Decision, Sighting
from .documents import Dispatch, Document, NumberSeries, Rendition, Standing
from .dossiers import Dossier
from .outbox import Incident, OutboxMessage
from .receiving import Arrival, ArrivalStatus, MessageKey, ReportRequest, Sender
from .search import SearchMark, SearchRow
from .signing import Signature, SigningKey
from .trail import Subject, TrailEvent

__all__ = [
    "AnsweredCall",
    "AnsweredForm",
    "Arrival",
    "ArrivalStatus",
    "Channel",
    "Checkpoint",
    "Decision",
    "Dispatch",
    "DispatchLine",
    "Document",
    "Dossier",
    "Incident",
    "MessageKey",
    "NumberSeries",
    "OutboxMessage",
    "Recipient",
    "Rendition",
    "ReportRequest",
    "SearchMark",
    "SearchRow",
    "Sender",
    "Sighting",
    "Signature",
    "SigningKey",
    "Standing",
    "Subject",
    "TrailEvent",
]
