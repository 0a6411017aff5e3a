"""What somebody does to a signed file, and what comes of it. The tests' own keys sign the files."""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata
from pyhanko.sign.fields import SigSeedSubFilter

from approvals.verification.checks.of_file import file_checks
from approvals.verification.checks.result import Result, verdict
from approvals.verification.reading.facts import Reading
from tests.approvals.verification import certificates, samples

SPARE = 900_000  # a number that no object of a sample has


def result(reading: Reading) -> Result:
    return verdict(file_checks(reading))


def wrong(reading: Reading) -> set[str]:
    return {each for increment in reading.increments for each in increment.wrong}


def signature_taken_away(writer):
    field = next(
        ref.get_object() for ref in writer.root["/AcroForm"]["/Fields"] if str(ref.get_object()["/T"]) == "person"
    )
    del field["/V"]
    writer.update_container(field)


def script() -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("1")})


def sealed_with(pdf: bytes, change) -> bytes:
    """Numbered and sealed, and `change` in the same revision."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    samples.fill(writer, {"number": "05", "issued_on": "ngày 09 tháng 11"})
    change(writer)
    seal = PdfSignatureMetadata(field_name="organ", subfilter=SigSeedSubFilter.PADES)
    return samples.signed(writer, seal, certificates.organ(), None)


def caught(looked, pdf: bytes) -> bool:
    """Whether the file fails, or cannot be read at all."""
    try:
        return result(looked(pdf)) == Result.FAIL
    except Exception:  # the reading process says "unreadable" for whatever it is
        return True


def annotation(writer):
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 700, 200, 720))),
            pdf_name("/Contents"): pdf_string("15"),
        }
    )
    page = writer.find_page_for_modification(-1)[0].get_object()
    page.setdefault("/Annots", generic.ArrayObject()).append(writer.add_object(note))
    writer.update_container(page)


def refilled(writer):
    samples.fill(writer, {"number": "50"})
