"""What the office entered for a unit, confirmed by whoever has the link: no account."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from approvals.pages import rates
from approvals.pages.forms import done, posted, status_of
from units.models import Person
from workflows.cases.moves import events_of
from workflows.models import UnitReport
from workflows.unit_reports.assignment_rows import AssignmentRow
from workflows.unit_reports.entries.forms import NARRATIVE
from workflows.unit_reports.findings import IndicatorRow, Row, entries_of
from workflows.unit_reports.parts import part_in, part_of

from . import actions as on_behalf
from . import links
from .forms import ConfirmForm

PUBLIC = "workflows/unit_reports/on_behalf"


@login_not_required
@require_http_methods(["GET", "POST"])
def on_behalf_link(request: HttpRequest, token: str) -> HttpResponse:
    """What was entered since the moment that the link names, and nothing else of the report."""
    named = links.opened(token)
    if named is None:
        raise Http404
    pk, since = named
    report = get_object_or_404(UnitReport.objects.with_names(), pk=pk)
    if report.unconfirmed_since != since:
        return render(request, f"{PUBLIC}/link_done.html", {"report": report}, status=410)
    if request.method == "POST" and not rates.within(request, "quick_form"):
        return render(request, "429.html", status=429)
    form = ConfirmForm(posted(request), initial={"seen": report.version})
    by = request.user if isinstance(request.user, Person) else None
    if done(form, lambda: on_behalf.confirm_by_link(report, since=since, by=by, **form.cleaned_data)):
        return render(request, f"{PUBLIC}/link_done.html", {"report": report, "confirmed": True})
    page = {"report": report, "form": form, "entered": entered_into(report)}
    return render(request, f"{PUBLIC}/link.html", page, status=status_of(form))


def entered_into(report: UnitReport) -> list[tuple[str, str]]:
    """The entries and texts that the office typed and the unit has not confirmed, each with what it says now."""
    typed = events_of(report).filter(action="save_on_behalf", at__gte=report.unconfirmed_since)
    parts = {part_in(name) for changes in typed.values_list("changes", flat=True) for name in changes}
    rows = [(row.name, _words(row)) for row in entries_of(report).rows if part_of(row) in parts]
    return rows + [(str(label), getattr(report, name)) for name, label in NARRATIVE.items() if name in parts]


def _words(row: Row) -> str:
    if isinstance(row, AssignmentRow):
        return ": ".join(filter(None, [str(row.entry.get_status_display()), row.entry.result]))
    if row.is_blank:
        return "–"
    if isinstance(row, IndicatorRow):
        return " ".join(filter(None, [row.value_words, row.entry.indicator.measure, row.parts_words]))
    return row.value_words
