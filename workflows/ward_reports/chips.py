"""The document's prose and Phụ lục I as a page shows them: each figure a link to where it comes from, red sentences
marked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from workflows.documents.pages.layout import LaidDocument, LaidIndicator, LaidSection
from workflows.pure.wording.references import ALERT, CLOSE, END, FIGURE, SHOWN, number_of

CHIP = re.compile(f"{FIGURE}([^{SHOWN}]*){SHOWN}([^{CLOSE}]*){CLOSE}")
SENTENCE = re.compile(f"{ALERT}([^{SHOWN}]*){SHOWN}([^{END}]*){END}")
PANEL = "#figure-panel"

Address = Callable[[int], str]


def with_links(document: LaidDocument, report_id: int) -> LaidDocument:
    """The laid-out report with its figures as links; `content_of` gave it with `marked`."""

    def address(number: int) -> str:
        return reverse("ward_report_figure", args=[report_id, number])

    return replace(
        document,
        sections=tuple(_section(section, address) for section in document.sections),
        indicators=tuple(_indicator(row, address) for row in document.indicators),
    )


def with_chips(document: LaidDocument, report_id: int, marked: Mapping[str, str]) -> LaidDocument:
    """A laid-out report that was kept without marks: `marked` has them, by how the paragraph reads without."""
    sections = (
        replace(section, paragraphs=tuple(marked.get(text, text) for text in section.paragraphs))
        for section in document.sections
    )
    return with_links(replace(document, sections=tuple(sections)), report_id)


def _section(section: LaidSection, address: Address) -> LaidSection:
    return replace(section, paragraphs=tuple(_paragraph(text, address) for text in section.paragraphs))


def _paragraph(text: str, address: Address) -> str:
    """Safe HTML where anything is marked, else the text as it was: templates escape that."""
    if FIGURE not in text and ALERT not in text:
        return text
    escaped = str(conditional_escape(text))
    linked = CHIP.sub(lambda found: _chip(found[1], found[2], address), escaped)
    return mark_safe(SENTENCE.sub(_red, linked))  # escaped above


def _chip(reference: str, words: str, address: Address) -> str:
    number = number_of(reference)
    shown = mark_safe(words)  # escaped by the caller
    if number is None:
        return format_html('<span class="figure-chip">{}</span>', shown)
    return link(shown, address(number))


def _red(found: re.Match[str]) -> str:
    sentence = mark_safe(found[2])  # escaped by the caller
    return format_html('<mark class="sentence-red" id="sentence-{}">{}</mark>', found[1], sentence)


def _indicator(row: LaidIndicator, address: Address) -> LaidIndicator:
    there = address(row.number)
    return replace(row, in_period=link(row.in_period, there), year_to_date=link(row.year_to_date, there))


def link(shown: str, address: str) -> SafeString:
    """A figure as a link to where it comes from: beside the page with a script, on a page of its own without."""
    return format_html(
        '<a class="figure-chip" href="{}" hx-get="{}" hx-target="{}" hx-swap="innerHTML show:top">{}</a>',
        address,
        address,
        PANEL,
        shown,
    )
