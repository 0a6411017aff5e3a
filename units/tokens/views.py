"""Mã truy cập: the tokens by which programs work in a person's name."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from approvals.clock import now
from approvals.pages import menu
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.pages.shown import shows_once
from units.models import AccessToken
from units.requests import SignedIn
from units.sign_in.proof import require_proof

from . import actions
from .forms import TokenForm

SHOWN = gettext_noop("The form was sent twice. If you have not seen the token, revoke it below.")


@shows_once(SHOWN)
def own_tokens(request: SignedIn) -> HttpResponse:
    """One's own tokens, and a new one. Its secret stands on the answer to the form and nowhere else."""
    form = TokenForm(posted(request))
    made: list[Any] = []
    if form.is_valid():
        require_proof(request)
        given = {"name": form.cleaned_data["name"], "scope": form.cleaned_data["scope"], "expires_at": form.expires_at}
        done(form, lambda: made.extend(actions.make_token(request.user, **given)))
    tokens = AccessToken.objects.filter(person=request.user)
    page = {
        "form": TokenForm() if made else form,
        "made": made[0] if made else None,
        "secret": made[1] if made else "",
        "tokens": tokens.usable(now()),
        "good_for": menu.TOKEN_PAGES.items(),
        "former": tokens.exclude(pk__in=tokens.usable(now()).values("pk"))[:20],
    }
    return render(request, "units/tokens/tokens.html", page, status=200 if made else status_of(form))


@require_POST
@answers_once
def token_revoke(request: SignedIn, pk: int) -> HttpResponse:
    token = get_object_or_404(AccessToken.objects.filter(person=request.user), pk=pk)
    actions.revoke_token(token, by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token})
    return redirect("own_tokens")
