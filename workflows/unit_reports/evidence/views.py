"""The evidence of one entry: attached and removed by its drafter, read and downloaded by whoever may see the report."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from approvals.errors import NotPossible
from approvals.pages.uploads import LimitedUpload
from approvals.trail import changes
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.attached.pages import file_response, takes_file
from workflows.cases.moves import refuse_unless_open
from workflows.cases.pages import visible_unit_report
from workflows.models import AssignmentEntry, Evidence, FieldValue, IndicatorEntry, UnitReport
from workflows.unit_reports.parts import FIELD, entry_of
from workflows.unit_reports.views import head_of

from . import actions as evidence_actions
from . import pieces as evidence
from .forms import EvidenceForm


@takes_file
def entry_evidence(request: SignedIn, pk: int, part: str, upload: LimitedUpload) -> HttpResponse:
    """The evidence of one entry; POST attaches a file or a link to it."""
    report = visible_unit_report(request, pk)
    entry = entry_of(report, part)
    if entry is None:
        raise Http404
    form, status = EvidenceForm(of_files=isinstance(entry, FieldValue)), 200
    if request.method == "POST":
        form, status = _posted(request, report, part, upload)
        if status == 200 and not request.headers.get("HX-Request"):
            messages.success(request, gettext("Attached. It goes to the office with the report."))
            return redirect("entry_evidence", pk, part)
    shown = shown_evidence(request, report, part) | {"form": form}
    if request.headers.get("HX-Request"):  # from the panel, which takes 200 and 422 in
        outcome = {"beside": True, "attached": request.method == "POST" and status == 200}
        part_of_panel = render_to_string("workflows/unit_reports/_evidence.html", shown | outcome)
        return HttpResponse(part_of_panel, status=status if status == 200 else 422)
    page = head_of(report) | shown | {"label": named(entry)}
    return render(request, "workflows/unit_reports/entry_evidence.html", page, status=status)


def _posted(request: SignedIn, report: UnitReport, part: str, upload: LimitedUpload) -> tuple[EvidenceForm, int]:
    """The form as it is to be shown, and the status: 200 where it was attached, and the form is blank again."""
    of_files = part.startswith(FIELD)
    form = EvidenceForm(request.POST, request.FILES, refused=upload.too_large, of_files=of_files)
    if not form.is_valid():
        refuse_unless_open(report, "save_draft", by=request.user)
        return form, 422
    file, link = form.cleaned_data["file"], form.cleaned_data["link"]
    try:
        if file:
            evidence_actions.attach_file(report, by=request.user, part=part, file=file)
        else:
            evidence_actions.attach_link(report, by=request.user, part=part, link=link, name=form.cleaned_data["name"])
    except NotPossible as refusal:
        form.add_error("file" if file else "link", refusal.message)
        return form, 409
    return EvidenceForm(of_files=of_files), 200


def shown_evidence(request: SignedIn, report: UnitReport, part: str) -> dict[str, Any]:
    """What `workflows/unit_reports/_evidence.html` shows. One query."""
    return {
        "report": report,
        "part": part,
        "pieces": evidence.of_part(report, part, request.user),
        "may_attach": evidence.may_attach(rules.open_to(request.user, report), report, part),
        "form": EvidenceForm(),
        "csrf_token": get_token(request),
    }


@require_GET
def evidence_file(request: SignedIn, pk: int) -> FileResponse:
    """The file, to be saved and never shown by the browser. 404 where the report is not the reader's to see."""
    return file_response(_visible(request, pk))


def evidence_remove(request: SignedIn, pk: int) -> HttpResponse:
    """Asks, and on POST takes the piece away."""
    row = _visible(request, pk, files_alone=False)
    report = row.report
    if request.method == "POST":
        evidence_actions.remove_evidence(row, by=request.user)
        messages.success(request, gettext("Removed: %(name)s") % {"name": row.name})
        return redirect("entry_evidence", report.pk, row.part)
    if not evidence.may_attach(rules.open_to(request.user, report), report, row.part):
        raise NotPossible(gettext("Evidence is removed by its drafter, while the report may be written."))
    page = {
        "title": gettext("Remove evidence: %(name)s") % {"name": row.name},
        "happens": gettext("It no longer stands behind %(entry)s. Its name and SHA-256 stay in the trail.")
        % {"entry": changes.field(row.part)},
        "final": gettext("the file itself is deleted after a day, where no other entry uses it.") if row.sha256 else "",
        "label": gettext("Remove"),
        "cancel_url": reverse("entry_evidence", args=[report.pk, row.part]),
    }
    return render(request, "workflows/unit_reports/evidence_remove.html", page)


def _visible(request: SignedIn, pk: int, *, files_alone: bool = True) -> Evidence:
    """The piece, where its report is the reader's to see; else 404."""
    rows = Evidence.objects.filter(report__in=UnitReport.objects.visible_to(request.user).values("pk"))
    rows = rows.exclude(sha256="") if files_alone else rows
    return get_object_or_404(rows.select_related("report__period__kind", "report__unit", "report__ward"), pk=pk)


def named(entry: IndicatorEntry | AssignmentEntry | FieldValue) -> str:
    """The entry in words: as its indicator, assignment or field is called."""
    if isinstance(entry, FieldValue):
        return str(entry.field)
    return str(entry.indicator if isinstance(entry, IndicatorEntry) else entry.assignment)
