"""Which entries the objects may have that a later revision adds. What is not named here is not allowed.

A signature's field, what it shows and the validation data are all that comes after the first signature; each is taken
by its keys, so that an action, a further widget or a hidden layer in one of them is a change like any other.
"""

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pyhanko.pdf_utils import generic

SIGNATURE = {"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange", "/M", "/Name", "/Reason", "/Location"}
STAMP_FIELD = {"/Type", "/Subtype", "/FT", "/T", "/TU", "/F", "/Rect", "/P", "/V"}
STREAM = {"/Length", "/Filter", "/DecodeParms"}
LOOK = STREAM | {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources"}
RESOURCES = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/ProcSet"}
IMAGE = STREAM | {
    *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent"),
    *("/SMask", "/Decode", "/Interpolate"),
}
ARCHIVE = {"/Type", "/Certs", "/CRLs", "/OCSPs", "/VRI"}
OF_ONE_SIGNATURE = {"/Type", "/Cert", "/CRL", "/OCSP", "/TU", "/TS"}
EXTENSION = {"/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"}
DEEPEST = 3  # forms within forms: a picture in pyHanko's own frame is two deep

XMP = "{http://ns.adobe.com/xap/1.0/}"
# Written anew by any software that touches a file: when, and with what.
VOLATILE = {f"{XMP}ModifyDate", f"{XMP}MetadataDate", "{http://ns.adobe.com/pdf/1.3/}Producer"}


def entry(holder: Any, key: str, default: Any = None) -> Any:
    """An entry of a dictionary, followed to the object that it points to (`get` would hand back the pointer)."""
    return holder[key] if isinstance(holder, dict) and key in holder else default


def only(holder: Any, keys: set[str]) -> bool:
    """Whether it is a dictionary with these keys alone."""
    return isinstance(holder, generic.DictionaryObject) and set(holder) <= keys


def followed(holder: Any) -> list[Any]:
    """What a dictionary or a list holds, each followed to its object."""
    if isinstance(holder, generic.DictionaryObject):
        return [holder[key] for key in holder]
    return [holder[place] for place in range(len(holder))] if isinstance(holder, generic.ArrayObject) else []


def is_text(value: Any) -> bool:
    return isinstance(value, generic.TextStringObject | generic.ByteStringObject)


def is_signature(value: Any, kind: str) -> bool:
    """A signature dictionary of this type."""
    return only(value, SIGNATURE) and entry(value, "/Type", kind) == kind


def is_stamp(field: Any) -> bool:
    """The field of a document time stamp that shows nothing and does nothing."""
    place = entry(field, "/Rect")
    unseen = isinstance(place, generic.ArrayObject) and len(place) == 4 and not any(place)
    return (
        only(field, STAMP_FIELD)
        and entry(field, "/FT") == "/Sig"
        and unseen
        and is_signature(entry(field, "/V"), "/DocTimeStamp")
    )


def is_look(look: Any, depth: int = DEEPEST) -> bool:
    """An appearance that draws letters and pictures and nothing else."""
    if not (isinstance(look, generic.StreamObject) and only(look, LOOK) and entry(look, "/Subtype") == "/Form"):
        return False
    resources = entry(look, "/Resources", generic.DictionaryObject())
    drawn = followed(entry(resources, "/XObject"))
    return only(resources, RESOURCES) and all(
        _is_picture(each) or (depth and is_look(each, depth - 1)) for each in drawn
    )


def _is_picture(value: Any) -> bool:
    mask = entry(value, "/SMask")
    whole = isinstance(value, generic.StreamObject) and only(value, IMAGE) and entry(value, "/Subtype") == "/Image"
    return whole and (mask is None or ("/SMask" not in mask and _is_picture(mask)))


def is_archive(value: Any) -> bool:
    """Validation data (DSS): certificates, lists and answers, each a plain stream."""
    if not only(value, ARCHIVE):
        return False
    each_one = followed(entry(value, "/VRI"))
    lists = [followed(entry(value, key)) for key in ("/Certs", "/CRLs", "/OCSPs")]
    return all(only(each, OF_ONE_SIGNATURE) for each in each_one) and all(_streams(each) for each in lists)


def _streams(values: Iterable[Any]) -> bool:
    return all(isinstance(each, generic.StreamObject) and only(each, STREAM) for each in values)


def is_extensions(value: Any) -> bool:
    """Which extensions of the PDF standard the file uses."""
    named = [each for value in followed(value) for each in (followed(value) if isinstance(value, list) else [value])]
    return all(only(each, EXTENSION) or isinstance(each, generic.NameObject) for each in named)


def same_metadata(before: Any, after: Any) -> bool:
    """Whether two XMP streams say the same, but for what any software writes anew, to a reader of XML."""
    if not all(isinstance(each, generic.StreamObject) for each in (before, after)):
        return False
    if set(before) - STREAM != set(after) - STREAM:
        return False
    try:
        return list(_flattened(fromstring(before.data))) == list(_flattened(fromstring(after.data)))
    except (ParseError, DefusedXmlException, ValueError):
        return False


def _flattened(element: Element) -> Iterable[tuple[str, tuple[tuple[str, str], ...], str, str]]:
    """Name, attributes and texts of the element and of all in it, in their order, as a reader of XML takes them."""
    if element.tag in VOLATILE and not len(element):
        yield "", (), "", (element.tail or "").strip()
        return
    attributes = tuple(sorted(pair for pair in element.attrib.items() if pair[0] not in VOLATILE))
    yield element.tag, attributes, (element.text or "").strip(), (element.tail or "").strip()
    for child in element:
        yield from _flattened(child)
    yield f"/{element.tag}", (), "", ""
