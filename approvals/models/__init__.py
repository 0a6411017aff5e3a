from .answered import AnsweredForm
from .channels import Channel, DispatchLine, Recipient
from .checkpoints import Checkpoint
from .decisions import Decision, Sighting
from .documents import Dispatch, Document, NumberSeries, Rendition, Standing
from .dossiers import Dossier
from .outbox import Incident, OutboxMessage
from .search import SearchMark, SearchRow
from .signing import Signature, SigningKey
from .trail import Subject, TrailEvent

__all__ = [
    "AnsweredForm",
    "Channel",
    "Checkpoint",
    "Decision",
    "Dispatch",
    "DispatchLine",
    "Document",
    "Dossier",
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
