"""What a signer reads beside the pages: what changed since they last looked, and since the last period's report."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from approvals import files, sightings
from approvals.models import Rendition
from units.models import Person
from workflows.documents.differences import Content, Differences, differences
from workflows.documents.glyphs import named, unprintable
from workflows.models import WardReport
from workflows.narrative import period_words


@dataclass(frozen=True)
class Compared:
    """What the rendering that stands now says, and what it says otherwise than others; None where there is none.

    `since_look` is against what the person was shown before, `since_refused` against the version that the province
    refused, where they were shown none, `since_period` against the report of the period before, named by `before`.
    """

    content: Content | None = None
    since_look: Differences | None = None
    since_refused: Differences | None = None
    since_period: Differences | None = None
    before: str = ""

    @property
    def reds(self) -> list[Content]:
        """The red indicators, as the document has them."""
        rows = self.content["indicators"] if self.content else []
        return [row for row in rows if row["rating"] == "red"]

    @property
    def unprintable(self) -> str:
        """The signs that the pages show as empty boxes."""
        return named(unprintable(json.dumps(self.content, ensure_ascii=False))) if self.content else ""


def compared(report: WardReport, rendition: Rendition, person: Person) -> Compared:
    """All that is compared with this rendering. One statement."""
    looked_at = sightings.last_but(rendition.sha256, kind="wardreport", subjects=_versions(report), by=person)
    named = JSONObject(code="period__code", pdf=Subquery(_drafts("pk")))
    found = (
        WardReport.objects.filter(pk=report.pk)
        .annotate(looked=Subquery(looked_at[:1]), refused=Subquery(_drafts("replaces_id")))
        .annotate(before=Subquery(_of_periods_before(report).values(row=named)[:1]))
        .values("looked", "refused", "before")
        .get()
    )
    now, before = _content(rendition.sha256), found["before"] or {"code": "", "pdf": None}
    return Compared(
        content=now,
        since_look=_between(_content(found["looked"]), now),
        since_refused=None if found["looked"] else _between(_content(found["refused"]), now),
        since_period=_between(_content(before["pdf"]), now),
        before=period_words(before["code"]) if before["code"] else "",
    )


def since_that_look(report: WardReport, seen: str, rendition: Rendition) -> Differences | None:
    """What this rendering says otherwise than that of SHA-256 `seen`; None where that was none of this report's."""
    shown = Rendition.objects.filter(subject_kind="wardreport", subject_id__in=_versions(report), sha256=seen)
    return _between(_content(seen), _content(rendition.sha256)) if shown.exists() else None


def _drafts(of: str) -> QuerySet[Rendition, str]:
    """The SHA-256 of what was last shown of the outer query's report named by `of`."""
    drafts = Rendition.objects.filter(subject_kind="wardreport", final=False, subject_id=OuterRef(of))
    return drafts.order_by("-made_at").values_list("sha256", flat=True)[:1]


def _of_periods_before(report: WardReport) -> QuerySet[WardReport]:
    """The ward's reports of this kind that were sent in earlier periods, the nearest first."""
    earlier = WardReport.objects.counting().filter(
        ward=report.ward_id, period__kind=report.period.kind_id, period__code__lt=report.period.code
    )
    return earlier.exclude(content="").order_by("-period__code")


def _versions(report: WardReport) -> list[int]:
    """The report and the version of it that the province refused."""
    return [report.pk, *([report.replaces_id] if report.replaces_id else [])]


def _between(old: Content | None, new: Content | None) -> Differences | None:
    return differences(old, new) if old and new else None


def _content(sha256: str | None) -> Any:
    """What the PDF says; None where it is not kept."""
    path = files.content_path(sha256) if sha256 else None
    return json.loads(path.read_bytes()) if path and path.exists() else None
