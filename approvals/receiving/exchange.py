"""The calls of a document exchange as another installation makes them (docs/channels.md): the receiving end of the
channel `approvals.channels.kinds.vxp`.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from approvals.channels.seam import MOST_ANSWERS
from approvals.edxml import reading, signatures, writing
from approvals.edxml.messages import Letter, Named, Organ, StatusMessage
from approvals.edxml.reading import MessageRefused
from approvals.edxml.schema import SchemaFault, validated
from approvals.edxml.signatures import Verdict
from approvals.errors import NotPossible
from approvals.files.slots import Slots
from approvals.models import ArrivalStatus, MessageKey, ReportRequest, Sender
from approvals.pages.uploads import declared_length

from . import actions, keys, pairing, requests

OK = {"status": "OK"}
PAIR = "pair"
SHORT = 20_000  # bytes of a call that brings no message
SMALL = 5 * 1024 * 1024  # bytes of a message; a report with its figures has less than one million
LATER = "30"  # seconds
# Large messages, of which each is held in memory several times, never take the places of small ones.
FOR_SMALL = Slots(at_once=3, waiting=3)
FOR_LARGE = Slots(at_once=1, waiting=1)


@csrf_exempt  # another installation calls, and shows its access code
@login_not_required
def exchange(request: HttpRequest, call: str) -> HttpResponse:
    """One call, by its own method alone. Whoever shows no access code of a sender may pair, and nothing else."""
    method = METHODS.get(call)
    if method is None:
        return _refused("there is no such call", 404)
    if request.method != method:
        return _refused(f"this call is made by {method}", 405, Allow=method)
    try:
        if call == PAIR:
            return JsonResponse(_pair(_json(request)))
        sender = _sender(request)
        if sender is None:
            return _refused("unknown access code", 401)
        return CALLS[method, call](request, sender)
    except Http404:
        return _refused("there is no such document", 404)
    except (NotPossible, MessageRefused, SchemaFault) as refusal:
        return _refused(str(refusal)[:500], 200)  # as the exchange's own refusals come


def _refused(message: str, status: int, **headers: str) -> HttpResponse:
    return JsonResponse({"status": "error", "message": message}, status=status, headers=headers)


def _pair(payload: dict[str, Any]) -> dict[str, Any]:
    organ, certificate = str(payload.get("organ", "")), str(payload.get("certificate", ""))
    sender, token = pairing.pair(str(payload.get("code", "")), organ_id=organ, certificate=certificate)
    own = MessageKey.objects.get(scope=sender.scope)
    return OK | {"token": token, "organ": own.organ_id, "certificate": own.certificate}


def _sender(request: HttpRequest) -> Sender | None:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or not token:
        return None
    return Sender.objects.filter(token=pairing.digest(token), ended_at=None).first()


def _register(request: HttpRequest, sender: Sender) -> HttpResponse:
    if _json(request).get("organId") != sender.organ_id:
        return JsonResponse({"status": "error", "message": "another organ"})
    return JsonResponse(OK)


def _take(request: HttpRequest, sender: Sender) -> HttpResponse:
    """A message, read where there is a place for one of its size: whoever finds none sends it again."""
    places = FOR_SMALL if 0 < declared_length(request) <= SMALL else FOR_LARGE
    with places.one() as free:
        if not free:
            return _refused("too many messages are read at once: send it again", 503, **{"Retry-After": LATER})
        message = _read(request.read(settings.LARGEST_REQUEST), sender)
        if isinstance(message, Letter):
            actions.take_in(sender, message)
        else:
            actions.take_back(sender, message)
    return JsonResponse(OK)


def _read(content: bytes, sender: Sender) -> Letter | StatusMessage:
    """The message, signed by the certificate that was paired: only what was signed is read. Raises MessageRefused."""
    reading.tree_of(content)
    checked = signatures.check(content, sender.certificate)
    if checked.verdict != Verdict.VALID:
        raise MessageRefused(f"not signed by the key that was paired ({checked.verdict})")
    message = reading.message_of(validated(checked.signed))
    if message.sender.organ_id != sender.organ_id:
        raise MessageRefused("sent in the name of another organ")
    return message


def _sent(request: HttpRequest, sender: Sender) -> HttpResponse:
    found = sender.arrivals.order_by("-pk").values_list("identity", flat=True)[:MOST_ANSWERS]
    return JsonResponse({"list": [{"docId": identity} for identity in found]})


def _statuses(request: HttpRequest, sender: Sender) -> HttpResponse:
    """What waits for the sender: what it is asked to report, then what was answered to its documents."""
    requests = sender.requests.filter(taken_at=None).order_by("at", "pk").values_list("token", flat=True)
    statuses = ArrivalStatus.objects.filter(arrival__sender=sender, taken_at=None).order_by("at", "pk")
    waiting = [*requests, *statuses.values_list("token", flat=True)[:MOST_ANSWERS]][:MOST_ANSWERS]
    return JsonResponse({"list": [{"docId": str(each)} for each in waiting]})


def _status(request: HttpRequest, sender: Sender) -> HttpResponse:
    """One of them, signed by this scope's key."""
    row = _own_message(sender, request.GET.get("docId", ""))
    own = MessageKey.objects.get(scope=sender.scope)
    pair = keys.opened(own)
    tree = (
        writing.letter(requests.letter_of(row, own))
        if isinstance(row, ReportRequest)
        else _message_of(row, sender, own)
    )
    content = writing.text(signatures.sign(tree, pair.key, pair.certificate))
    return HttpResponse(content, content_type="application/xml")


def _message_of(row: ArrivalStatus, sender: Sender, own: MessageKey) -> Any:
    arrival = row.arrival
    about = Named(sender.organ_id, arrival.code, arrival.issued_on, arrival.identity)
    return writing.status(StatusMessage(Organ(own.organ_id, own.organ_id), about, row.code, row.text, row.at))


def _taken(request: HttpRequest, sender: Sender) -> HttpResponse:
    row = _own_message(sender, str(_json(request).get("docId", "")))
    if isinstance(row, ReportRequest):
        actions.note_request_taken(row)
    else:
        actions.note_taken(row)
    return JsonResponse(OK)


def _own_message(sender: Sender, token: str) -> ArrivalStatus | ReportRequest:
    try:
        named = UUID(token)
    except ValueError as error:
        raise Http404 from error
    statuses = ArrivalStatus.objects.select_related("arrival").filter(arrival__sender=sender)
    found = statuses.filter(token=named).first() or sender.requests.filter(token=named).first()
    if found is None:
        raise Http404
    return found


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        payload = json.loads(request.read(SHORT))
    except (ValueError, RecursionError) as error:
        raise MessageRefused("no JSON") from error
    return payload if isinstance(payload, dict) else {}


CALLS: dict[tuple[str, str], Callable[[HttpRequest, Sender], HttpResponse]] = {
    ("POST", "registerAgency"): _register,
    ("POST", "sendEdoc"): _take,
    ("GET", "getSentEdocList"): _sent,
    ("GET", "getReceivedEdocList"): _statuses,
    ("GET", "getEdoc"): _status,
    ("POST", "updateStatus"): _taken,
}
METHODS = {PAIR: "POST"} | {call: method for method, call in CALLS}
