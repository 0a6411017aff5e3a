"""A package as XML: written by the table, held against the schema, signed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from approvals.clock import ZONE, now
from approvals.edxml import signatures
from workflows.documents.data import plain

from .schema import NAMESPACE, held
from .table import Field, Package

Row = Mapping[str, Any]
E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def package(of: Package, rows: Iterable[Row], *, organ_id: str, name: str) -> Any:
    """The tree of a package that the organ sends; of each row None and blank texts are left out. Raises SchemaFault."""
    told = [E(of.tag, *(each for field in of.fields for each in _elements(field, row.get(field.tag)))) for row in rows]
    return held(
        E.GoiTin(
            E.DonViGui(E.MaDinhDanh(organ_id), E.Ten(name)),
            E.ThoiDiem(_text(now())),
            E(f"Goi{of.number:02d}", *told, so=str(of.number), ten=of.title),
        )
    )


def signed(tree: Any, key: str, certificate: str) -> bytes:
    """The file with its signature, which is the last element within. Raises KeyFault."""
    return text(signatures.sign(tree, key, certificate, within=None))


def text(tree: Any) -> bytes:
    content: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    return content


def _elements(field: Field, value: Any) -> list[Any]:
    given = value if field.many else [value]
    return [E(field.tag, _text(each)) for each in given or () if each is not None and each != ""]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(plain(value)) if isinstance(value, Decimal) else str(value)
