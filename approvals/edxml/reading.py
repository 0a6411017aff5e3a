"""Messages from outside, read with suspicion: size, depth and number of elements are bounded, and there are neither
document types, entities nor anything fetched from elsewhere.
"""

import base64
import binascii
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from lxml import etree

from approvals.clock import ZONE

from . import schema
from .messages import (
    DAY,
    MOMENT,
    NAMESPACE,
    Attached,
    Business,
    Letter,
    Named,
    Organ,
    Replaced,
    Signer,
    Staff,
    StatusMessage,
    Trace,
)

LARGEST = 100 * 1024 * 1024  # bytes of a message
DEEPEST, MOST_ELEMENTS = 30, 20_000
NAMES = {"e": NAMESPACE}


class MessageRefused(ValueError):
    """What came is no message, or one that might do harm."""


def tree_of(content: bytes) -> Any:
    """The message's tree, which holds to the schema. Raises MessageRefused, SchemaFault."""
    return schema.validated(parsed(content))


def parsed(content: bytes, *, most: int = MOST_ELEMENTS) -> Any:
    """The tree of XML from outside, within bounds: `most` elements at most. Raises MessageRefused."""
    if len(content) > LARGEST:
        raise MessageRefused(f"larger than {LARGEST // 1024 // 1024} MB")
    try:
        etree.fromstring(content, _parser(target=_Bounded(most)))
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise MessageRefused(f"no XML: {error.msg}") from error


def _parser(**options: Any) -> Any:
    """`huge_tree`: a file of 10 MB and more is one text; `_Bounded` sets the bounds instead."""
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False}
    return etree.XMLParser(huge_tree=True, remove_comments=True, remove_pis=True, **safe, **options)


class _Bounded:
    """Goes through a document once and keeps nothing of it."""

    def __init__(self, most: int) -> None:
        self.depth = self.elements = 0
        self.most = most

    def start(self, tag: str, attributes: Any) -> None:
        self.depth, self.elements = self.depth + 1, self.elements + 1
        if self.depth > DEEPEST:
            raise MessageRefused(f"deeper than {DEEPEST} elements")
        if self.elements > self.most:
            raise MessageRefused(f"more than {self.most} elements")

    def end(self, tag: str) -> None:
        self.depth -= 1

    def data(self, text: str) -> None:
        """Bounded by the size of the whole."""

    def doctype(self, *_what: Any) -> None:
        raise MessageRefused("a document type is not allowed")

    def close(self) -> None:
        """Nothing was kept."""


def read(content: bytes) -> Letter | StatusMessage:
    """What the message says. Raises MessageRefused, SchemaFault."""
    return message_of(tree_of(content))


def message_of(tree: Any) -> Letter | StatusMessage:
    """The same of a tree that holds to the schema. Raises MessageRefused."""
    header = _one(tree, "e:edXMLEnvelope/e:edXMLHeader")
    status = header.find("e:Status", NAMES)
    try:
        return _letter(tree, header) if status is None else _status(status)
    except ValueError as error:
        raise MessageRefused(str(error)) from error


def _status(status: Any) -> StatusMessage:
    return StatusMessage(
        sender=_organ(_one(status, "e:From")),
        about=_named(_one(status, "e:ResponseFor")),
        code=_text(status, "e:StatusCode"),
        description=_text(status, "e:Description"),
        at=_moment(_text(status, "e:Timestamp")),
        staff=_staff(status),
    )


