"""Forms whose answer is a page that shows something once, a code or a secret: a second click gets the same page.

The page is kept for ten minutes, encrypted under a key that comes of the form's token, which is not stored: what the
database holds opens nothing without the page that the form stood on.
"""

import base64
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from approvals.clock import now
from approvals.models import AnsweredForm

from .once import FAILED, FIELD, View, answer_again, digest_of, keep_answer

SHOWN_FOR = timedelta(minutes=10)
WAITED = 60.0  # seconds, that a second arrival waits for a first that waits for another server
LOOKED = 0.2  # seconds between two looks
NOT_ANSWERED = gettext_noop("Your first click is still being worked on. Look in a minute whether it is done.")


def shows_once(later: str) -> Callable[[View], View]:
    """As `once.answers_once`, for a view that answers success by a page of its own. Whoever sends the form again when
    that page is not kept any more is told `later`, a sentence for gettext, and led to the form.
    """

    def wrapped(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _has_token(request):
                return view(request, *args, **kwargs)
            with transaction.atomic():
                row, is_first = _claimed(request)
                if not is_first:
                    return _again(request, row, later)
                response = view(request, *args, **kwargs)
                _keep(row, request, response)
                return response

        answered.answers_once = True  # type: ignore[attr-defined]
        return answered

    return wrapped


def shows_once_apart(later: str) -> Callable[[View], View]:
    """As `shows_once`, for a view that waits for another server, and so runs in no transaction: a second arrival waits
    at most `WAITED` seconds for the answer to the first.
    """

    def wrapped(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _has_token(request):
                return view(request, *args, **kwargs)
            row, is_first = _claimed(request)
            while not is_first:
                if first := _awaited(row):
                    return _again(request, first, later)
                row, is_first = _claimed(request)  # the first arrival was refused
            response = None
            try:
                response = view(request, *args, **kwargs)
            finally:
                if response is None:  # it failed: a second try is a first arrival again
                    AnsweredForm.objects.filter(pk=row.pk).delete()
            _keep(row, request, response)
            return response

        answered.answers_once = True  # type: ignore[attr-defined]
        return answered

    return wrapped


def _has_token(request: HttpRequest) -> bool:
    return request.method == "POST" and bool(request.POST.get(FIELD))


def _claimed(request: HttpRequest) -> tuple[AnsweredForm, bool]:
    return AnsweredForm.objects.get_or_create(
        person_id=cast(int, request.user.pk), digest=digest_of(request), defaults={"at": now()}
    )


def _keep(row: AnsweredForm, request: HttpRequest, response: HttpResponse) -> None:
    if response.status_code >= FAILED or response.has_header("Location"):
        keep_answer(row, request, response)
        return
    row.page = _safe(request).encrypt(response.content)
    row.save(update_fields=["page"])


def _awaited(row: AnsweredForm) -> AnsweredForm | None:
    """The row once it holds an answer, or as it stands when the time is over; None where the first was refused."""
    until = time.monotonic() + WAITED
    while found := AnsweredForm.objects.filter(pk=row.pk).first():
        if found.location or found.page or time.monotonic() > until:
            return found
        time.sleep(LOOKED)
    return None


def _again(request: HttpRequest, row: AnsweredForm, later: str) -> HttpResponse:
    if row.location:
        return answer_again(request, row)
    if row.page and row.at > now() - SHOWN_FOR:
        try:
            return HttpResponse(_safe(request).decrypt(bytes(row.page)))
        except InvalidToken:  # SECRET_KEY was changed meanwhile
            row.page = b""
    in_time = row.at > now() - timedelta(seconds=2 * WAITED) and not row.page
    messages.warning(request, _(NOT_ANSWERED) if in_time else _(later))
    return redirect(request.get_full_path())


def _safe(request: HttpRequest) -> Fernet:
    token = f"{settings.SECRET_KEY}\n{request.POST[FIELD]}"
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"trinh-duyet shown once").derive(token.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def forget() -> None:
    """Empty the pages that are older than ten minutes."""
    AnsweredForm.objects.filter(at__lte=now() - SHOWN_FOR).exclude(page=b"").update(page=b"")
