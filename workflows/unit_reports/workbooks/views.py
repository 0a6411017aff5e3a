"""A unit report filled in with Excel: the workbook is downloaded, and uploaded again to the page that saves typing."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from units.requests import SignedIn
from units.workbook import Fault, UnreadableWorkbook
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.models import UnitReport
from workflows.plans.imports.forms import ReportWorkbookForm
from workflows.unit_reports import workbooks
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.entries.forms import EntriesForm
from workflows.unit_reports.findings import entries_of
from workflows.unit_reports.views import differences_page, head_of


def unit_report_workbook(request: SignedIn, pk: int) -> HttpResponse:
    """Download the report's workbook; upload it filled in, and see what it changes. Nothing is written here."""
    report = visible_unit_report(request, pk)
    refuse_unless_open(report, "save_draft", by=request.user)
    if request.method != "POST":
        return _page(request, report, ReportWorkbookForm())
    form = ReportWorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, report, form, status=422)
    try:
        blank = EntriesForm(entries_of(report))
        reading = workbooks.read(form.cleaned_data["workbook"], blank)
    except UnreadableWorkbook as refusal:
        return _page(request, report, form, faults=list(refusal.faults), status=422)
    if reading.version != report.version and reading.unsure:
        return _page(request, report, form, faults=reading.unsure, status=422)
    if reading.version != report.version and not reading.faults:
        stale = entries.StaleSave(report)
        return differences_page(request, stale, typed=reading.posted(blank))
    return _check_page(request, blank, reading)


def unit_report_workbook_file(request: SignedIn, pk: int) -> FileResponse:
    """The workbook itself, of the report as it is now."""
    report = visible_unit_report(request, pk)
    refuse_unless_open(report, "save_draft", by=request.user)
    content = workbooks.write(EntriesForm(entries_of(report)))
    name = f"{report.unit.code}-{report.period.code}.xlsx"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)


def _check_page(request: SignedIn, blank: EntriesForm, reading: workbooks.WorkbookReading) -> HttpResponse:
    """Cell by cell what would change, and what is wrong; only what is right as a whole can be confirmed."""
    posted = reading.posted(blank)
    form = EntriesForm(blank.entries, posted)
    form.is_valid()
    faults = [*reading.faults, *_faults_of(form, reading)]
    chosen = [name for name, cell in reading.cells.items() if cell.asked]  # by the reader, on the page
    page = {
        **head_of(blank.entries.report),
        "faults": faults,
        "changes": [(reading.cells[each.name], each) for each in form.differences()],
        "posted": [(name, text) for name, text in posted.items() if name not in {"seen", *chosen}],
    }
    return render(request, "workflows/unit_reports/workbook_check.html", page, status=422 if faults else 200)


def _faults_of(form: EntriesForm, reading: workbooks.WorkbookReading) -> list[Fault]:
    """What the page itself would refuse, at the cells it comes from."""
    found = [(name, str(message)) for name, messages in form.errors.items() for message in messages]
    locked = _("The office has accepted this, and returned other entries alone: leave it as it was.")
    found += [(name, locked) for name in form.differing() if form.is_locked(name)]
    return [reading.fault(name, message) for name, message in found if name in reading.cells]


def _page(
    request: SignedIn,
    report: UnitReport,
    form: ReportWorkbookForm,
    *,
    faults: list[Fault] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {**head_of(report), "form": form, "faults": faults or []}
    return render(request, "workflows/unit_reports/workbook.html", page, status=status)
