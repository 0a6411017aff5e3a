"""What the register and the trail say of a file: which line it is, whether that line still stands, who signed it."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.clock import ZONE
from approvals.models import Checkpoint, Document, Signature
from approvals.signing.keys.certificates import bears
from approvals.trail import chain as trail
from approvals.trail import checkpoints
from approvals.trail.querysets import chain_of
from approvals.verification.identify import Found, Kinship, day, number_of
from approvals.verification.reading.facts import FILLABLE, SEAL, Reading

from .result import Check, Result

KNOWN: dict[Kinship, tuple[Result, str | Promise, str | Promise]] = {
    Kinship.ISSUED: (
        Result.PASS,
        gettext_lazy("This very file is document %(document)s of %(day)s."),
        gettext_lazy("The register of this installation says so; other offices keep their own."),
    ),
    Kinship.INSIDE: (
        Result.UNKNOWN,
        gettext_lazy(
            "The genuine document %(document)s of %(day)s lies inside this file: %(length)d bytes of it. What stands "
            "before or behind them was added after issue by somebody else, as a mail gateway or a viewer does."
        ),
        gettext_lazy("What a reader shows of this file may differ from the document: use the document itself."),
    ),
    Kinship.UNFINISHED: (
        Result.FAIL,
        gettext_lazy("This is the file as it was before issue, without number and seal: not the issued document."),
        "",
    ),
    Kinship.CUT: (
        Result.FAIL,
        gettext_lazy(
            "The file is the beginning of document %(document)s of %(day)s, cut short after %(length)d bytes. Ask for "
            "the whole file."
        ),
        "",
    ),
    Kinship.BUILT_ON: (
        Result.FAIL,
        gettext_lazy(
            "Not in the ward's register: the file holds one made here before issue, and what stands around it was "
            "made by somebody else."
        ),
        "",
    ),
    Kinship.LOST: (
        Result.UNKNOWN,
        gettext_lazy("The file was issued here, but the register has no line for it any more. Ask the ward's clerk."),
        "",
    ),
    Kinship.NEVER_GIVEN: (
        Result.FAIL,
        gettext_lazy("Not in the ward's register: number %(code)s was never given."),
        "",
    ),
    Kinship.NONE: (
        Result.UNKNOWN,
        gettext_lazy("This installation does not know the file."),
        gettext_lazy("It may come from another office: ask the office that issued it."),
    ),
}


def register_checks(found: Found, reading: Reading, *, sha256: str) -> Iterator[Check]:
    """Known here; then the line's own values, whether it still stands, who signed, its trail."""
    yield _known(found, reading)
    document = found.document
    if document is None:
        return
    if found.is_ours and found.on_paper:
        yield _on_paper()
    elif found.is_ours and not reading.fault:
        yield _line(document, reading)
        yield from _signers(found, reading)
        yield from _root(reading)
    yield _standing(document)
    yield _trail(document, sha256 if found.kinship == Kinship.ISSUED else "")


def _on_paper() -> Check:
    """What a machine can say of ink: nothing."""
    found = _("The document was signed in ink: this is the scan that the clerk entered as the issued original.")
    limits = _("No digital signature is claimed, and no machine checks ink: compare it with the paper.")
    return Check(_("Signed on paper"), Result.UNKNOWN, found, limits)


def _known(found: Found, reading: Reading) -> Check:
    if found.document and found.kinship == Kinship.CLAIMED:
        return _other(found.document)
    result, sentence, limits = KNOWN[found.kinship]
    document = found.document
    length = found.span.end - found.span.start
    values = {"document": document, "day": day(document), "length": length} if document else {}
    claim = {"code": f"{number_of(reading):02d}/{reading.symbol}"}
    return Check(_("Known here"), result, str(sentence) % (values | claim), str(limits))


def _other(document: Document) -> Check:
    """Another file under the number of a line."""
    line = {"document": document, "day": day(document), "state": document.get_state_display()}
    sentence = _("Document %(document)s of %(day)s is another file: this one was changed or made by somebody else.")
    if document.state != Document.State.ISSUED:
        sentence = _("Number %(document)s was never issued: the register has it as “%(state)s”.")
    return Check(_("Known here"), Result.FAIL, sentence % line)


def _line(document: Document, reading: Reading) -> Check:
    """Number, day, symbol and abstract as the file's fields and metadata have them."""
    name = _("Line of the register")
    wanted = {
        _("number"): (f"{number_of(reading):02d}", f"{document.number:02d}"),
        _("date"): (date_in(reading.fields.get(FILLABLE[1], "")), f"{document.issued_on:%d/%m/%Y}"),
        _("symbol"): (reading.symbol, document.symbol),
        _("abstract"): (reading.abstract, document.abstract),
    }
    words = _("%(what)s: “%(file)s” in the file, “%(register)s” in the register")
    wrong = [
        words % {"what": what, "file": in_file, "register": kept}
        for what, (in_file, kept) in wanted.items()
        if normalize("NFC", in_file) != normalize("NFC", kept)
    ]
    if wrong:
        return Check(name, Result.FAIL, "; ".join(wrong))
    return Check(name, Result.PASS, _("Number, date, symbol and abstract are the register's."))


