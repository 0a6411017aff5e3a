"""What a signer reads beside the pages: what changed since they last looked, and since the last period's report."""

import json
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from approvals.models import Rendition
from approvals.text.glyphs import named, unprintable
from approvals.trail import sightings
from units.models import Person
from workflows.documents.differences import Content, Differences
from workflows.models import WardReport
from workflows.pure.period_words import period_words
from workflows.signoff.approval.comparisons import between, contents_of, versions


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
    """All that is compared with this rendering. Two queries."""
    looked_at = sightings.last_but(rendition.sha256, kind="wardreport", subjects=versions(report), by=person)
    named = JSONObject(code="period__code", pdf=Subquery(_drafts("pk")))
    found = (
        WardReport.objects.filter(pk=report.pk)
        .annotate(looked=Subquery(looked_at[:1]), refused=Subquery(_drafts("replaces_id")))
        .annotate(before=Subquery(_of_periods_before(report).values(row=named)[:1]))
        .values("looked", "refused", "before")
        .get()
    )
    before = found["before"] or {"code": "", "pdf": None}
    contents = contents_of(report, rendition.sha256, found["looked"], found["refused"], before["pdf"])
    now = contents.get(rendition.sha256)
    return Compared(
        content=now,
        since_look=between(contents.get(found["looked"]), now),
        since_refused=None if found["looked"] else between(contents.get(found["refused"]), now),
        since_period=between(contents.get(before["pdf"]), now),
        before=period_words(before["code"]) if before["code"] else "",
    )


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
