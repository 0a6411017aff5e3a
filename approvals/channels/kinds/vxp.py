"""A document exchange that speaks HTTP in the manner of the national one (Trục liên thông văn bản, VXP).

The calls are those of its SDK: registerAgency, sendEdoc, getSentEdocList, getReceivedEdocList, getEdoc, updateStatus.
Each carries its header as JSON, {"from", "servicetype": "eDoc", "messagetype": "edoc" or "status"}; messages are edXML.
docs/channels.md has them one by one.
"""

import json
from collections.abc import Iterable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.channels import letters
from approvals.channels.seam import (
    MOST_ANSWERS,
    PATIENCE,
    Answer,
    Asked,
    Field,
    NotTaken,
    Outcome,
    Parcel,
    RecallNotice,
    Unclear,
    Way,
)
from approvals.edxml.reading import LARGEST

FIELDS: tuple[Field, ...] = (
    Field("url", gettext_lazy("Address"), gettext_lazy("As https://….")),
    Field("organ", gettext_lazy("Own organ identifier"), gettext_lazy("Mã định danh of the office that sends.")),
    Field("token", gettext_lazy("Access code"), gettext_lazy("As the exchange gave it."), secret=True),
    Field(
        "signing_secret",
        gettext_lazy("Key for messages"),
        gettext_lazy("PEM, without a passphrase. It signs the message; the document bears its own signatures."),
        required=False,
        secret=True,
        lines=True,
    ),
    Field(
        "certificate",
        gettext_lazy("Certificate for messages"),
        gettext_lazy("PEM, of the key above."),
        required=False,
        lines=True,
    ),
    Field(
        "peer",
        gettext_lazy("Certificate of the recipient"),
        gettext_lazy("PEM. With it, only messages that the recipient signed are believed."),
        required=False,
        lines=True,
    ),
)
STATED = 100_000  # bytes of an answer that is no message


class TooLarge(Unclear):
    """More came than is read."""


class NoRedirect(HTTPRedirectHandler):
    """A document goes to the address that was entered, and nowhere else."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


def check(way: Way) -> None:
    """Register, and ask for the list of what was sent."""
    _call(way, "registerAgency", body=json.dumps({"organId": way.address["organ"]}).encode())
    _sent(way)


def pair(url: str, payload: Mapping[str, str]) -> dict[str, str]:
    """Ask another installation of this product for an access code (docs/channels.md). Raises NotTaken, Unclear."""
    way = Way("", "", {"url": url, "organ": payload["organ"]}, {})
    answered = json.loads(_call(way, "pair", body=json.dumps(dict(payload)).encode()))
    try:
        return {name: str(answered[name]) for name in ("token", "organ", "certificate")}
    except KeyError as error:
        raise Unclear(_("The exchange answered with something that says neither yes nor no.")) from error


def send(way: Way, parcel: Parcel) -> Outcome:
    """What may have been taken before is looked for in the exchange's list first."""
    message = letters.new(way, parcel)
    if not (parcel.again and parcel.identity in _sent(way)):
        _call(way, "sendEdoc", body=message)
    return Outcome.SENT


def recall(way: Way, notice: RecallNotice) -> None:
    """By a message; an exchange that nobody was paired with takes documents back by a status (13) beside it."""
    _call(way, "sendEdoc", body=letters.recall(way, notice))
    if not way.address.get("peer"):
        _call(way, "sendEdoc", message="status", body=letters.take_back(way, notice))


def answers(way: Way) -> Iterable[Answer | Asked]:
    """The statuses that wait. Each is reported as done once whoever asked for it has gone on to the next. One that is
    too large is told and left behind: others wait after it.
    """
    listed = _listed(_call(way, "getReceivedEdocList?limit=500", message="status"))
    for identity in listed[:MOST_ANSWERS]:
        try:
            content = _call(way, f"getEdoc?docId={quote(identity, safe='')}", message="status", most=LARGEST)
            answer = letters.answer(way, content, token=identity)
        except TooLarge as fault:
            answer = letters.unreadable(str(fault), identity)
        yield answer
        state = "done" if isinstance(answer, Asked) or answer.code else "fail"
        body = json.dumps({"docId": identity, "status": state}).encode()
        _call(way, "updateStatus", message="status", body=body)


def _sent(way: Way) -> list[str]:
    return _listed(_call(way, "getSentEdocList"))


def _listed(content: bytes) -> list[str]:
    """The identities in a list of the exchange. Raises Unclear where it is none."""
    try:
        found = [str(each["docId"]) for each in json.loads(content)["list"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unclear(_("The exchange answered with something that is no list.")) from error
    if not all(map(str.isprintable, found)):
        raise Unclear(_("The exchange answered with something that is no list."))
    return found


def _call(way: Way, call: str, *, message: str = "edoc", body: bytes | None = None, most: int = STATED) -> bytes:
    """What the exchange answers. It says OK, or it took nothing; where it says nothing, it may have."""
    header = {"from": way.address["organ"], "servicetype": "eDoc", "messagetype": message}
    headers = {
        "header": json.dumps(header),
        "Authorization": f"Bearer {way.secrets.get('token', '')}",
        "Content-Type": "application/xml" if call == "sendEdoc" else "application/json",
    }
    request = Request(f"{way.address['url']}/{call}", body, headers)
    try:
        with build_opener(NoRedirect).open(request, timeout=PATIENCE) as response:
            content: bytes = response.read(most + 1)
    except HTTPError as error:
        raise _refused(error) from error
    except (OSError, HTTPException, ValueError) as error:
        raise _away(error) from error
    if len(content) > most:
        sentence = _("The exchange answered with more than the %(most)s MB that are read.")
        raise TooLarge(sentence % {"most": f"{most / 1024 / 1024:.1f}".replace(".", ",")})
    if body is not None:
        _confirmed(content)
    return content


def _confirmed(content: bytes) -> None:
    """Raises NotTaken where the answer is a refusal, Unclear where it is none that the exchange gives."""
    try:
        answer: Mapping[str, Any] = json.loads(content)
        status = answer["status"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unclear(_("The exchange answered with something that says neither yes nor no.")) from error
    if status != "OK":
        raise NotTaken(_("The exchange refused it: %(reason)s") % {"reason": str(answer.get("message", status))[:500]})


def _refused(error: HTTPError) -> NotTaken | Unclear:
    if error.code in (401, 403):
        return NotTaken(_("The exchange does not accept the access code. Enter it anew."))
    if error.code == 413:
        return NotTaken(
            _("The exchange does not take as much. Send the document by another channel, or its files apart.")
        )
    if error.code < 500:
        return NotTaken(_("The exchange refused it with HTTP status %(code)d.") % {"code": error.code})
    return Unclear(_("The exchange has a fault of its own: HTTP status %(code)d.") % {"code": error.code})


def _away(error: Exception) -> NotTaken | Unclear:
    """A connection that never was took nothing."""
    reason = getattr(error, "reason", error)
    values = {"error": str(reason) or type(reason).__name__}
    if isinstance(reason, ConnectionRefusedError) or type(reason).__name__ == "gaierror":
        return NotTaken(_("The exchange cannot be reached: %(error)s") % values)
    return Unclear(_("The exchange did not answer: %(error)s") % values)
