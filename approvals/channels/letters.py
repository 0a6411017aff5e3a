"""What goes by an exchange as edXML, and what comes back."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.edxml import reading, signatures, writing
from approvals.edxml.messages import (
    Attached,
    Business,
    Letter,
    Named,
    Organ,
    Replaced,
    Signer,
    Status,
    StatusMessage,
    Trace,
)
from approvals.edxml.reading import LARGEST, MessageRefused
from approvals.edxml.schema import SchemaFault, validated
from approvals.edxml.signatures import KeyFault, Verdict

from .seam import ASKED, ASKED_ON_PLAN, OUTLINE, Answer, Asked, Enclosure, NotTaken, Parcel, RecallNotice, Way

MEGABYTE = 1024 * 1024
CHANGES = {Business.UPDATE: "moved", Business.RECALL: "withdrawn"}  # of what a superior asked for


def new(way: Way, parcel: Parcel) -> bytes:
    """The message of a new document. Raises NotTaken where it cannot be made."""
    pdf = Enclosure(f"{parcel.name}.pdf", "application/pdf", parcel.pdf)
    attached = [Attached(each.name, each.content_type, each.content) for each in (pdf, *parcel.enclosures)]
    _refuse_too_large(attached)
    facts = {**parcel.letter, **parcel.facts}
    if not parcel.replaces:
        return _signed(way, _letter(way, parcel.identity, facts, business=Business.NEW, attached=attached))
    facts["reason"] = f"Thay thế {parcel.facts['replaces']}"
    letter = _letter(way, parcel.identity, facts, business=Business.REPLACE, attached=attached)
    return _signed(way, replace(letter, replaces=[Replaced(parcel.replaces, [way.organ_id])]))


def _refuse_too_large(attached: list[Attached]) -> None:
    """Raises NotTaken before the message is made: base64 makes four bytes of three."""
    size = sum(len(each.content) for each in attached) * 4 // 3
    if size > LARGEST:
        sentence = _("With its files it is a message of %(size)d MB; an exchange takes %(most)d MB at most. %(hint)s")
        hint = _("Send the document by another channel, or its files apart.")
        raise NotTaken(sentence % {"size": size // MEGABYTE, "most": LARGEST // MEGABYTE, "hint": hint})


def recall(way: Way, notice: RecallNotice) -> bytes:
    """The message that takes a document back."""
    facts = {**notice.letter, "reason": notice.facts["reason"]}
    return _signed(way, _letter(way, notice.identity, facts, business=Business.RECALL))


def take_back(way: Way, notice: RecallNotice) -> bytes:
    """The status by which a sender asks an exchange for a document back (13)."""
    told, own = notice.letter, way.address["organ"]
    number = f"{told['number']}/{told['symbol']}"
    about = Named(own, number, date.fromisoformat(str(told["issued_on"])), notice.identity)
    sender = Organ(own, str(told.get("organ") or own))
    message = StatusMessage(sender, about, Status.TAKE_BACK, str(notice.facts["reason"]), now())
    return _sealed(way, writing.status(message))


def _letter(
    way: Way, identity: str, facts: dict[str, Any], *, business: Business, attached: list[Attached] | None = None
) -> Letter:
    if not way.organ_id:
        sentence = _("%(recipient)s has no organ identifier: the administrator enters it on the page Channels.")
        raise NotTaken(sentence % {"recipient": way.recipient})
    return Letter(
        document_id=identity,
        sender=Organ(way.address["organ"], facts.get("organ") or way.address["organ"]),
        receivers=[Organ(way.organ_id, way.recipient)],
        number=str(facts["number"]),
        notation=facts["symbol"],
        place=facts.get("place", ""),
        issued_on=date.fromisoformat(facts["issued_on"]),
        kind=("1", "", facts.get("kind", "")),
        subject=facts["abstract"],
        content=facts.get("period", ""),
        signer=Signer(facts.get("competence", ""), facts.get("position", ""), facts.get("signer") or facts["signer"]),
        to_places=facts.get("to_places", ()),
        priority=facts.get("priority", 0),
        pages=facts["pages"],
        appendixes=facts.get("appendixes", ()),
        traces=[Trace(way.address["organ"], now())],
        business=business,
        reason=facts.get("reason", ""),
        attached=attached or (),
    )


def _signed(way: Way, letter: Letter) -> bytes:
    try:
        return _sealed(way, writing.letter(letter))
    except SchemaFault as error:
        raise NotTaken(_("The message cannot be written as edXML: %(error)s") % {"error": error}) from error


def _sealed(way: Way, tree: Any) -> bytes:
    """Signed where the channel has a key for messages."""
    key, certificate = way.secrets.get("signing_secret", ""), way.address.get("certificate", "")
    try:
        return writing.text(signatures.sign(tree, key, certificate) if key and certificate else tree)
    except KeyFault as error:
        sentence = _("The key for messages cannot be used: %(error)s. Enter key and certificate anew.")
        raise NotTaken(sentence % {"error": error}) from error


def answer(way: Way, content: bytes, *, token: str) -> Answer | Asked:
    """The status in a message, or the report that a paired recipient asks for. What is none, or is not signed by whom
    it should be, has no code and says why.
    """
    peer = way.address.get("peer", "")
    try:
        tree = reading.tree_of(content)
        if peer:  # then what was signed is read, and nothing else
            checked = signatures.check(content, peer)
            if checked.verdict != Verdict.VALID:
                return unreadable(_("not sufficiently signed (%(verdict)s)") % {"verdict": checked.verdict}, token)
            tree = validated(checked.signed)
        message = reading.message_of(tree)
    except (MessageRefused, SchemaFault) as error:
        return unreadable(str(error), token)
    if peer and isinstance(message, Letter) and _is_asked(message):
        return _asked(message, token)
    if not isinstance(message, StatusMessage):
        return unreadable(_("a document where a status was expected"), token)
    return Answer(
        identity=message.about.document_id,
        code=message.code,
        at=min(message.at, now()),
        token=token[:100],
        organ_id=message.sender.organ_id,
        reference=message.description if message.code == "03" else "",
        reason=message.description,
    )


def _is_asked(message: Letter) -> bool:
    is_due = message.due_on is not None or message.business == Business.RECALL
    return is_due and message.kind[2] in (ASKED, ASKED_ON_PLAN)


def _asked(message: Letter, token: str) -> Asked:
    told: dict[str, Any] = {"title": message.subject, "brief": message.content, "due_on": message.due_on}
    told |= {"change": CHANGES.get(message.business, ""), "reason": message.reason, "outline": _outline(message)}
    told["on_plan"] = message.kind[2] == ASKED_ON_PLAN
    return Asked(message.document_id, token[:100], organ_id=message.sender.organ_id, **told)


def _outline(message: Letter) -> str:
    """The file that says what is asked beside the words; blank where none came."""
    found = next((each.content for each in message.attached if each.name == OUTLINE), b"")
    return found.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")  # no column takes a NUL


def unreadable(why: str, token: str) -> Answer:
    """What stands for a message that cannot be taken in, and is reported so."""
    return Answer(identity="", code="", at=now(), token=token[:100], reason=why)
