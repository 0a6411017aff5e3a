from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from approvals import files, inventory, pictures
from approvals.errors import NotPossible
from approvals.forms import RegisterFilter
from approvals.inventory import Item
from approvals.models import Document, Rendition
from approvals.querysets import documents_to_keep, matching, standing, visible_documents

PAGE = 30


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The register, newest first: by words, year, kind and how its lines stand."""
    seen = visible_documents(request.user)
    form = RegisterFilter(request.GET, series=list(seen.order_by().values_list("year", "symbol").distinct()))
    found = _sought(seen, form).select_related("replaced_by", "replaces").prefetch_related("dispatches")
    page = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "approvals/documents.html", page)


def _sought(seen: QuerySet[Document], form: RegisterFilter) -> QuerySet[Document]:
    """What is asked for and can be understood; the rest of a faulty address filters nothing."""
    form.is_valid()
    asked = form.cleaned_data
    found = matching(seen, asked.get("q", ""))
    if asked.get("year"):
        found = found.filter(year=asked["year"])
    if asked.get("kind"):
        found = found.filter(symbol=asked["kind"])
    return standing(found, asked["state"]) if asked.get("state") else found


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the register with its printed pages, its files and how it was sent."""
    row = visible_document(request, pk)
    page = {
        "document": row,
        **printed(final_rendition(row)),
        "dispatches": row.dispatches.select_related("requested_by"),
        "keeps": documents_to_keep(request.user).filter(pk=pk).exists(),
    }
    return render(request, "approvals/document.html", page)


def document_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return page_file(final_rendition(visible_document(request, pk)), number)


def document_pdf(request: HttpRequest, pk: int) -> FileResponse:
    row = visible_document(request, pk)
    return pdf_file(final_rendition(row), f"{row.year}-{row.code}")


def document_form(request: HttpRequest, pk: int, form: str) -> FileResponse:
    """The document as Word file, or its figures."""
    row = visible_document(request, pk)
    return form_file(final_rendition(row), f"{row.year}-{row.code}", form)


def final_rendition(row: Document) -> Rendition | None:
    return Rendition.objects.filter(subject_kind=row.subject_kind, subject_id=row.subject_id, final=True).first()


def printed(rendition: Rendition | None) -> dict[str, object]:
    """What the parts that show the pages read: the printed form and its pages' numbers."""
    return {"rendition": rendition, "numbers": range(1, rendition.pages + 1) if rendition else ()}


def page_file(rendition: Rendition | None, number: int) -> HttpResponse:
    """The picture of a page, counted from 1. Raises Http404 where there is none."""
    if rendition is None or not 1 <= number <= rendition.pages:
        raise Http404
    try:
        png = pictures.page_picture(rendition.sha256, number)
    except files.FileFault as found:
        inventory.tell_of(inventory.pdf(rendition), found.fault)
        raise NotPossible(inventory.not_handed_out(found.fault)) from found
    return HttpResponse(png, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def pdf_file(rendition: Rendition | None, name: str) -> FileResponse:
    """The PDF, to be read in the browser and saved under `name`. Raises Http404 where there is none."""
    if rendition is None:
        raise Http404
    named = f"{name.replace('/', '-')}.pdf"
    return _file(inventory.pdf(rendition), content_type="application/pdf", filename=named)


def form_file(rendition: Rendition | None, name: str, form: str) -> FileResponse:
    """Another form of the document, to be saved under `name`. Raises Http404 where it was not made."""
    if rendition is None:
        raise Http404
    item, named = inventory.beside(rendition, f".{form}"), f"{name.replace('/', '-')}.{form}"
    return _file(item, content_type=files.TYPES[form], filename=named, as_attachment=True)


def _file(item: Item | None, *, content_type: str, filename: str = "", as_attachment: bool = False) -> FileResponse:
    """The file as it was kept. Raises Http404 where none was, NotPossible where it is missing or changed."""
    if item is None:
        raise Http404
    response = FileResponse(
        inventory.opened(item), as_attachment=as_attachment, content_type=content_type, filename=filename
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def visible_document(request: HttpRequest, pk: int) -> Document:
    """The line of the register, for whoever may read it; else 404."""
    people = ("issued_by", "ended_by", "replaces", "replaced_by")
    return get_object_or_404(visible_documents(request.user).select_related(*people), pk=pk)
