"""The files of a document: attached and removed by its unit, handed out to whoever may see the document."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.pages.uploads import LimitedUpload
from units.requests import SignedIn
from workflows.cases.attached.pages import file_response, takes_file
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.models import Attachment, Submission, SubmissionValue
from workflows.submissions.views import head_of, visible_submission

from . import actions as attachments
from .forms import AttachmentForm


@takes_file
def submission_attachments(request: SignedIn, pk: int, upload: LimitedUpload) -> HttpResponse:
    """Attaches a file. A file sent twice is attached once: by its name and bytes, since the scanner is asked within."""
    case = visible_submission(request, pk)
    refuse_unless_held(case, "edit", by=request.user)
    form = AttachmentForm(posted(request), request.FILES or None, refused=upload.too_large)
    value = _asked_field(request, case)
    field = value.field.number if value else None
    if done(form, lambda: attachments.attach(case, by=request.user, file=form.cleaned_data["file"], field=field)):
        messages.success(request, gettext("Attached. It is decided together with the document."))
        return redirect("submission_edit", pk) if value else redirect(f"{case.get_absolute_url()}#attachments")
    if not form.is_bound:
        refuse_unless_open(case, "edit", by=request.user)
    page = {**head_of(case), "form": form, "told": value}
    return render(request, "workflows/submissions/attachments.html", page, status=status_of(form))


def _asked_field(request: SignedIn, case: Submission) -> SubmissionValue | None:
    """The field of files that the address names; None where it names none, 404 for one that the document has not."""
    asked = request.GET.get("field", "")
    if not asked:
        return None
    found = [answer for answer in case.fields_told if str(answer.field.number) == asked]
    if not found:
        raise Http404
    return found[0]


@require_GET
def attachment_file(request: SignedIn, pk: int) -> FileResponse:
    """The file, to be saved and never shown by the browser. 404 where the document is not the reader's to see."""
    readable = Submission.objects.visible_to(request.user).values("pk")
    return file_response(get_object_or_404(Attachment.objects.filter(report__in=readable), pk=pk))


@answers_once
def submission_attachment_remove(request: SignedIn, pk: int, attachment: int) -> HttpResponse:
    """Asks, and on POST takes the file away."""
    case = visible_submission(request, pk)
    refuse_unless_open(case, "edit", by=request.user)
    row = get_object_or_404(case.attachments, pk=attachment)
    row.report = case
    if request.method == "POST":
        attachments.detach(row, by=request.user)
        messages.success(request, gettext("Removed: %(name)s") % {"name": row.name})
        return redirect(f"{case.get_absolute_url()}#attachments")
    page = {
        **head_of(case),
        "title": gettext("Remove the attachment: %(name)s") % {"name": row.name},
        "happens": gettext("It no longer belongs to the document. Its name and SHA-256 stay in the trail."),
        "final": gettext("the file itself is deleted after a day, where nothing else uses it."),
        "label": gettext("Remove"),
    }
    return render(request, "workflows/submissions/attachment_remove.html", page)
