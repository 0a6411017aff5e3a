"""The schema of packages, made from the table: every package is held against it, on its way out and on its way in.

It is published as static/dossiers/qcvn-125.xsd: `python -m workflows.packages.schema` writes it.
"""

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from approvals.edxml.schema import SchemaFault

from .table import PACKAGES, Field, Kind, Package

NAMESPACE = "urn:trinh-duyet:qcvn-125:1"
XSD = "http://www.w3.org/2001/XMLSchema"
PUBLISHED = Path(__file__).resolve().parents[2] / "static" / "dossiers" / "qcvn-125.xsd"
MOST_ROWS = 20_000
X = ElementMaker(namespace=XSD, nsmap={"xs": XSD, None: NAMESPACE})
LONGEST = {Kind.CODE: 60, Kind.LINE: 500, Kind.TEXT: 100_000}
PLAIN = {
    Kind.NUMBER: "xs:decimal",
    Kind.WHOLE: "xs:integer",
    Kind.DAY: "xs:date",
    Kind.MOMENT: "xs:dateTime",
    Kind.FLAG: "xs:boolean",
}


def held(tree: Any) -> Any:
    """The same tree. Raises SchemaFault, which names the first place that is wrong."""
    schema = _schema()
    if not schema.validate(tree):
        fault = schema.error_log[0]
        raise SchemaFault(f"{fault.path}: {fault.message}")
    return tree


@cache
def _schema() -> Any:
    return etree.XMLSchema(made())


def made() -> Any:
    """The schema as a tree."""
    return X.schema(
        *(_text(kind, longest) for kind, longest in LONGEST.items()),
        X.element(
            X.complexType(
                X.sequence(
                    X.element(_sequence(*_sender()), name="DonViGui"),
                    X.element(name="ThoiDiem", type="xs:dateTime"),
                    X.choice(*map(_package, PACKAGES.values())),
                    X.any(namespace="http://www.w3.org/2000/09/xmldsig#", processContents="skip", minOccurs="0"),
                )
            ),
            name="GoiTin",
        ),
        targetNamespace=NAMESPACE,
        elementFormDefault="qualified",
    )


def _text(kind: Kind, longest: int) -> Any:
    bounds = [X.minLength(value="1"), X.maxLength(value=str(longest))]
    return X.simpleType(X.restriction(*bounds, base="xs:string"), name=kind.value)


def _sender() -> list[Any]:
    return [X.element(name="MaDinhDanh", type="code"), X.element(name="Ten", type="line")]


def _package(package: Package) -> Any:
    """An element with the number and the title of the package, and its rows."""
    row = X.element(_sequence(*map(_field, package.fields)), name=package.tag, minOccurs="0", maxOccurs=str(MOST_ROWS))
    content = X.complexType(X.sequence(row))
    content.append(X.attribute(name="so", use="required", fixed=str(package.number)))
    content.append(X.attribute(name="ten", use="required", fixed=package.title))
    return X.element(content, name=f"Goi{package.number:02d}")


def _field(field: Field) -> Any:
    occurs = {} if field.needed else {"minOccurs": "0"}
    occurs |= {"maxOccurs": "2000"} if field.many else {}
    return X.element(name=field.tag, type=PLAIN.get(field.kind, field.kind.value), **occurs)


def _sequence(*elements: Any) -> Any:
    return X.complexType(X.sequence(*elements))


def text() -> bytes:
    return etree.tostring(made(), xml_declaration=True, encoding="UTF-8", pretty_print=True)


if __name__ == "__main__":
    PUBLISHED.write_bytes(text())
