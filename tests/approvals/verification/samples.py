"""Signed documents of the product's shape: the person's certification, then number, day and seal in one revision."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko_certvalidator import ValidationContext

from tests.workflows.documents_sample import five_page_ward_report, long_ward_report, printed

from . import certificates

SIGNED_AT = datetime(2026, 11, 9, 9, 42, tzinfo=UTC)
BOXES = {"number": (110, 690, 150, 706), "issued_on": (400, 690, 500, 706)}


@cache
def blank(pages: int = 5) -> bytes:
    """The document as rendered, with its empty fields."""
    rendered = printed(five_page_ward_report() if pages == 5 else long_ward_report()).pdf
    writer = IncrementalPdfFileWriter(BytesIO(rendered))
    fields = generic.ArrayObject(add_text_field(writer, name, box) for name, box in BOXES.items())
    writer.root["/AcroForm"] = writer.add_object(generic.DictionaryObject({pdf_name("/Fields"): fields}))
    writer.update_root()
    append_signature_field(writer, SigFieldSpec("person", on_page=-1, box=(350, 200, 480, 260)))
    append_signature_field(writer, SigFieldSpec("organ", on_page=-1, box=(300, 190, 390, 280)))
    return written(writer)


def add_text_field(writer: IncrementalPdfFileWriter, name: str, box: tuple[int, ...]) -> generic.IndirectObject:
    page = writer.find_page_for_modification(0)[0]
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(name),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, box)),
            pdf_name("/P"): page,
        }
    )
    ref = writer.add_object(field)
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): appearance(writer, "")})
    annotations = page.get_object().setdefault("/Annots", generic.ArrayObject())
    annotations.append(ref)
    writer.mark_update(page)
    return ref


def appearance(writer: IncrementalPdfFileWriter, text: str) -> generic.IndirectObject:
    content = f"/Tx BMC BT /F1 12 Tf 0 2 Td ({text}) Tj ET EMC".encode()
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 100, 16)))
    stream = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Form"), pdf_name("/BBox"): box},
        stream_data=content,
    )
    return writer.add_object(stream)


def fill(writer: IncrementalPdfFileWriter, values: dict[str, str]) -> None:
    """Write values and appearances of text fields."""
    for ref in writer.root["/AcroForm"]["/Fields"]:
        field = ref.get_object()
        if str(field["/T"]) in values:
            text = values[str(field["/T"])]
            field["/V"] = pdf_string(text)
            field["/AP"] = generic.DictionaryObject(
                {pdf_name("/N"): appearance(writer, text.encode("ascii", "replace").decode())}
            )
            writer.mark_update(ref)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def certified(pdf: bytes, signer: SimpleSigner | None = None, **metadata: object) -> bytes:
    """Signed by the person: nothing but filling in and signing is permitted from here on, unless `metadata` says so."""
    permits: dict[str, object] = {"certify": True, "docmdp_permissions": MDPPerm.FILL_FORMS}
    settings = PdfSignatureMetadata(field_name="person", subfilter=SigSeedSubFilter.PADES, **(permits | metadata))
    stamper = metadata_stamper(metadata)
    return signed(IncrementalPdfFileWriter(BytesIO(pdf)), settings, signer or certificates.person(), stamper)


def sealed(
    pdf: bytes, signer: SimpleSigner | None = None, *, number: str = "05", day: str = "ngày 09 tháng 11",
    reason: str = "Gốc nhật ký: " + "ab" * 32, **metadata: object,
) -> bytes:  # fmt: skip
    """Numbered, dated and sealed by the organ in one revision."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    fill(writer, {"number": number, "issued_on": day})
    settings = PdfSignatureMetadata(field_name="organ", reason=reason, subfilter=SigSeedSubFilter.PADES, **metadata)
    return signed(writer, settings, signer or certificates.organ(), metadata_stamper(metadata))


def signed(writer, settings, signer, stamper) -> bytes:
    return PdfSigner(settings, signer, timestamper=stamper).sign_pdf(writer).getvalue()


def metadata_stamper(metadata: dict[str, object]):
    return certificates.home().stamper(SIGNED_AT) if metadata.get("embed_validation_info") else None


def archival() -> dict[str, object]:
    """What makes a signature B-LTA: revocation lists and a time stamp of the document inside the file."""
    authority = certificates.home()
    context = ValidationContext(
        trust_roots=[certificates._asn1(authority.certificate)], crls=[authority.crl(SIGNED_AT)], moment=SIGNED_AT
    )
    return {"embed_validation_info": True, "use_pades_lta": True, "validation_context": context}


@cache
def issued(pages: int = 5, archive: bool = False) -> bytes:
    """The whole document, number 05 of 9 November 2026."""
    extra = archival() if archive else {}
    return sealed(certified(blank(pages), **extra), **extra)


def changed(pdf: bytes, change) -> bytes:
    """A later increment: `change(writer)` and nothing else."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    return written(writer)


def references(objects: Iterable) -> list[int]:
    return [each.idnum for each in objects]
