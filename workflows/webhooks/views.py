"""Addresses outside that are told what happens in a ward: added and stopped by its administrators, with what went."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.models import OutboxMessage
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units.requests import SignedIn, administered_ward
from workflows.models import Webhook

from . import actions
from .forms import WebhookForm
from .signing import secret_of

SHOWN = 50  # deliveries


@answers_once
def ward_webhooks(request: SignedIn, pk: int) -> HttpResponse:
    """The addresses in use, each with its secret; what they were told last; and the form for one more."""
    ward = administered_ward(request, pk)
    form = WebhookForm(posted(request))
    if done(form, lambda: actions.add_webhook(ward, by=request.user, **form.webhook)):
        messages.success(request, _("The address is told what happens from now on. Give the system the secret."))
        return redirect("ward_webhooks", pk)
    hooks = list(Webhook.objects.filter(ward=ward, stopped_at=None).select_related("by"))
    sent = OutboxMessage.objects.filter(topic="webhook", scope=ward.pk).order_by("-pk")[:SHOWN]
    named = {hook.pk: hook.url for hook in hooks}
    page = {
        "ward": ward,
        "form": form,
        "hooks": [(hook, secret_of(hook)) for hook in hooks],
        "sent": [
            (message, named[message.payload["webhook"]]) for message in sent if message.payload["webhook"] in named
        ],
    }
    return render(request, "workflows/webhooks/webhooks.html", page, status=status_of(form))


@require_POST
@answers_once
def ward_webhook_stop(request: SignedIn, pk: int, hook: int) -> HttpResponse:
    ward = administered_ward(request, pk)
    actions.stop_webhook(get_object_or_404(Webhook, ward=ward, pk=hook), by=request.user)
    messages.success(request, _("The address is told nothing more."))
    return redirect("ward_webhooks", pk)


@require_POST
@answers_once
def ward_webhook_again(request: SignedIn, pk: int, message: int) -> HttpResponse:
    ward = administered_ward(request, pk)
    row = get_object_or_404(OutboxMessage, topic="webhook", scope=ward.pk, pk=message)
    hook = get_object_or_404(Webhook, ward=ward, stopped_at=None, pk=row.payload["webhook"])
    actions.send_again(hook, row, by=request.user)
    messages.success(request, _("It is told once more, under the same key."))
    return redirect("ward_webhooks", pk)
