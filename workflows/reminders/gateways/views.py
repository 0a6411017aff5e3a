"""A ward's gateway to Zalo or SMS: set, tried and stopped by its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn, administered_ward
from workflows.models import Gateway

from . import actions, signing
from .forms import GatewayForm


@answers_once
def ward_gateway(request: SignedIn, pk: int) -> HttpResponse:
    """Which address is in use, with the secret by which it knows what comes from here; and the form for another."""
    ward = administered_ward(request, pk)
    form = GatewayForm(posted(request))
    if done(form, lambda: actions.set_gateway(ward, by=request.user, url=form.cleaned_data["url"])):
        messages.success(
            request, _("Reminders marked for the gateway go there from now on. Give it the secret, then try it.")
        )
        return redirect("ward_gateway", pk)
    gateway = Gateway.objects.filter(ward=ward, stopped_at=None).first()
    page = {"ward": ward, "form": form, "gateway": gateway, "secret": signing.secret_of(gateway) if gateway else ""}
    return render(request, "workflows/reminders/gateways/gateway.html", page, status=status_of(form))


@require_POST
def ward_gateway_try(request: SignedIn, pk: int) -> HttpResponse:
    ward = administered_ward(request, pk)
    actions.try_gateway(get_object_or_404(Gateway, ward=ward, stopped_at=None), by=request.user)
    messages.success(request, _("The gateway took the message. It should reach your telephone."))
    return redirect("ward_gateway", pk)


@require_POST
@answers_once
def ward_gateway_stop(request: SignedIn, pk: int) -> HttpResponse:
    actions.stop_gateway(administered_ward(request, pk), by=request.user)
    messages.success(request, _("Nothing goes to the gateway any more."))
    return redirect("ward_gateway", pk)
