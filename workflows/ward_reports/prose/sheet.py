"""The document as its text is edited: its own headings and sentences, with a field where a part is prose."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from workflows.documents.outline import TITLES
from workflows.documents.pages.layout import LaidDocument, LaidSection, lay_out
from workflows.documents.source import content_of
from workflows.models import IndicatorFigure, WardReport
from workflows.ward_reports.forms import NarrativeForm


@dataclass(frozen=True)
class SheetPart:
    """A section of the sheet: its heading, and its field, or as `section` what the system writes there."""

    heading: str
    field: BoundField | None
    section: LaidSection | None


def sheet_of(report: WardReport, form: NarrativeForm, figures: list[IndicatorFigure], fields: Any) -> dict[str, Any]:
    """The laid-out document, without the rows of its annexes, and its parts in order. `figures` and `fields` as
    `content_of` takes them.
    """
    document = lay_out(content_of(report, final=False, figures=figures, fields=fields, assignments=()))
    return {"document": document, "parts": _parts(document, form)}


def _parts(document: LaidDocument, form: NarrativeForm) -> list[SheetPart]:
    """A part that is blank as yet stands where the document will have it."""
    laid = {section.key: section for section in document.sections}
    order = list(laid)
    for blank in (name for name in form.fields if name in TITLES and name not in laid):
        order.insert(_place(blank, order), blank)
    return [_part(key, laid.get(key), form) for key in order]


def _place(blank: str, order: list[str]) -> int:
    if blank == "leadership":
        return 0
    if blank == "assessment" and "results" in order:
        return order.index("results") + 1
    return len(order)


def _part(key: str, section: LaidSection | None, form: NarrativeForm) -> SheetPart:
    heading = section.heading if section else TITLES[key].upper()
    return SheetPart(heading, form[key], None) if key in form.fields else SheetPart(heading, None, section)
