from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.clock import now
from approvals.pages.forms import done, posted, status_of
from units.models import Membership, Person
from units.typed import kept as typed

from . import actions
from .forms import SlipForm


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Demo mode alone: sign in as one of the cast, by user name; then to the page of ours that was asked for."""
    if not settings.DEMO:
        raise Http404
    cast = Membership.objects.at(now()).values("person_id")
    name = request.POST.get("person", "").replace("\0", "")  # which PostgreSQL refuses to look for
    person = get_object_or_404(Person, pk__in=cast, is_active=True, username=name)
    login(request, person, backend="units.backends.GrantBackend")
    asked = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(asked if own and asked.startswith("/") else settings.LOGIN_REDIRECT_URL)


@login_not_required
def slip(request: HttpRequest) -> HttpResponse:
    """Whoever was handed a printed slip chooses their password by its code."""
    form = SlipForm(posted(request))
    made: list[Person] = []
    if done(form, lambda: made.append(actions.use_slip(form.cleaned_data["code"], form.cleaned_data["password1"]))):
        words = {"username": made[0].username}
        messages.success(request, _("The password is chosen. Sign in with the user name %(username)s.") % words)
        return redirect("account_login")
    return render(request, "account/slip.html", {"form": form}, status=status_of(form))


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that was opened before the last sign-in: its own person finds it filled in, others nothing."""
    page = typed.keep(request)
    if not page:
        return render(request, "403_csrf.html", status=403)
    return redirect(page) if request.user.is_authenticated else redirect_to_login(page)
