"""What a signer reads beside the pages: what changed since they last looked, and since the last period's report."""

import json
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from approvals.models import Rendition
from approvals.text.glyphs import named, unprintable
from approvals.trail import sightings
from units.models import Person
from workflows.documents.differences import Content, Differences
from workflows.models import WardReport
from workflows.pure.period_words import period_words
from workflows.signoff.approval.comparisons import between, stored, versions


@dataclass(frozen=True)
class Compared:
    """The content of the current rendering, and how it differs from others; None where there is none.

    `since_look` is against what the person was shown before, `since_refused` against the version that the province
    refused, where they were shown none, `since_period` against the report of the period before, named by `before`.
    """

    content: Content | None = None
    since_look: Differences | None = None
    since_refused: Differences | None = None
    since_period: Differences | None = None
    before: str = ""

    @property
    def unprintable(self) -> str:
        """The signs that the pages show as empty boxes."""
        return named(unprintable(json.dumps(self.content, ensure_ascii=False))) if self.content else ""


def compared(report: WardReport, rendition: Rendition, person: Person) -> Compared:
    """All that is compared with this rendering. One query."""
    renditions = list(_compared_with(report, rendition, person))
    if not renditions:
        return Compared()
    contents, found = stored(renditions), renditions[0]
    now = contents.get(rendition.sha256)
    return Compared(
        content=now,
        since_look=between(contents.get(found.looked), now),
        since_refused=None if found.looked else between(contents.get(found.refused), now),
        since_period=between(contents.get(found.of_before), now),
        before=period_words(found.before) if found.before else "",
    )


def _compared_with(report: WardReport, rendition: Rendition, person: Person) -> QuerySet[Any]:
    """This rendering and those beside which it is read, each with the SHA-256 of all of them, as `Compared` names them,
    and the code of the period before.
    """
    own = WardReport.objects.filter(pk=report.pk)
    earlier = _of_periods_before(report)
    looked_at = sightings.last_but(rendition.sha256, kind="wardreport", subjects=versions(report), by=person)
    named = Rendition.objects.filter(subject_kind="wardreport").annotate(
        looked=Subquery(looked_at[:1]),
        refused=Subquery(own.values(sha256=Subquery(_drafts("replaces_id")))),
        of_before=Subquery(earlier.values(sha256=Subquery(_drafts("pk")))[:1]),
        before=Subquery(earlier.values("period__code")[:1]),
    )
    beside = (Q(sha256=F(name)) for name in ("looked", "refused", "of_before"))
    return named.filter(reduce(or_, beside, Q(sha256=rendition.sha256)))


def _drafts(of: str) -> QuerySet[Rendition, str]:
    """The SHA-256 of what was last shown of the outer query's report named by `of`."""
    drafts = Rendition.objects.filter(subject_kind="wardreport", final=False, subject_id=OuterRef(of))
    return drafts.order_by("-made_at").values_list("sha256", flat=True)[:1]


def _of_periods_before(report: WardReport) -> QuerySet[WardReport]:
    """The ward's reports of this kind that were sent in earlier periods, the nearest first."""
    period = report.period
    if period.is_asked:
        return WardReport.objects.none()
    earlier = WardReport.objects.counting().filter(
        ward=report.ward_id, period__kind=period.kind_id, period__ends__lt=period.ends
    )
    return earlier.exclude(content="").order_by("-period__ends")
