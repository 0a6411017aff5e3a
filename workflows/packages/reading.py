"""A package from outside, read with suspicion, as messages are (approvals/edxml/reading.py)."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from approvals.edxml import reading, signatures
from approvals.edxml.reading import MessageRefused
from approvals.edxml.signatures import Verdict

from .schema import NAMESPACE, held
from .table import PACKAGES, Field, Package

NAMES = {"p": NAMESPACE}
MOST_ELEMENTS = 200_000  # more than the schema allows rows of the widest package


@dataclass(frozen=True)
class Told:
    """What a package says, its rows as texts by the tags of its table, and what its signature is worth."""

    package: Package
    organ_id: str
    name: str
    at: str
    rows: list[dict[str, Any]]
    verdict: Verdict


def read(content: bytes, *, trusted: str = "") -> Told:
    """`trusted` is the PEM of the certificate that the sender is known by: then what was signed is read, and nothing
    else. Raises MessageRefused, SchemaFault.
    """
    tree = held(reading.parsed(content, most=MOST_ELEMENTS))
    checked = signatures.check(content, trusted, within=None)
    if checked.verdict == Verdict.BROKEN:
        raise MessageRefused("the signature does not fit the package")
    return _told(held(checked.signed) if checked.verdict == Verdict.VALID else tree, checked.verdict)


def _told(tree: Any, verdict: Verdict) -> Told:
    body = next(each for each in tree if etree.QName(each).localname.startswith("Goi"))
    found = PACKAGES[int(body.get("so"))]
    return Told(
        package=found,
        organ_id=tree.findtext("p:DonViGui/p:MaDinhDanh", "", NAMES),
        name=tree.findtext("p:DonViGui/p:Ten", "", NAMES),
        at=tree.findtext("p:ThoiDiem", "", NAMES),
        rows=[_row(found.fields, each) for each in body],
        verdict=verdict,
    )


def _row(fields: tuple[Field, ...], element: Any) -> dict[str, Any]:
    told = {field.tag: [each.text or "" for each in element.findall(f"p:{field.tag}", NAMES)] for field in fields}
    return {field.tag: told[field.tag] if field.many else told[field.tag][0] for field in fields if told[field.tag]}
