from .answered import AnsweredCall, AnsweredForm
from .channels import Channel, DispatchLine, Recipient
from .checkpoints import Checkpoint
from .decisions import Decision, Sighting
from .documents import Dispatch, Document, NumberSeries, Rendition, Standing
from .outbox import Incident, OutboxMessage
from .search import SearchMark, SearchRow
from .signing import Signature, SigningKey
from .trail import Subject, TrailEvent

__all__ = [
    "AnsweredCall",
    "AnsweredForm",
    "Channel",
    "Checkpoint",
    "Decision",
    "Dispatch",
    "DispatchLine",
    "Document",
    "Incident",
    "NumberSeries",
    "OutboxMessage",
    "Recipient",
    "Rendition",
    "SearchMark",
    "SearchRow",
    "Sighting",
    "Signature",
    "SigningKey",
    "Standing",
    "Subject",
    "TrailEvent",
]
