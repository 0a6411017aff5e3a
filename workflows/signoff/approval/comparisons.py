"""What changed between two renderings of a case's document."""

import json
from collections.abc import Iterable
from contextlib import suppress

from approvals.errors import NotPossible
from approvals.models import Rendition
from approvals.register import inventory
from workflows.documents.differences import Content, Differences, differences
from workflows.models.cases import RoutedCase


def since_that_look(report: RoutedCase, seen: str, rendition: Rendition) -> Differences | None:
    """How this rendering differs from that of SHA-256 `seen`; None where that was none of this report's."""
    contents = contents_of(report, seen, rendition.sha256, of=versions(report))
    return between(contents.get(seen), contents.get(rendition.sha256))


def versions(report: RoutedCase) -> list[int]:
    """The report and the version of it that the province refused."""
    return [report.pk, *([report.replaces_id] if report.replaces_id else [])]


def between(old: Content | None, new: Content | None) -> Differences | None:
    return differences(old, new) if old and new else None


def contents_of(case: RoutedCase, *hashes: str | None, of: list[int] | None = None) -> dict[str | None, Content]:
    """The stored content of each of these PDFs; one that is missing or changed becomes an incident. One query.

    `of` names the reports that they have to belong to.
    """
    renditions = Rendition.objects.filter(subject_kind=case.kind, sha256__in=[each for each in hashes if each])
    return stored(renditions if of is None else renditions.filter(subject_id__in=of))


def stored(renditions: Iterable[Rendition]) -> dict[str | None, Content]:
    """The same of renditions, by their SHA-256."""
    contents: dict[str | None, Content] = {}
    for rendition in renditions:
        if item := inventory.beside(rendition, "-content.json"):
            with suppress(NotPossible), inventory.opened(item) as file:
                contents[rendition.sha256] = json.load(file)
    return contents
