"""What every kind of channel is: four functions, over a way to a recipient and what goes by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from approvals.errors import PlainFault
from approvals.registry import Text

PATIENCE = 20  # seconds that a channel waits for an answer of the other side
ASKED, ASKED_ON_PLAN = "Yêu cầu báo cáo", "Yêu cầu báo cáo kèm chỉ tiêu kế hoạch"  # kinds of a message that asks
OUTLINE = "de-cuong.json"  # the file of such a message that says what is asked beside its words
MOST_ANSWERS = 500  # that are taken in at a time


class NotTaken(PlainFault):
    """Nothing was handed over: another channel may be tried."""


class Unclear(PlainFault):
    """It may have been handed over: only the same channel is tried again, under the same identity."""


class Outcome(StrEnum):
    SENT = "sent"  # the channel has it
    DELIVERED = "delivered"  # the recipient's system has it, and says so
    WAITS = "waits"  # a person takes it there


@dataclass(frozen=True)
class Field:
    """What a channel needs to know. A secret is encrypted and never shown again; `lines` asks for several lines."""

    name: str
    label: Text
    help_text: Text = ""
    required: bool = True
    secret: bool = False
    lines: bool = False
    initial: str = ""


@dataclass(frozen=True)
class Way:
    """A channel to a recipient, its secrets opened."""

    recipient: str
    organ_id: str
    address: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a document."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Parcel:
    """What goes to one recipient. `identity` is the same at each try; `name` is that of its files, without ending.

    `facts` is what the recipient needs to register the document, dates as ISO 8601; `letter` what the case tells of it
    beside (workflows.documents.kept).
    """

    identity: str
    name: str
    code: str
    abstract: str
    facts: Mapping[str, object]
    letter: Mapping[str, object]
    pdf: bytes = field(repr=False)
    enclosures: Sequence[Enclosure] = ()
    replaces: str = ""  # the identity of what this recipient got before, and gets this in place of
    again: bool = False  # it may have been handed over before


@dataclass(frozen=True)
class RecallNotice:
    """That a document is recalled: whoever received it deletes it and confirms that (NĐ 30/2020, Điều 18)."""

    identity: str
    name: str
    code: str
    facts: Mapping[str, object]
    letter: Mapping[str, object]


@dataclass(frozen=True)
class Answer:
    """What a receiver tells of the document `identity`: a status of edXML with its time, number there or reason.

    `token` is the message's own: what comes twice is taken in once.
    """

    identity: str
    code: str
    at: datetime
    token: str
    organ_id: str = ""
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Asked:
    """A report that the recipient asks for: `identity` names what is asked, the same for everybody who is asked, and
    `due_on` is the last day in time, `on_plan` whether the plan's indicators are asked for too, `outline` a file of the
    app above that says what else is, blank where that is nothing. `change` is blank, "moved" or "withdrawn", for the
    `reason`; one that is withdrawn is due on no day.
    """

    identity: str
    token: str
    title: str
    brief: str
    due_on: date | None
    on_plan: bool = False
    organ_id: str = ""
    outline: str = ""
    change: str = ""
    reason: str = ""


class Module(Protocol):
    """A kind of channel. `FIELDS` is what it needs to know; what fails is NotTaken or Unclear, in a sentence."""

    FIELDS: tuple[Field, ...]

    def check(self, way: Way) -> None:
        """Reach the other side as `send` would, and leave nothing there but a word that this was a try."""

    def send(self, way: Way, parcel: Parcel) -> Outcome:
        """Hand the parcel over. May run again after it was: the receiver then has one document all the same."""

    def recall(self, way: Way, notice: RecallNotice) -> None:
        """Ask the recipient to delete what was sent. May run twice."""

    def answers(self, way: Way) -> Iterable[Answer | Asked]:
        """What the receiver tells and has not been asked for since. May tell the same again."""
