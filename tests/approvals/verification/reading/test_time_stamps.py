"""A true time stamp, in a field that does more than to hold it."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfTimeStamper
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from approvals.verification.checks.result import Result
from tests.approvals.verification import certificates, samples

from .attacks import result, script, wrong


def time_stamped(pdf: bytes, more=lambda writer, field: None) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec("stamp", on_page=0))
    more(writer, writer.root["/AcroForm"]["/Fields"][-1])
    stamper = PdfTimeStamper(certificates.home().stamper(samples.SIGNED_AT), field_name="stamp")
    return stamper.timestamp_pdf(writer, "sha256").getvalue()


def act_of_its_own(writer, field):
    field["/AA"] = generic.DictionaryObject({pdf_name("/PO"): script()})


def act_when_chosen(writer, field):
    field["/A"] = script()


def white_overlay(writer, field):
    """A widget below the field lays white over the page."""
    white = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800))),
        },
        stream_data=b"1 1 1 rg 0 0 600 800 re f",
    )
    look = generic.DictionaryObject({pdf_name("/N"): writer.add_object(white)})
    widget = {
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Subtype"): pdf_name("/Widget"),
        pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800))),
        pdf_name("/AP"): look,
        pdf_name("/P"): writer.find_page_for_modification(0)[0],
    }
    field["/Kids"] = generic.ArrayObject([writer.add_object(generic.DictionaryObject(widget))])


def look_of_its_own(writer, field):
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): samples.appearance(writer, "50")})


def border(writer, field):
    field["/MK"] = generic.DictionaryObject({pdf_name("/BG"): generic.ArrayObject([generic.NumberObject(1)])})


def below_another(writer, field):
    field["/Parent"] = writer.root["/AcroForm"]["/Fields"].raw_get(0)


STAMPED = (act_of_its_own, act_when_chosen, white_overlay, look_of_its_own, border, below_another)


@pytest.mark.parametrize("archive", [False, True], ids=["plain", "archive"])
def test_a_later_time_stamp_is_no_change(looked, archive):
    reading = looked(time_stamped(samples.issued(archive=archive)))
    assert (result(reading), wrong(reading)) == (Result.PASS, set())


@pytest.mark.parametrize("more", STAMPED, ids=lambda more: more.__name__)
def test_a_time_stamp_whose_field_does_more_is_caught(looked, more):
    reading = looked(time_stamped(samples.issued(), more))
    assert wrong(reading) & {"field", "annotation"}
    assert result(reading) == Result.FAIL
