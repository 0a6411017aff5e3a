"""What the file proves by itself: its signatures and what was appended to it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.clock import ZONE
from approvals.verification.reading.facts import PERSON, SEAL, Reading, SignatureFacts

from .result import Check, Result

FAULTS: dict[str, tuple[Result, str | Promise]] = {
    "unreadable": (Result.FAIL, gettext_lazy("This is not a PDF file, or it is damaged or cut off.")),
    "encrypted": (Result.UNKNOWN, gettext_lazy("The file is locked with a password: it cannot be read.")),
    "limits": (
        Result.UNKNOWN,
        gettext_lazy("The file needs more time or memory to read than a document of an office ever does."),
    ),
    "before": (
        Result.FAIL,
        gettext_lazy("Parts of a PDF stand before the document itself: a reader may show these instead of it."),
    ),
    "busy": (Result.UNKNOWN, gettext_lazy("Too much is being checked or done here now. Try again in a moment.")),
}
WRONG: dict[str, str | Promise] = {
    "page": gettext_lazy("pages or what stands on them"),
    "annotation": gettext_lazy("notes laid over pages"),
    "field": gettext_lazy("fields that were filled in or signed already"),
    "catalog": gettext_lazy("the document's own settings, as layers that hide and show"),
    "metadata": gettext_lazy("title, author or other metadata"),
    "object": gettext_lazy("content of the signed part"),
    "hidden": gettext_lazy("content that was prepared to appear later"),
    "archive": gettext_lazy("validation data that were there already"),
    "structure": gettext_lazy("the structure of the file"),
    "tail": gettext_lazy("bytes behind the end of the file that no reader of PDF shows"),
}


def file_checks(reading: Reading) -> Iterator[Check]:
    """All that can be said without the register. Nothing beside the first where the file cannot be read."""
    yield _readable(reading)
    if reading.before:
        found = _("%(count)d bytes stand before the PDF, as a mail gateway or an editor puts them there.")
        yield Check(_("Before the document"), Result.UNKNOWN, found % {"count": reading.before})
    if reading.fault:
        return
    if reading.lost:
        yield Check(_("Signatures"), Result.FAIL, _("A signature that the file bore has been taken out of it."))
    if not reading.signatures:
        yield Check(_("Signatures"), Result.UNKNOWN, _("The file bears no digital signature."))
        return
    for signature in reading.signatures:
        yield from _signature(signature)
    yield from _shape(reading)
    yield _appended(reading)


def _readable(reading: Reading) -> Check:
    name, limits = _("The file can be read"), _("That a file can be read says nothing about who made it.")
    if reading.fault:
        result, sentence = FAULTS[reading.fault]
        return Check(name, result, str(sentence))
    return Check(name, Result.PASS, _("A PDF file of %(count)d revisions.") % {"count": reading.revisions}, limits)


def _signature(signature: SignatureFacts) -> Iterator[Check]:
    of = title(signature)
    yield _whole(signature, of)
    yield _certificate(signature, of)
    yield _time(signature, of)
    yield _revocation(signature, of)


def title(signature: SignatureFacts) -> str:
    """Whose signature: "Chữ ký của người ký: Vũ Xuân Quỳnh"."""
    if signature.stamp:
        return _("Time stamp of the document: %(name)s") % {"name": signature.subject}
    words = {PERSON: _("Signature of the person: %(name)s"), SEAL: _("Signature of the organ: %(name)s")}
    return words.get(signature.field, _("Signature: %(name)s")) % {"name": signature.subject}


def _whole(signature: SignatureFacts, of: str) -> Check:
    name = _("Whole and unchanged")
    if not signature.intact:
        return Check(name, Result.FAIL, _("What was signed has been changed, or the signature is broken."), of=of)
    if not (signature.contiguous and signature.covers):
        return Check(name, Result.FAIL, _("The signature leaves out a part of the file."), of=of)
    found = _("Every byte up to this signature is as it was when it was signed.")
    return Check(name, Result.PASS, found, _("What was appended later is checked below."), of)


def _certificate(signature: SignatureFacts, of: str) -> Check:
    name, words = _("Certificate"), {"issuer": signature.issuer, "root": signature.root, "why": signature.problem}
    limits = _("That a name stands in a certificate proves no office: the register tells who may sign.")
    if signature.trusted:
        found = _("Issued by %(issuer)s, under the trusted root %(root)s.") % words
        return Check(name, Result.PASS, found, limits, of)
    if signature.revocation == "revoked":
        return Check(name, Result.FAIL, _("It had been revoked when it signed."), of=of)
    if signature.problem in ("EXPIRED", "NOT_YET_VALID", "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED"):
        return Check(name, Result.FAIL, _("It was not valid at the time of signing."), of=of)
    if not signature.intact:
        return Check(name, Result.UNKNOWN, _("It was not looked at: the signature is broken."), of=of)
    found = _("Issued by %(issuer)s, who is not trusted here (%(why)s).") % words
    return Check(name, Result.UNKNOWN, found, limits, of)


def _time(signature: SignatureFacts, of: str) -> Check:
    name = _("Time of signing")
    if not signature.at:
        return Check(name, Result.UNKNOWN, _("No time is told."), of=of)
    words = {"time": f"{datetime.fromisoformat(signature.at).astimezone(ZONE):%d/%m/%Y %H:%M:%S}"}
    if not signature.intact:
        return Check(
            name, Result.UNKNOWN, _("%(time)s is written there, in a signature that is broken.") % words, of=of
        )
    if signature.stamped:
        found = _("%(time)s, attested by a time-stamp service.") % words
        return Check(name, Result.PASS if signature.trusted else Result.UNKNOWN, found, of=of)
    limits = _("The signer's own clock says so; no third party attests it.")
    return Check(name, Result.PASS, _("%(time)s, as the signer states.") % words, limits, of)


def _revocation(signature: SignatureFacts, of: str) -> Check:
    name = _("Revocation")
    if signature.revocation == "revoked":
        return Check(name, Result.FAIL, _("The certificate was revoked at the time of signing."), of=of)
    if not signature.intact:
        return Check(name, Result.UNKNOWN, _("It was not looked at: the signature is broken."), of=of)
    if signature.revocation == "good":
        limits = _("A revocation that was announced after the list was made is not seen.")
        return Check(name, Result.PASS, _("The revocation lists at hand do not name the certificate."), limits, of)
    return Check(
        name, Result.UNKNOWN, _("No valid revocation list is at hand: put it into the folder of roots."), of=of
    )


def _shape(reading: Reading) -> Iterator[Check]:
    """A document of ours bears both signatures, and the first permits nothing but filling in and signing."""
    name = _("Both signatures are there")
    person, seal = reading.signature(PERSON), reading.signature(SEAL)
    if not reading.ours:
        found = _("The file is not of the shape of documents that are issued here.")
        yield Check(name, Result.UNKNOWN, found)
        return
    if not (person and seal):
        found = _("The organ's signature is missing: the file was cut off, or was never issued.")
        yield Check(name, Result.FAIL, found)
        return
    yield Check(name, Result.PASS, _("The person signed first, then the organ."))
    name = _("What the first signature permits")
    if reading.certified and person.permits == 2 and person.revision < seal.revision:
        yield Check(name, Result.PASS, _("To fill in number and date and to sign, nothing else (DocMDP, P=2)."))
    else:
        yield Check(name, Result.FAIL, _("The first signature does not forbid other changes, as it must."))


def _appended(reading: Reading) -> Check:
    name = _("What was appended after signing")
    wrong = dict.fromkeys(each for increment in reading.increments for each in increment.wrong)
    if wrong:
        what = "; ".join(str(WRONG[each]) for each in wrong)
        result = Result.FAIL if reading.ours and set(wrong) != {"tail"} else Result.UNKNOWN
        return Check(name, result, _("Changed after the first signature: %(what)s.") % {"what": what})
    limits = _("It is compared by the file's objects, not by looks.")
    return Check(name, Result.PASS, _("Nothing but number, date, the organ's signature and archive data."), limits)
