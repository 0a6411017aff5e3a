"""The report's text beside that of the period before."""

from django.http import HttpResponse
from django.shortcuts import render

from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_open
from workflows.documents.differences import changed_paragraphs
from workflows.models import WardReport
from workflows.prose import drafts as prose
from workflows.pure.wording import references
from workflows.ward_reports.forms import LABELS
from workflows.ward_reports.prose.saving import parts_of
from workflows.ward_reports.views import visible_report


def ward_report_compare(request: SignedIn, pk: int) -> HttpResponse:
    """Part by part and word by word what reads otherwise than in the period before."""
    report = visible_report(request, pk)
    refuse_unless_open(report, "edit_narrative", by=request.user)
    before = _before(report)
    page = {"report": report, "before": before, "parts": _parts(report, before) if before else []}
    return render(request, "workflows/ward_reports/compare.html", page)


def _before(report: WardReport) -> WardReport | None:
    """The newest version of the last period of this kind before it that was consolidated."""
    earlier = WardReport.objects.with_names().filter(
        ward=report.ward_id, period__kind=report.period.kind_id, period__ends__lt=report.period.ends
    )
    return earlier.filter(consolidated_at__isnull=False).order_by("-period__ends", "-version").first()


def _parts(report: WardReport, before: WardReport) -> list[dict[str, object]]:
    now, then = _read(report), _read(before)
    found = ((LABELS[part], list(changed_paragraphs(then[part], now[part]))) for part in parts_of(report))
    return [{"label": label, "paragraphs": paragraphs} for label, paragraphs in found if paragraphs]


def _read(report: WardReport) -> dict[str, list[str]]:
    """Each part's paragraphs with its figures in words."""
    words = prose.words_of(prose.figures_of(report))
    return {part: references.resolve(text, words).splitlines() for part, text in prose.texts_of(report).items()}
