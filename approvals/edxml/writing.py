"""Messages as XML. Each is held against the schema before it is returned."""

import base64
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from approvals.clock import ZONE

from . import schema
from .messages import DAY, MOMENT, NAMESPACE, Letter, Named, Organ, Staff, StatusMessage

E = ElementMaker(namespace=NAMESPACE, nsmap={"edXML": NAMESPACE})


def letter(message: Letter) -> Any:
    """The tree of a document's message. Raises SchemaFault."""
    references = [
        E.Reference(
            E.ContentId(f"cid:{place}"),
            E.ContentType(each.content_type),
            E.AttachmentName(each.name),
            E.Description(each.description),
        )
        for place, each in enumerate(message.attached, 1)
    ]
    tree = E.edXML(
        E.edXMLEnvelope(
            E.edXMLHeader(_header(message), _traces(message)),
            E.edXMLBody(E.edXMLManifest(*references)),
        ),
        E.AttachmentEncoded(*_encoded(message)),
    )
    return schema.validated(tree)


def status(message: StatusMessage) -> Any:
    """The tree of a status. Raises SchemaFault."""
    element = E.Status(
        _named("ResponseFor", message.about),
        _organ("From", message.sender),
        E.StatusCode(message.code),
        E.Description(message.description),
        E.Timestamp(_moment(message.at)),
        _staff(message.staff),
    )
    return schema.validated(E.edXML(E.edXMLEnvelope(E.edXMLHeader(element))))


def text(tree: Any) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _header(message: Letter) -> Any:
    kind, detail, name = message.kind
    return E.MessageHeader(
        _organ("From", message.sender),
        *(_organ("To", each) for each in message.receivers),
        E.DocumentId(message.document_id),
        E.Code(E.CodeNumber(message.number), E.CodeNotation(message.notation)),
        E.PromulgationInfo(E.Place(message.place), E.PromulgationDate(_day(message.issued_on))),
        E.DocumentType(E.Type(kind), E.TypeDetail(detail), E.TypeName(name)),
        E.Subject(message.subject),
        E.Content(message.content),
        E.SignerInfo(
            E.Competence(message.signer.competence),
            E.Position(message.signer.position),
            E.FullName(message.signer.name),
        ),
        E.DueDate(_day(message.due_on)),
        E.ToPlaces(*map(E.Place, message.to_places)),
        _other(message),
        *(_named("ResponseFor", each) for each in message.answers),
        E.SteeringType(message.steering),
    )


def _other(message: Letter) -> Any:
    return E.OtherInfo(
        E.Priority(str(message.priority)),
        E.SphereOfPromulgation(message.sphere),
        E.TyperNotation(message.typist),
        E.PromulgationAmount(str(message.copies)),
        E.PageAmount(str(message.pages)),
        E.Direction(message.direction),
        E.Appendixes(*map(E.Appendix, message.appendixes)),
    )


def _traces(message: Letter) -> Any:
    replaced = (
        E.ReplacementInfo(E.DocumentId(each.document_id), E.OrganIdList(*map(E.OrganId, each.organ_ids)))
        for each in message.replaces
    )
    business = E.Bussiness(  # the standard spells it so
        E.BussinessDocType(str(int(message.business))),
        E.BussinessDocReason(message.reason),
        E.Paper("1" if message.paper else "0"),
        _staff(message.staff),
        E.ReplacementInfoList(*replaced),
    )
    headers = (E.TraceHeader(E.OrganId(each.organ_id), E.Timestamp(_moment(each.at))) for each in message.traces)
    return E.TraceHeaderList(*headers, business)


def _organ(tag: str, organ: Organ) -> Any:
    return E(
        tag,
        E.OrganId(organ.organ_id),
        E.OrganizationInCharge(organ.in_charge),
        E.OrganName(organ.name),
        E.OrganAdd(organ.address),
        E.Email(organ.email),
        E.Telephone(organ.telephone),
        E.Fax(organ.fax),
        E.Website(organ.website),
    )


def _named(tag: str, named: Named) -> Any:
    return E(
        tag,
        E.OrganId(named.organ_id),
        E.Code(named.code),
        E.PromulgationDate(_day(named.issued_on)),
        E.DocumentId(named.document_id),
    )


def _staff(staff: Staff) -> Any:
    return E.StaffInfo(
        E.Department(staff.department), E.Staff(staff.name), E.Mobile(staff.mobile), E.Email(staff.email)
    )


def _encoded(message: Letter) -> Iterable[Any]:
    for place, each in enumerate(message.attached, 1):
        yield E.Attachment(
            E.ContentId(f"cid:{place}"),
            E.AttachmentName(each.name),
            E.ContentType(each.content_type),
            E.ContentTransferEncoded(base64.b64encode(each.content).decode()),
        )


def _day(day: date | None) -> str:
    return day.strftime(DAY) if day else ""


def _moment(at: datetime) -> str:
    return at.astimezone(ZONE).strftime(MOMENT)
