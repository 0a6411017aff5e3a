"""A PDF file read as it stands: its fields, its signatures, and what was appended to it."""

from typing import BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from .allowed import entry
from .facts import FILLABLE, PERSON, SEAL, Reading
from .revisions import Growth
from .signatures import Store, facts

MOST_OBJECTS = 100_000  # a document of forty pages has nine thousand
MOST_BYTES = 400 * 1024 * 1024  # gone through: the file once for each revision, and once for each signature


def read(file: BinaryIO, folders: list[str]) -> Reading:
    """What the file shows; `folders` hold trusted roots and revocation lists. Raises pyHanko's PdfReadError."""
    file.seek(0)
    reader = PdfFileReader(file, strict=True)
    if reader.encrypted:
        return Reading(fault="encrypted")
    if too_much(reader, file.seek(0, 2)):
        return Reading(fault="limits")
    signatures = facts(reader, Store.gather(folders, reader))
    signed = {each.revision for each in signatures if not each.stamp}
    first = min(signed, default=0)
    about = reader.trailer["/Info"] if "/Info" in reader.trailer else generic.DictionaryObject()
    names = field_names(reader, first)
    return Reading(
        revisions=reader.total_revisions,
        fields={name: text for name, text in field_values(reader).items() if name in FILLABLE},
        symbol=str(entry(about, "/Keywords", "")),
        abstract=str(entry(about, "/Subject", "")),
        issuer=str(entry(about, "/Author", "")),
        ours={*FILLABLE, PERSON, SEAL} <= names,
        certified=entry(entry(reader.root, "/Perms", {}), "/DocMDP") is not None,
        lost=lost_signatures(reader),
        signatures=signatures,
        increments=Growth(reader, first, signed).increments() if signed else (),
    )


def too_much(reader: PdfFileReader, size: int) -> bool:
    """Whether the file asks for more work than a document of an office does, before any of it is done."""
    if size * (reader.total_revisions + len(reader.embedded_signatures)) > MOST_BYTES:
        return True
    revisions = range(reader.total_revisions)
    return sum(len(reader.xrefs.explicit_refs_in_revision(each)) for each in revisions) > MOST_OBJECTS


def field_names(reader: PdfFileReader, revision: int) -> set[str]:
    """The names of the form's fields as the first signature found them."""
    return {str(entry(field, "/T", "")) for field in form_fields(reader.get_historical_root(revision))}


def field_values(reader: PdfFileReader) -> dict[str, str]:
    """What is filled in now, by the fields' names."""
    texts = [field for field in form_fields(reader.root) if entry(field, "/FT") == "/Tx"]
    return {str(entry(field, "/T", "")): str(entry(field, "/V", "")) for field in texts}


def form_fields(root: generic.DictionaryObject) -> list[generic.PdfObject]:
    return [ref.get_object() for ref in entry(entry(root, "/AcroForm", {}), "/Fields", [])]


def lost_signatures(reader: PdfFileReader) -> tuple[str, ...]:
    """The fields that an earlier revision had signed and the last one has not: somebody took the signature away."""
    last = signed_fields(reader.root)
    roots = [reader.get_historical_root(each) for each in range(reader.total_revisions - 1)]
    return tuple(sorted({name for root in roots for name in signed_fields(root)} - last))


def signed_fields(root: generic.DictionaryObject) -> set[str]:
    signed = [field for field in form_fields(root) if entry(field, "/FT") == "/Sig" and entry(field, "/V")]
    return {str(entry(field, "/T", "")) for field in signed}