def date_in(text: str) -> str:
    """ "ngày 09 tháng 11 năm 2026" as 09/11/2026; nothing where there are no three numbers."""
    numbers = re.findall(r"[0-9]+", text)[:3]
    return "/".join(f"{int(each):02d}" for each in numbers) if len(numbers) == 3 else ""


def _signers(found: Found, reading: Reading) -> Iterator[Check]:
    """Each signature is by the certificate that was noted when it was made, the person's in the register's name."""
    for field, label in ((Signature.Field.PERSON, _("Signer")), (Signature.Field.ORGAN, _("Organ"))):
        yield _signer(label, field, found, reading)


def _signer(name: str, field: str, found: Found, reading: Reading) -> Check:
    signed, row, document = reading.signature(field), found.signatures.get(field), found.document
    if signed is None or row is None or row.kind == Signature.Kind.NONE:
        return Check(name, Result.UNKNOWN, _("Nobody signed by a key here: the register and the trail alone speak."))
    if signed.fingerprint != row.fingerprint:
        return Check(name, Result.FAIL, _("Another certificate signed than the one noted at signing."))
    named = document.signer if document and field == Signature.Field.PERSON else signed.subject
    words = {"name": signed.subject, "signer": named}
    if not bears(signed.subject, named):
        return Check(name, Result.FAIL, _("%(name)s signed, but the register names %(signer)s.") % words)
    limits = _("That the key was in the right hands when it signed.")
    return Check(name, Result.PASS, _("%(name)s, by the certificate noted at signing.") % words, limits)


def _standing(document: Document) -> Check:
    """Replaced, recalled, voided: as of now."""
    name, reason = _("Still in force"), {"reason": document.reason}
    if document.state == Document.State.VOIDED:
        return Check(name, Result.FAIL, _("The number was voided: %(reason)s") % reason)
    if document.recalled_at:
        words = {**reason, "day": f"{document.recalled_at.astimezone(ZONE):%d/%m/%Y}"}
        return Check(name, Result.ENDED, _("It was recalled on %(day)s: %(reason)s") % words)
    if hasattr(document, "replaced_by"):
        by = document.replaced_by
        return Check(
            name, Result.ENDED, _("It was replaced by %(document)s of %(day)s.") % {"document": by, "day": day(by)}
        )
    return Check(name, Result.PASS, _("It was neither replaced nor recalled, as of now."))


def _trail(document: Document, sha256: str) -> Check:
    """The chains of the document and of what it is about, each to the end that it keeps; one names the file."""
    name = _("Trail")
    limits = _("Who rewrites the whole database can rewrite the trail: compare the root in the signature.")
    subjects = [(document.subject_kind, document.subject_id), (document._meta.model_name or "", document.pk)]
    verified = [trail.verify_subject(*subject) for subject in subjects]
    if any(each.fault or not each.events for each in verified):
        return Check(name, Result.FAIL, _("The trail of this document is broken or missing."))
    if sha256 and not any(in_trail(*subject, sha256) for subject in subjects):
        return Check(name, Result.UNKNOWN, _("The trail is whole, but does not name the file's SHA-256."))
    count = {"count": sum(each.events for each in verified)}
    return Check(name, Result.PASS, _("%(count)d events, none changed.") % count, limits)


def _root(reading: Reading) -> Iterator[Check]:
    """The root that the organ's signature carries out of the house is one of our checkpoints'."""
    seal = reading.signature(SEAL)
    name, limits = _("Root of the trail"), _("The command verify_trail derives every root anew; this check does not.")
    try:
        checkpoint = checkpoints.named_in(seal.reason if seal else "")
    except Checkpoint.DoesNotExist:
        yield Check(name, Result.FAIL, _("The signature names a root that this trail never had: it was rewritten."))
        return
    if checkpoint:
        words = {"count": checkpoint.size, "time": f"{checkpoint.made_at.astimezone(ZONE):%d/%m/%Y %H:%M:%S}"}
        found = _("The signature carries the root over %(count)d events of %(time)s.") % words
        yield Check(name, Result.PASS, found, limits)


def in_trail(kind: str, pk: int, sha256: str) -> bool:
    """Whether an event of the subject names the file."""
    events = chain_of(kind, pk).filter(changes__has_key="sha256").values_list("changes", flat=True)
    return any(sha256 in changes["sha256"] for changes in events)
