"""The signatures on a case's file: which file, who is named, whose key. Decides nothing and saves no row.

Whether there is a key and it unlocks is checked before anything is decided; what fails after that is SigningFailed.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Decision, Document, Rendition, Signature, SigningKey
from approvals.signing.appearance.fields import ORGAN, PERSON
from approvals.signing.errors import KeyRefused, SigningFailed
from approvals.signing.keys import certificates
from approvals.signing.keys import safe as keys
from approvals.signing.lazy import lazy_import as later
from approvals.signing.signers import Signer, StoredKey
from approvals.text.fonts import FontMissing, document_font
from approvals.trail import checkpoints
from units.models import Person
from workflows.documents.issuers import issuer_of
from workflows.documents.pdf.filling import fills_of
from workflows.models.cases import RoutedCase
from workflows.routes.who import signatories

levels, looks = later("approvals.signing.levels"), later("approvals.signing.appearance.looks")
revisions, services = later("approvals.signing.revisions"), later("approvals.signing.services")
FACE = "Tinos-Regular.ttf"
OUTAGES = (SigningFailed, FontMissing, OSError)  # after these a report stays in its state, with an incident


@dataclass(frozen=True)
class Signed:
    """A file that was signed or filled in, and its rows of Signature, not saved yet."""

    pdf: bytes
    notes: tuple[Signature, ...]


def signer_name(report: RoutedCase) -> str:
    """Who signs, as the document names them."""
    return signatories.capacity_of(report).name


def unlocked(report: RoutedCase, person: Person, passphrase: str) -> StoredKey:
    """The person's key, for one signature on this report. Raises KeyRefused."""
    key = SigningKey.objects.filter(person=person, active=True).first()
    if key is None:
        raise KeyRefused(_("You have no signing key here. Add it on your own page, then sign."), "passphrase")
    return keys.unlock(key, passphrase, names=[signer_name(report)])


def unlocked_seal(report: RoutedCase, passphrase: str) -> StoredKey:
    """The organ's key, for one signature on this report. Raises KeyRefused."""
    key = SigningKey.objects.filter(scope=report.ward_id, active=True).first()
    if key is None:
        raise KeyRefused(
            _("The office's signing key is not here. Add it on the ward's page, then issue."), "passphrase"
        )
    return keys.unlock(key, passphrase)


def lacks_key(person: Person) -> bool:
    """Whether the person could sign nothing now, because keys are kept here and theirs is not, or has run out."""
    if settings.SIGNER != Signature.Kind.STORED:
        return False
    return not SigningKey.objects.filter(person=person, active=True, not_after__gt=now()).exists()


def shown(report: RoutedCase) -> Rendition:
    """The printed form that was shown for approval. Raises NotPossible while it is not made."""
    rendition = Rendition.objects.filter(
        subject_kind=report.kind, subject_id=report.pk, content=report.content, final=False
    ).first()
    if rendition is None:
        raise NotPossible(_("The printed form is still being made. Please try again in a moment."))
    return rendition


def person_signature(report: RoutedCase) -> Signature | None:
    """The signature of the person who approved, once it is on the file."""
    signatures = Signature.objects.filter(subject_kind=report.kind, subject_id=report.pk, voided_at=None)
    return signatures.filter(field=Signature.Field.PERSON).first()


def is_unsigned(report: RoutedCase) -> bool:
    """Whether whoever approved it still has to sign the file."""
    return settings.SIGNER != Signature.Kind.NONE and person_signature(report) is None


def sign(report: RoutedCase, person: Person, key: StoredKey | None) -> Signed:
    """The person's signature on the file that was shown. Raises SigningFailed, OSError, FontMissing, NotPossible."""
    before = _approved_pdf(report, person)
    signer = _signer(PERSON, signer_name(report), key)
    stamp = _stamp(signer_name(report), signer)
    signed = revisions.certify(kept(before), signer, stamp)
    return Signed(signed, (_note(report, person, signer, before, signed, PERSON),))


