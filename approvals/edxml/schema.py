"""The schema that every message is held against, on its way out and on its way in. It is ours: see edxml.xsd."""

from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree


class SchemaFault(ValueError):
    """A message that is none of the standard's."""


def validated(tree: Any) -> Any:
    """The same tree. Raises SchemaFault, which names the first place that is wrong."""
    schema = _schema()
    if not schema.validate(tree):
        fault = schema.error_log[0]
        raise SchemaFault(f"{fault.path}: {fault.message}")
    return tree


@cache
def _schema() -> Any:
    return etree.XMLSchema(etree.parse(Path(__file__).with_name("edxml.xsd")))
