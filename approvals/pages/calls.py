"""Calls of programs answer once, where they come with a key of their own (the header Idempotency-Key).

What came before under the same key, from the same caller and to the same address, gets the answer of then; other
content under it is refused. As with forms, what was refused (400 and above) counts as never sent.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from approvals.clock import now
from approvals.models import AnsweredCall

from .once import FAILED, KEPT_FOR, digest_of

KEY = "Idempotency-Key"
KEPT_HEADERS = ("Content-Type", "ETag")
AGAIN = "Idempotency-Replayed"

View = Callable[..., HttpResponse]


def answers_once(
    view: View,
    *,
    refused: Callable[[HttpRequest], HttpResponse],
    known: Callable[[HttpRequest], bool],
    too_often: Callable[[HttpRequest], HttpResponse | None],
) -> View:
    """A view whose call, repeated under its key, is carried out once; `refused` answers a key used for other content.
    Who is not `known` any more is shown nothing of before: the view itself refuses them. What `too_often` returns
    is the answer to a repeated call; the first one is counted by the view.

    A second arrival waits for the first. The view runs within a transaction.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(KEY, "")
        if request.method != "POST" or not key or not known(request):
            return view(request, *args, **kwargs)
        content = _content(request)
        with transaction.atomic():
            kept, is_first = AnsweredCall.objects.get_or_create(
                digest=_digest(request, key), defaults={"content": content, "at": now()}
            )
            if not is_first:
                return too_often(request) or (_again(kept) if kept.content == content else refused(request))
            response = view(request, *args, **kwargs)
            _keep(kept, response)
            return response

    return answered


def _content(request: HttpRequest) -> str:
    """SHA-256 of what was sent. A file is read as it was stored, never as a body in memory."""
    if request.content_type == "multipart/form-data":
        return digest_of(request)
    return hashlib.sha256(request.body).hexdigest()


def _digest(request: HttpRequest, key: str) -> str:
    kind, space, secret = request.headers.get("Authorization", "").partition(" ")
    caller = f"{kind.capitalize()}{space}{secret}"  # its case tells no caller from another (RFC 9110)
    return hashlib.sha256(repr((caller, request.get_full_path(), key)).encode()).hexdigest()


def _keep(kept: AnsweredCall, response: HttpResponse) -> None:
    if response.status_code >= FAILED:
        kept.delete()
        return
    kept.status, kept.body = response.status_code, response.content.decode()
    kept.headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    kept.save(update_fields=["status", "body", "headers"])


def _again(kept: AnsweredCall) -> HttpResponse:
    return HttpResponse(kept.body, status=kept.status, headers={**kept.headers, AGAIN: "true"})


def forget() -> None:
    """Delete the answers that are older than a day."""
    AnsweredCall.objects.filter(at__lt=now() - KEPT_FOR).delete()
