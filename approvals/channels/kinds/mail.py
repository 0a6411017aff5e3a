"""E-mail with the signed PDF and its enclosed files, by the mail server of the installation."""

import smtplib
from collections.abc import Iterable, Sequence

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.channels.seam import Answer, Enclosure, Field, NotTaken, Outcome, Parcel, RecallNotice, Unclear, Way
from approvals.outbox.mailing import headers

FIELDS: tuple[Field, ...] = (
    Field("to", gettext_lazy("E-mail address"), gettext_lazy("That of the recipient's clerk's office.")),
)
REFUSED = (
    *(smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError),
    *(smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError),
)


def check(way: Way) -> None:
    body = _("This is a try: documents for %(recipient)s will come to this address. Nothing is to be done.")
    _mail(way, _("Try of a channel"), body % {"recipient": way.recipient})


def send(way: Way, parcel: Parcel) -> Outcome:
    """Each try bears the same Message-ID, by which mail servers and clerks know it again."""
    pdf = Enclosure(f"{parcel.name}.pdf", "application/pdf", parcel.pdf)
    values = {"code": parcel.code, "abstract": parcel.abstract, "recipient": way.recipient, "identity": parcel.identity}
    body = _(
        "To: %(recipient)s\n\nDocument no. %(code)s: %(abstract)s\n\nThe signed document is attached. Please confirm "
        "that you have received it by answering this mail.\n\nIdentity of this sending: %(identity)s"
    )
    _mail(way, f"{parcel.code} {parcel.abstract}", body % values, parcel.identity, (pdf, *parcel.enclosures))
    return Outcome.SENT


def recall(way: Way, notice: RecallNotice) -> None:
    body = _(
        "Document no. %(code)s is recalled. Please delete it and confirm that (NĐ 30/2020, Điều 18).\n\n"
        "Reason: %(reason)s\n\nIdentity of the sending: %(identity)s"
    )
    values = {"code": notice.code, "reason": notice.facts["reason"], "identity": notice.identity}
    _mail(way, _("Recalled: %(code)s") % values, body % values, f"{notice.identity}-recall")


def answers(way: Way) -> Iterable[Answer]:
    """None: a person answers a mail, and the clerk records it."""
    return ()


def _mail(way: Way, subject: str, body: str, key: str = "", enclosures: Sequence[Enclosure] = ()) -> None:
    mail = EmailMessage(" ".join(subject.split()), body, to=[way.address["to"]], headers=headers(key))
    for enclosure in enclosures:
        mail.attach(enclosure.name, enclosure.content, enclosure.content_type)
    values = {"address": way.address["to"]}
    try:
        mail.send()
    except REFUSED as error:
        sentence = _("The mail server refused the mail to %(address)s: %(error)s")
        raise NotTaken(sentence % (values | {"error": _fault_words(error)})) from error
    except OSError as error:
        raise _fault(error)(
            _("The mail to %(address)s did not go: %(error)s") % (values | {"error": _fault_words(error)})
        ) from error


def _fault(error: Exception) -> type[NotTaken | Unclear]:
    """A connection that never was took nothing; one that broke may have."""
    never = isinstance(error, ConnectionRefusedError) or type(error).__name__ == "gaierror"
    return NotTaken if never else Unclear


def _fault_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_words(text)}" for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return str(error) or type(error).__name__


def _words(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text
