"""What a message says, as it is written and read. Times are aware; the standard writes them without a zone, as those of
Vietnam.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DAY, MOMENT = "%Y/%m/%d", "%Y/%m/%d %H:%M:%S"


class Business(IntEnum):
    """What the sender asks of whoever has the document (BussinessDocType)."""

    NEW = 0
    RECALL = 1
    UPDATE = 2
    REPLACE = 3


class Status(StrEnum):
    """What a receiver tells, and (13) a sender asks."""

    DELIVERED = "01"
    REFUSED = "02"
    RECEIVED = "03"
    ASSIGNED = "04"
    WORKED_ON = "05"
    DONE = "06"
    TAKE_BACK = "13"
    AGREED = "15"
    DISAGREED = "16"


@dataclass(frozen=True)
class Organ:
    organ_id: str
    name: str
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True)
class Signer:
    """Under what authority ("KT."), in which post, and who."""

    competence: str = ""
    position: str = ""
    name: str = ""


@dataclass(frozen=True)
class Staff:
    """Who at the sender is asked about it."""

    department: str = ""
    name: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True)
class Named:
    """A document as another message names it: of whom, number and symbol, day, identity."""

    organ_id: str
    code: str
    issued_on: date
    document_id: str


@dataclass(frozen=True)
class Replaced:
    """A document that this one replaces, at these receivers."""

    document_id: str
    organ_ids: Sequence[str] = ()


@dataclass(frozen=True)
class Attached:
    name: str
    content_type: str
    content: bytes = field(repr=False)
    description: str = ""


@dataclass(frozen=True)
class Trace:
    """Through whom the message went, and when."""

    organ_id: str
    at: datetime


@dataclass(frozen=True)
class Letter:
    """A document on its way. `kind` is Type, TypeDetail and TypeName; `appendixes` names them; amounts are counts."""

    document_id: str
    sender: Organ
    receivers: Sequence[Organ]
    number: str
    notation: str
    place: str
    issued_on: date
    kind: tuple[str, str, str]
    subject: str
    signer: Signer
    content: str = ""
    due_on: date | None = None
    to_places: Sequence[str] = ()
    priority: int = 0
    sphere: str = ""
    typist: str = ""
    copies: int = 1
    pages: int = 0
    direction: str = ""
    appendixes: Sequence[str] = ()
    answers: Sequence[Named] = ()
    steering: str = ""
    traces: Sequence[Trace] = ()
    business: Business = Business.NEW
    reason: str = ""
    paper: bool = False
    staff: Staff = Staff()
    replaces: Sequence[Replaced] = ()
    attached: Sequence[Attached] = ()


@dataclass(frozen=True)
class StatusMessage:
    """What `sender` tells of a document of the receiver's."""

    sender: Organ
    about: Named
    code: str
    description: str
    at: datetime
    staff: Staff = Staff()