def _letter(tree: Any, header: Any) -> Letter:
    head, traces = _one(header, "e:MessageHeader"), _one(header, "e:TraceHeaderList")
    business, other = _one(traces, "e:Bussiness"), "e:OtherInfo/e:"
    return Letter(
        document_id=_text(head, "e:DocumentId"),
        sender=_organ(_one(head, "e:From")),
        receivers=[_organ(each) for each in head.findall("e:To", NAMES)],
        number=_text(head, "e:Code/e:CodeNumber"),
        notation=_text(head, "e:Code/e:CodeNotation"),
        place=_text(head, "e:PromulgationInfo/e:Place"),
        issued_on=_day(_text(head, "e:PromulgationInfo/e:PromulgationDate")),
        kind=(
            _text(head, "e:DocumentType/e:Type"),
            _text(head, "e:DocumentType/e:TypeDetail"),
            _text(head, "e:DocumentType/e:TypeName"),
        ),
        subject=_text(head, "e:Subject"),
        signer=Signer(
            _text(head, "e:SignerInfo/e:Competence"),
            _text(head, "e:SignerInfo/e:Position"),
            _text(head, "e:SignerInfo/e:FullName"),
        ),
        content=_text(head, "e:Content"),
        due_on=_day(due) if (due := _text(head, "e:DueDate")) else None,
        to_places=_texts(head, "e:ToPlaces/e:Place"),
        priority=int(_text(head, f"{other}Priority") or 0),
        sphere=_text(head, f"{other}SphereOfPromulgation"),
        typist=_text(head, f"{other}TyperNotation"),
        copies=int(_text(head, f"{other}PromulgationAmount") or 0),
        pages=int(_text(head, f"{other}PageAmount") or 0),
        direction=_text(head, f"{other}Direction"),
        appendixes=_texts(head, f"{other}Appendixes/e:Appendix"),
        answers=[_named(each) for each in head.findall("e:ResponseFor", NAMES)],
        steering=_text(head, "e:SteeringType"),
        traces=[
            Trace(_text(each, "e:OrganId"), _moment(_text(each, "e:Timestamp")))
            for each in traces.findall("e:TraceHeader", NAMES)
        ],
        business=Business(int(_text(business, "e:BussinessDocType"))),
        reason=_text(business, "e:BussinessDocReason"),
        paper=_text(business, "e:Paper") == "1",
        staff=_staff(business),
        replaces=[
            Replaced(_text(each, "e:DocumentId"), _texts(each, "e:OrganIdList/e:OrganId"))
            for each in business.findall("e:ReplacementInfoList/e:ReplacementInfo", NAMES)
        ],
        attached=list(_attached(tree)),
    )


def _attached(tree: Any) -> Iterable[Attached]:
    """The files that the manifest lists, each with its content. Raises ValueError where one is missing or damaged."""
    encoded = {_text(each, "e:ContentId"): each for each in tree.findall("e:AttachmentEncoded/e:Attachment", NAMES)}
    for listed in tree.findall("e:edXMLEnvelope/e:edXMLBody/e:edXMLManifest/e:Reference", NAMES):
        cid = _text(listed, "e:ContentId")
        if cid not in encoded:
            raise ValueError(f"{cid} is listed and not enclosed")
        try:
            content = base64.b64decode("".join(_text(encoded[cid], "e:ContentTransferEncoded").split()), validate=True)
        except binascii.Error as error:
            raise ValueError(f"{cid} is no base64") from error
        name, kind = _text(listed, "e:AttachmentName"), _text(listed, "e:ContentType")
        yield Attached(name, kind, content, _text(listed, "e:Description"))


def _organ(element: Any) -> Organ:
    tags = ("OrganId", "OrganName", "OrganizationInCharge", "OrganAdd", "Email", "Telephone", "Fax", "Website")
    return Organ(*(_text(element, f"e:{tag}") for tag in tags))


def _named(element: Any) -> Named:
    day = _day(_text(element, "e:PromulgationDate"))
    return Named(_text(element, "e:OrganId"), _text(element, "e:Code"), day, _text(element, "e:DocumentId"))


def _staff(element: Any) -> Staff:
    return Staff(*(_text(element, f"e:StaffInfo/e:{tag}") for tag in ("Department", "Staff", "Mobile", "Email")))


def _one(element: Any, path: str) -> Any:
    """The schema says that it is there."""
    return element.find(path, NAMES)


def _text(element: Any, path: str) -> str:
    found: str = element.findtext(path, "", NAMES)
    return found.strip()


def _texts(element: Any, path: str) -> list[str]:
    return [(each.text or "").strip() for each in element.findall(path, NAMES)]


def _day(text: str) -> date:
    return datetime.strptime(text, DAY).date()


def _moment(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=ZONE)
