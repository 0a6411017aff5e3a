"""A page with the places that a document leaves for number, day and signatures."""

from functools import cache

from weasyprint import HTML

from approvals.signing.appearance.fields import add_fields
from workflows.documents.pdf.places import Places
from workflows.pure.wording.words import BLANK_NUMBER, UNDATED

PAGE = f"""<html lang="vi"><title>{{title}}</title><style>@page {{{{ size: A4 }}}} p {{{{ font: 13pt Tinos }}}}</style>
<p>Số: <span id="document-number">{BLANK_NUMBER}</span>/BC-BCĐ
<p><i>Minh Xuân, <span id="document-issued-on">{UNDATED}</span></i>
<div id="document-signature" style="height: 30mm; margin-left: 60mm"></div>"""


@cache
def page(title: str = "Báo cáo") -> bytes:
    """A tagged PDF/A-3a of one page; another title gives another file."""
    laid = HTML(string=PAGE.format(title=title)).render(pdf_variant="pdf/a-3a")
    places = Places(laid)
    return laid.write_pdf(finisher=lambda _laid, pdf: add_fields(pdf, places.fields()), pdf_variant="pdf/a-3a")
