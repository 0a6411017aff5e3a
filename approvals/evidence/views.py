from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.utils.translation import override
from django.views.decorators.http import require_GET

from approvals.clock import now
from approvals.register.views import visible_document

from .gathering import gather


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What proves the document, for whoever may read it."""
    return render(request, "approvals/evidence.html", {"evidence": gather(visible_document(request, pk))})


@require_GET
def evidence_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a sheet of paper, in Vietnamese: the printer that settings name makes the PDF."""
    row = visible_document(request, pk)
    with override("vi"):
        html = render_to_string("approvals/evidence_sheet.html", {"evidence": gather(row), "now": now()})
    response = HttpResponse(import_string(settings.APPROVALS_PRINTER)(html), content_type="application/pdf")
    name = f"phieu-minh-chung-{row.year}-{row.code}.pdf".replace("/", "-")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
