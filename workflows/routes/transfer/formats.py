"""The formats in which a route leaves the product."""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.models import Route

from . import bpmn, files


@dataclass(frozen=True)
class Format:
    """How a route is written as text, and the type of the file."""

    written: Callable[[Route], str]
    content_type: str


FORMATS = {
    "json": Format(files.written, "application/json"),
    "bpmn": Format(bpmn.written, "application/xml"),
}
