from pathlib import Path
from unicodedata import normalize

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from approvals import files
from approvals.models import Document, Rendition
from approvals.querysets import scopes

PAGE = 30


def documents(request: HttpRequest) -> HttpResponse:
    """The register, newest first, by words and by year."""
    seen = visible_to(request)
    query, year = normalize("NFC", request.GET.get("q", "")).strip(), request.GET.get("year", "")
    found = matching(seen, query).filter(**({"year": year} if year.isdecimal() else {}))
    found = found.select_related("replaced_by").prefetch_related("dispatches")
    page = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "query": query,
        "year": year,
        "years": seen.order_by("-year").values_list("year", flat=True).distinct(),
    }
    return render(request, "approvals/documents.html", page)


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the register with its printed pages, its files and how it was sent."""
    row = _visible(request, pk)
    page = {
        "document": row,
        **printed(final_rendition(row)),
        "dispatches": row.dispatches.select_related("requested_by"),
    }
    return render(request, "approvals/document.html", page)


@cache_control(private=True, max_age=3600)
def document_page(request: HttpRequest, pk: int, number: int) -> FileResponse:
    return page_file(final_rendition(_visible(request, pk)), number)


def document_pdf(request: HttpRequest, pk: int) -> FileResponse:
    row = _visible(request, pk)
    return pdf_file(final_rendition(row), f"{row.year}-{row.code}")


def visible_to(request: HttpRequest) -> QuerySet[Document]:
    """The register of the wards whose issued documents the person may read."""
    return Document.objects.filter(scope__in=scopes(request.user, "view_documents"))


def matching(found: QuerySet[Document], query: str) -> QuerySet[Document]:
    """Those whose number, abstract, period or signer holds each word."""
    for word in query.split():
        number = word.partition("/")[0].lstrip("0")
        told = Q(abstract__icontains=word) | Q(period__icontains=word) | Q(signer__icontains=word)
        told |= Q(symbol__icontains=word)
        found = found.filter(told | Q(number=number) if number.isdecimal() else told)
    return found


def final_rendition(row: Document) -> Rendition | None:
    return Rendition.objects.filter(subject_kind=row.subject_kind, subject_id=row.subject_id, final=True).first()


def printed(rendition: Rendition | None) -> dict[str, object]:
    """What the parts that show the pages read: the printed form and its pages' numbers."""
    return {"rendition": rendition, "numbers": range(1, rendition.pages + 1) if rendition else ()}


def page_file(rendition: Rendition | None, number: int) -> FileResponse:
    """The picture of a page, counted from 1. Raises Http404 where there is none."""
    if rendition is None or not 1 <= number <= rendition.pages:
        raise Http404
    return _file(files.page_path(rendition.sha256, number), content_type="image/png")


def pdf_file(rendition: Rendition | None, name: str) -> FileResponse:
    """The PDF, to be read in the browser and saved under `name`. Raises Http404 where there is none."""
    if rendition is None:
        raise Http404
    return _file(
        files.pdf_path(rendition.sha256), content_type="application/pdf", filename=f"{name.replace('/', '-')}.pdf"
    )


def _file(path: Path, *, content_type: str, filename: str = "") -> FileResponse:
    try:
        response = FileResponse(path.open("rb"), content_type=content_type, filename=filename)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _visible(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(visible_to(request).select_related("issued_by", "replaces", "replaced_by"), pk=pk)
