"""What goes by an exchange as edXML, and what comes back."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.edxml import reading, signatures, writing
from approvals.edxml.messages import Attached, Business, Letter, Organ, Signer, StatusMessage, Trace
from approvals.edxml.reading import MessageRefused
from approvals.edxml.schema import SchemaFault, held
from approvals.edxml.signatures import KeyFault, Verdict

from .seam import ASKED_ON_PLAN, OUTLINE, Answer, Asked, Enclosure, NotTaken, Parcel, RecallNotice, Way


def new(way: Way, parcel: Parcel) -> bytes:
    """The message of a new document. Raises NotTaken where it cannot be made."""
    pdf = Enclosure(f"{parcel.name}.pdf", "application/pdf", parcel.pdf)
    attached = [Attached(each.name, each.content_type, each.content) for each in (pdf, *parcel.enclosures)]
    told = {**parcel.letter, **parcel.facts}
    return _signed(way, _letter(way, parcel.identity, told, business=Business.NEW, attached=attached))


def recall(way: Way, notice: RecallNotice) -> bytes:
    """The message that takes a document back."""
    told = {**notice.letter, "reason": notice.facts["reason"]}
    return _signed(way, _letter(way, notice.identity, told, business=Business.RECALL))


def _letter(
    way: Way, identity: str, told: dict[str, Any], *, business: Business, attached: list[Attached] | None = None
) -> Letter:
    if not way.organ_id:
        sentence = _("%(recipient)s has no organ identifier: the administrator enters it on the page Channels.")
        raise NotTaken(sentence % {"recipient": way.recipient})
    return Letter(
        document_id=identity,
        sender=Organ(way.address["organ"], told.get("organ") or way.address["organ"]),
        receivers=[Organ(way.organ_id, way.recipient)],
        number=str(told["number"]),
        notation=told["symbol"],
        place=told.get("place", ""),
        issued_on=date.fromisoformat(told["issued_on"]),
        kind=("1", "", told.get("kind", "")),
        subject=told["abstract"],
        content=told.get("period", ""),
        signer=Signer(told.get("competence", ""), told.get("position", ""), told.get("signer") or told["signer"]),
        to_places=told.get("to_places", ()),
        priority=told.get("priority", 0),
        pages=told["pages"],
        appendixes=told.get("appendixes", ()),
        traces=[Trace(way.address["organ"], now())],
        business=business,
        reason=told.get("reason", ""),
        attached=attached or (),
    )


def _signed(way: Way, letter: Letter) -> bytes:
    """Signed where the channel has a key for messages."""
    key, certificate = way.secrets.get("signing_secret", ""), way.address.get("certificate", "")
    try:
        tree = writing.letter(letter)
        return writing.text(signatures.sign(tree, key, certificate) if key and certificate else tree)
    except SchemaFault as error:
        raise NotTaken(_("The message cannot be written as edXML: %(error)s") % {"error": error}) from error
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
                return _unreadable(_("not sufficiently signed (%(verdict)s)") % {"verdict": checked.verdict}, token)
            tree = held(checked.signed)
        message = reading.said(tree)
    except (MessageRefused, SchemaFault) as error:
        return _unreadable(str(error), token)
    if isinstance(message, Letter) and peer and message.due_on:
        told: dict[str, Any] = {"title": message.subject, "brief": message.content, "due_on": message.due_on}
        told["on_plan"] = message.kind[2] == ASKED_ON_PLAN
        told["outline"] = _outline(message)
        return Asked(message.document_id, token[:100], organ_id=message.sender.organ_id, **told)
    if not isinstance(message, StatusMessage):
        return _unreadable(_("a document where a status was expected"), token)
    return Answer(
        identity=message.about.document_id,
        code=message.code,
        at=min(message.at, now()),
        token=token[:100],
        organ_id=message.sender.organ_id,
        reference=message.description if message.code == "03" else "",
        reason=message.description,
    )


def _outline(message: Letter) -> str:
    """The file that says what is asked beside the words; blank where none came."""
    found = next((each.content for each in message.attached if each.name == OUTLINE), b"")
    return found.decode(errors="replace")


def _unreadable(why: str, token: str) -> Answer:
    return Answer(identity="", code="", at=now(), token=token[:100], reason=why)
