"""Kept files as responses: the pages' pictures, the PDF and its other forms."""

from django.http import FileResponse, Http404, HttpResponse

from approvals.errors import NotPossible
from approvals.files import pictures
from approvals.files import store as files
from approvals.models import Document, Rendition

from . import inventory, page_search
from .inventory import DocumentFile
from .page_search import Match


def final_rendition(row: Document) -> Rendition | None:
    return Rendition.objects.filter(subject_kind=row.subject_kind, subject_id=row.subject_id, final=True).first()


def printed(rendition: Rendition | None) -> dict[str, object]:
    """What the parts that show the pages read: the printed form and its pages' numbers."""
    return {"rendition": rendition, "numbers": range(1, rendition.pages + 1) if rendition else ()}


def page_file(rendition: Rendition | None, number: int, size: str = "") -> HttpResponse:
    """The picture of a page, counted from 1, in one of `pictures.WIDTHS`. Raises Http404 where there is none."""
    if rendition is None or not 1 <= number <= rendition.pages or size not in pictures.WIDTHS:
        raise Http404
    try:
        png = pictures.page_picture(rendition.sha256, number, size)
    except files.FileFault as found:
        inventory.tell_of(inventory.pdf(rendition), found.fault)
        raise NotPossible(inventory.not_handed_out(found.fault)) from found
    return HttpResponse(png, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def places(rendition: Rendition, wanted: str) -> list[Match]:
    """Where the words stand in its pages. Raises NotPossible where the PDF is missing or another."""
    with inventory.opened(inventory.pdf(rendition)) as file:
        return page_search.places(file.read(), wanted)


def page_size(rendition: Rendition, number: int) -> tuple[float, float]:
    """Width and height of a page, counted from 1, in points. Raises NotPossible as `places`."""
    with inventory.opened(inventory.pdf(rendition)) as file:
        return page_search.size_of(file.read(), number)


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


def _file(
    item: DocumentFile | None, *, content_type: str, filename: str = "", as_attachment: bool = False
) -> FileResponse:
    """The file as it was kept. Raises Http404 where none was, NotPossible where it is missing or changed."""
    if item is None:
        raise Http404
    response = FileResponse(
        inventory.opened(item), as_attachment=as_attachment, content_type=content_type, filename=filename
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
