"""What the seal's own revision may fill in is letters and pictures."""

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from approvals.verification.checks.result import Result
from tests.approvals.verification import samples

from .attacks import result, script, sealed_with, wrong


def look_with(entries: dict[str, object]):
    """The appearance of the number, with these entries beside its letters."""

    def change(writer):
        field = next(
            ref.get_object() for ref in writer.root["/AcroForm"]["/Fields"] if ref.get_object()["/T"] == "number"
        )
        stream = field["/AP"]["/N"]
        stream.update({pdf_name(key): value for key, value in entries.items()})
        writer.update_container(stream)

    return change


SLIPPED_IN = {
    "a hidden layer": {"/OC": generic.DictionaryObject({pdf_name("/Type"): pdf_name("/OCG")})},
    "a page of another file": {"/Ref": generic.DictionaryObject({pdf_name("/F"): pdf_string("other.pdf")})},
    "an attached file": {"/AF": generic.ArrayObject()},
    "marked layers": {
        "/Resources": generic.DictionaryObject({pdf_name("/Properties"): generic.DictionaryObject()}),
    },
    "no form": {"/Subtype": pdf_name("/PS")},
}


@pytest.mark.parametrize("entries", SLIPPED_IN.values(), ids=SLIPPED_IN)
def test_an_appearance_that_does_more_than_draw_is_caught(looked, entries):
    reading = looked(sealed_with(samples.certified(samples.blank()), look_with(entries)))
    assert wrong(reading) == {"field"}
    assert result(reading) == Result.FAIL


def test_a_number_that_is_no_text_is_caught(looked):
    def change(writer):
        field = next(
            ref.get_object() for ref in writer.root["/AcroForm"]["/Fields"] if ref.get_object()["/T"] == "number"
        )
        field["/V"] = script()
        writer.update_container(field)

    assert wrong(looked(sealed_with(samples.certified(samples.blank()), change))) == {"field"}


def test_a_number_filled_in_before_the_seal_by_an_unsigned_revision_is_caught(looked):
    filled = samples.changed(samples.certified(samples.blank()), lambda writer: samples.fill(writer, {"number": "04"}))
    reading = looked(samples.sealed(filled))
    assert "field" in wrong(reading)


def test_a_number_that_is_filled_in_without_a_seal_is_caught(looked):
    filled = samples.changed(samples.certified(samples.blank()), lambda writer: samples.fill(writer, {"number": "04"}))
    assert wrong(looked(filled)) == {"field"}