def _approved_pdf(report: RoutedCase, person: Person) -> str:
    """The SHA-256 of the printed form, which has to be the very one that the person approved."""
    approvals = Decision.objects.filter(subject_kind=report.kind, subject_id=report.pk, person=person)
    seen = approvals.filter(verdict=Decision.Verdict.APPROVE).order_by("-at", "-pk").values_list("seen", flat=True)
    sha256 = shown(report).sha256
    if seen.first() != sha256:
        raise SigningFailed(_("The printed form is not the one that was approved: %(sha256)s") % {"sha256": sha256})
    return sha256


def seal(report: RoutedCase, line: Document, person: Person, key: StoredKey | None) -> Signed:
    """Number and day filled in, and the organ's signature. Raises SigningFailed, OSError, FontMissing, NotPossible."""
    signature = person_signature(report)
    if settings.SIGNER == Signature.Kind.NONE:
        return _filled(report, line, person, signature)
    if signature is None:
        raise NotPossible(_unsigned(report))
    name = issuer_of(report).full_name
    signer = _signer(ORGAN, name, key)
    stamp = replace(_stamp(name, signer), reason=checkpoints.reason())
    sealed = revisions.seal(kept(signature.after), fills_of(line), signer, stamp)
    document = levels.for_long(sealed)
    return Signed(document, (_note(report, person, signer, signature.after, document, ORGAN),))


def _filled(report: RoutedCase, line: Document, person: Person, signature: Signature | None) -> Signed:
    """Where this installation makes no signatures: the places filled in, and on the document that it is not signed."""
    before = signature.after if signature else shown(report).sha256
    approved = None if signature else looks.Stamp(signer_name(report), report.state_since, document_font().face(FACE))
    document = revisions.fill_unsigned(kept(before), fills_of(line), approved)
    missing = (ORGAN,) if signature else (PERSON, ORGAN)
    return Signed(document, tuple(_note(report, person, None, before, document, field) for field in missing))


def refuse_unsigned(report: RoutedCase) -> None:
    """Raise NotPossible while the person's signature is missing, where this installation makes signatures."""
    if settings.SIGNER == Signature.Kind.NONE:
        shown(report)
    elif person_signature(report) is None:
        raise NotPossible(_unsigned(report))


def _unsigned(report: RoutedCase) -> str:
    words = _("The document is not signed by %(name)s yet. Once they have signed it, it can be issued.")
    return words % {"name": signer_name(report)}


def kept(sha256: str) -> bytes:
    """The file of that digest. Raises SigningFailed where it is gone or is another."""
    try:
        return files.content(files.pdf_path(sha256), sha256)
    except files.FileFault as error:
        words = _("The file to be signed has been changed on the disk: %(sha256)s")
        if error.fault == "missing":
            words = _("The file to be signed is missing: %(sha256)s")
        raise SigningFailed(words % {"sha256": sha256}) from error


def _signer(role: str, name: str, key: StoredKey | None) -> Signer:
    if settings.SIGNER == Signature.Kind.EXTERNAL:
        return services.SigningService(role, name)
    if key is None:
        raise SigningFailed(_("The passphrase of the signing key is needed: open the document and sign there."))
    return key


def _stamp(name: str, signer: Signer) -> Any:
    return looks.Stamp(name, now(), document_font().face(FACE), signer.image)


def _note(
    report: RoutedCase, person: Person, signer: Signer | None, before: str, after: bytes, field: str
) -> Signature:
    facts = certificates.facts(signer.certificate) if signer else {}
    return Signature(
        subject_kind=report.kind,
        subject_id=report.pk,
        scope=report.ward_id,
        field=field,
        person=person,
        kind=signer.kind if signer else Signature.Kind.NONE,
        level=levels.level() if signer else Signature.Level.NONE,
        before=before,
        after=hashlib.sha256(after).hexdigest(),
        at=now(),
        **facts,
    )
