"""The revisions that are added to a file: the person's signature, then number, date and the organ's.

Each takes a file's bytes and returns those of the file with one revision more; what was there stays byte for byte.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.generic import DictionaryObject, NumberObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession

from .appearance.drawing import Drawing, Fonts, Mark, PlacedWords, SignatureLook
from .appearance.fields import MULTILINE, NUMBER, ORGAN, PERSON, READ_ONLY, FilledField, PrintedPiece
from .appearance.fitting import width
from .appearance.ink import Ink, ink_of
from .appearance.looks import Stamp, organ_marks, person_marks, unsigned_marks, unsigned_words
from .errors import SigningFailed
from .services import time_stamped
from .signers import Signer

NO_ONE = ExternalSigner(signing_cert=None, cert_registry=None)  # prepares a file; never asked to sign
RESERVED = 49_152  # hexadecimal digits for a signature: 24 kB, with its chain and a time stamp
UNSIGNED_TITLE = "Bản không ký số"
DESCENT, LINE = 0.216, 1.107  # of Tinos, of its size


class Revision:
    """A file opened to add one revision to it."""

    def __init__(self, pdf: bytes) -> None:
        self.writer = IncrementalPdfFileWriter(BytesIO(pdf))
        self.fonts = Fonts(self.writer)

    def field(self, name: str) -> DictionaryObject:
        """The field of this name; KeyError where the file has none."""
        for field in self.writer.root["/AcroForm"]["/Fields"]:
            if field.get_object()["/T"] == name:
                return field.get_object()
        raise KeyError(name)

    def box(self, name: str) -> tuple[float, float, float, float]:
        left, low, right, high = (float(each) for each in self.field(name)["/Rect"])
        return left, low, right, high

    def size(self, name: str) -> tuple[float, float]:
        left, low, right, high = self.box(name)
        return right - left, high - low

    def show(self, name: str, marks: Sequence[Mark], *, text: bool = False) -> None:
        """Give the field this appearance."""
        field = self.field(name)
        Drawing(self.fonts, self.size(name), marks, field_text=text).apply_appearance(field)
        self.writer.update_container(field)

    def say(self, name: str, words: Sequence[str], marks: Sequence[Mark]) -> None:
        """Make a text of the signature's field that nobody will sign: viewers draw signs of their own over an empty one
        (MuPDF an arrow, Acrobat "sign here"), and would hide the words.
        """
        field = self.field(name)
        field[pdf_name("/FT")], field[pdf_name("/V")] = pdf_name("/Tx"), pdf_string("\n".join(words))
        field[pdf_name("/Ff")], field[pdf_name("/DA")] = NumberObject(READ_ONLY | MULTILINE), self.field(NUMBER)["/DA"]
        field[pdf_name("/TU")] = pdf_string(UNSIGNED_TITLE)
        self.show(name, marks, text=True)

    def fill(self, fill: FilledField) -> None:
        """Write the value into the text field: each piece in its gap, or the whole up to its right edge."""
        field, (room, height) = self.field(fill.field), self.size(fill.field)
        field[pdf_name("/V")] = pdf_string(fill.value)
        base = height / 2 + (DESCENT - LINE / 2) * fill.size
        marks = [PlacedWords(piece.text, self._left(piece, fill), base, fill.size, fill.font) for piece in fill.pieces]
        self.show(fill.field, marks or [_flush_right(fill, room, base)], text=True)

    def _left(self, piece: PrintedPiece, fill: FilledField) -> float:
        before, gap, text = (
            self.fonts.width(words, font=fill.font, size=fill.size) for words in (piece.before, piece.gap, piece.text)
        )
        return before + (gap - text) / 2

    def sign(self, name: str, signer: Signer, stamp: Stamp, marks: Sequence[Mark]) -> bytes:
        """Sign the revision in this field: only the digest of the file goes to the signer. Raises SigningFailed."""
        meta = PdfSignatureMetadata(
            field_name=name,
            name=stamp.name,
            reason=stamp.reason or None,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=name == PERSON,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        )
        look = SignatureLook(marks=marks, fonts=self.fonts)
        session = PdfSigner(meta, NO_ONE, stamp_style=look).init_signing_session(self.writer, existing_fields_only=True)
        return _signed(session, signer, stamp)

    def write(self) -> bytes:
        output = BytesIO()
        self.writer.write(output)
        return output.getvalue()


def _flush_right(fill: FilledField, room: float, base: float) -> PlacedWords:
    """The value against what is printed behind the field, smaller where it is wider than the room left for it."""
    wide = width(fill.value, font=fill.font, size=fill.size)
    size = fill.size * min(1, room / wide)
    return PlacedWords(fill.value, room - wide * size / fill.size, base, size, fill.font)


def _signed(session: PdfSigningSession, signer: Signer, stamp: Stamp) -> bytes:
    session.system_time = stamp.at
    output: Any
    prepared, output = session.prepare_tbs_document(None, RESERVED).digest_tbs_document()
    signature = time_stamped(signer.sign(prepared.document_digest))
    try:
        prepared.fill_with_cms(output, signature)
    except SigningError as error:
        raise SigningFailed(_("The signature is larger than the room left for it.")) from error
    return output.getvalue()


def certify(pdf: bytes, signer: Signer, stamp: Stamp) -> bytes:
    """Sign for the person: nothing but filling in and signing is allowed after it. Raises SigningFailed."""
    revision = Revision(pdf)
    return revision.sign(PERSON, signer, stamp, person_marks(stamp, revision.size(PERSON)))


def seal(pdf: bytes, fills: Iterable[FilledField], signer: Signer, stamp: Stamp) -> bytes:
    """Fill in and sign for the organ, in one revision. Raises SigningFailed."""
    revision = Revision(pdf)
    for fill in fills:
        revision.fill(fill)
    marks = organ_marks(stamp, revision.size(ORGAN), person=_person_seen(revision))
    return revision.sign(ORGAN, signer, stamp, marks)


def fill_unsigned(pdf: bytes, fills: Iterable[FilledField], approved: Stamp | None) -> bytes:
    """Fill in, and say in the person's place who approved where the file bears no signature of theirs."""
    revision = Revision(pdf)
    for fill in fills:
        revision.fill(fill)
    if approved:
        revision.say(PERSON, unsigned_words(approved), unsigned_marks(approved, revision.size(PERSON)))
        revision.say(ORGAN, [], [])
    return revision.write()


def _person_seen(revision: Revision) -> Ink:
    """What the person's signature shows, in the organ's place; their whole place where it shows nothing."""
    size = revision.size(PERSON)
    ink = ink_of(revision.field(PERSON)["/AP"]["/N"], size) or Ink((0, 0, *size), is_picture=True)
    person, organ = revision.box(PERSON), revision.box(ORGAN)
    return ink.moved(person[0] - organ[0], person[1] - organ[1])
