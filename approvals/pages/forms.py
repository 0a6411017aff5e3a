"""What pages with a form do alike: read what was sent, act on it, and answer with its status."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from approvals.errors import AlreadyDone, NotPossible


def posted(request: HttpRequest) -> QueryDict | None:
    """What a page's form is bound to: what was sent, None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def done(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Whether what the form asks was done. A refusal becomes the form's own error, so that nothing typed
    is lost; what the person did before is no refusal."""
    if not form.is_valid():
        return False
    try:
        act()
    except AlreadyDone:
        raise
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def status_of(form: forms.BaseForm) -> int:
    """409 where the action was refused, 422 where what was typed cannot be read, 200 where nothing was sent."""
    if form.non_field_errors():
        return 409
    return 422 if form.is_bound else 200
