"""Forms that create something answer once: a second click, or a form sent again from a page that was gone back to.

`{% once %}` gives a form a token, `@answers_once` keeps the answer that its first arrival got, in the transaction in
which that arrival wrote. The same content under the same token then gets that answer; other content is another form.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from approvals.clock import now
from approvals.files import store as files
from approvals.models import AnsweredForm

FIELD = "once"
NOT_CONTENT = "csrfmiddlewaretoken"
FAILED = 400
KEPT_FOR = timedelta(days=1)

View = Callable[..., HttpResponse]


def answers_once(view: View) -> View:
    """A view whose form, sent twice by the same person, is carried out once. It answers success by a redirect; one that
    answers by a page is for `shown.shows_once`.

    A second arrival waits for the first. What is refused (400 and above) counts as never sent. The view runs within a
    transaction: none that waits for another server, or that commits in parts, is wrapped.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            answer, is_first = AnsweredForm.objects.get_or_create(
                person_id=cast(int, request.user.pk), digest=digest_of(request), defaults={"at": now()}
            )
            if not is_first:
                return answer_again(request, answer)
            response = view(request, *args, **kwargs)
            keep_answer(answer, request, response)
            return response

    answered.answers_once = True  # type: ignore[attr-defined]
    return answered


def is_first(person: Any, token: str, part: Any) -> bool:
    """Whether the person sends this part of a form for the first time under its token, whatever goes with it: another
    button, or other fields. Called in the transaction that writes what the part creates; without a token it always is.
    """
    if not token:
        return True
    digest = hashlib.sha256(repr((token, part)).encode()).hexdigest()
    return AnsweredForm.objects.get_or_create(person=person, digest=digest, defaults={"at": now()})[1]


def was_answered(request: HttpRequest) -> bool:
    """Whether the same person sent the same content before, under whatever token, and it was carried out."""
    if not request.POST.get(FIELD):
        return False
    sent = AnsweredForm.objects.filter(person_id=cast(int, request.user.pk), digest=digest_of(request, token=False))
    return sent.exists()


def digest_of(request: HttpRequest, *, token: bool = True) -> str:
    """SHA-256 over the address, the token unless it is left out, and all that was sent, the files' bytes included."""
    left_out = (NOT_CONTENT,) if token else (NOT_CONTENT, FIELD)
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in left_out)
    attached = sorted(
        (name, [files.digest(cast(BinaryIO, file)) for file in found]) for name, found in request.FILES.lists()
    )
    return hashlib.sha256(repr((request.get_full_path(), sent, attached)).encode()).hexdigest()


def keep_answer(answer: AnsweredForm, request: HttpRequest, response: HttpResponse) -> None:
    """Keep where the form led and what it said, and that this content was sent; of a page that asks again nothing."""
    if response.status_code >= FAILED or not response.has_header("Location"):
        answer.delete()
        return
    storage: Any = messages.get_messages(request)
    answer.location, answer.told = response["Location"], [[each.level, str(each.message)] for each in storage]
    storage.used = False  # read here, but not shown
    answer.save(update_fields=["location", "told"])
    content = AnsweredForm(person_id=answer.person_id, digest=digest_of(request, token=False), at=answer.at)
    AnsweredForm.objects.bulk_create([content], ignore_conflicts=True)


def answer_again(request: HttpRequest, answer: AnsweredForm) -> HttpResponse:
    for level, text in answer.told:
        messages.add_message(request, level, text)
    return redirect(answer.location)


def forget() -> None:
    """Delete the answers that are older than a day."""
    AnsweredForm.objects.filter(at__lt=now() - KEPT_FOR).delete()
