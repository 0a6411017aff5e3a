"""What changed between two renderings of a case's document, and what a signer has to compare."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from approvals.errors import NotPossible
from approvals.models import Rendition
from approvals.register import inventory
from approvals.text.glyphs import named, unprintable
from approvals.trail import sightings
from units.models import Person
from workflows.documents.content import of_json
from workflows.documents.differences import Content, Differences, differences
from workflows.documents.pages.layout import LaidDocument, lay_out
from workflows.models.cases import RoutedCase


@dataclass(frozen=True)
class Compared:
    """The content of the present rendering, and how it differs from others; None where there is none.

    `since_look` is against what the person was shown before, `since_refused` against the version that the province
    refused, where they were shown none, `since_before` against the `earlier` content of another case, named `before`.
    """

    content: Content | None = None
    since_look: Differences | None = None
    since_refused: Differences | None = None
    since_before: Differences | None = None
    earlier: Content | None = None
    before: str = ""

    @property
    def unprintable(self) -> str:
        """The signs that the pages show as empty boxes."""
        return named(unprintable(json.dumps(self.content, ensure_ascii=False))) if self.content else ""

    @property
    def document(self) -> LaidDocument | None:
        """The text of the rendering, as a page shows it."""
        return lay_out(of_json(self.content)) if self.content else None


def compared(
    case: RoutedCase, rendition: Rendition | None, person: Person, earlier: QuerySet[Any] | None = None
) -> Compared:
    """All that is compared with this rendering. One query, none where there is no rendering.

    `earlier` are cases of the same type, the nearest first, each with `called`: its name for the reader.
    """
    renditions = list(_compared_with(case, rendition, person, earlier)) if rendition else []
    if not rendition or not renditions:
        return Compared()
    contents, found = stored(renditions), renditions[0]
    now = contents.get(rendition.sha256)
    return Compared(
        content=now,
        since_look=between(contents.get(found.looked), now),
        since_refused=None if found.looked else between(contents.get(found.refused), now),
        since_before=between(contents.get(found.of_before), now),
        earlier=contents.get(found.of_before),
        before=found.before or "",
    )


def _compared_with(
    case: RoutedCase, rendition: Rendition, person: Person, earlier: QuerySet[Any] | None
) -> QuerySet[Any]:
    """This rendering and those beside which it is read, each with the SHA-256 of all of them, as `Compared` names
    them, and the name of the earlier case.
    """
    looked_at = sightings.last_but(rendition.sha256, kind=case.kind, subjects=versions(case), by=person)
    refused = _drafts(case).filter(subject_id=case.replaces_id or 0)
    beside: dict[str, Any] = {"looked": Subquery(looked_at[:1]), "refused": Subquery(refused[:1])}
    before: Any = earlier if earlier is not None else type(case)._default_manager.none().annotate(called=F("state"))
    of_before = _drafts(case).filter(subject_id=OuterRef("pk"))[:1]
    beside["of_before"] = Subquery(before.values(sha256=Subquery(of_before))[:1])
    named = Rendition.objects.filter(subject_kind=case.kind).annotate(
        **beside, before=Subquery(before.values("called")[:1])
    )
    which = (Q(sha256=F(name)) for name in beside)
    return named.filter(reduce(or_, which, Q(sha256=rendition.sha256)))


def _drafts(case: RoutedCase) -> QuerySet[Rendition, str]:
    """The SHA-256 of what was shown of cases of this type for approval, the last first."""
    drafts = Rendition.objects.filter(subject_kind=case.kind, final=False)
    return drafts.order_by("-made_at").values_list("sha256", flat=True)


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
