"""Kênh gửi: recipients and the channels to them; and what the clerk records of a document taken there by hand."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.clock import ZONE, now
from approvals.models import Channel, Dispatch, DispatchLine
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.register.querysets import documents_to_keep, visible_documents
from approvals.scopes import Right, scopes

from . import actions
from .forms import ByHandForm, ChannelForm, NewChannelForm, RecipientForm
from .kinds import TYPED
from .querysets import kept_channels, kept_recipients, with_channels
from .receipts import receipt_file, take_in


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Each recipient of the scopes that the person keeps, with its channels in order."""
    kept = set(scopes(request.user, Right.KEEP_CHANNELS))
    if not kept:
        raise PermissionDenied
    names = import_string(settings.APPROVALS_SCOPE_NAMES)()
    found: dict[int, list[Any]] = {scope: [] for scope in names if scope in kept}
    for recipient in with_channels(kept_recipients(request.user)):
        found.setdefault(recipient.scope, []).append(recipient)
    page = {"scopes": [(scope, names.get(scope, ""), rows) for scope, rows in found.items()]}
    return render(request, "approvals/channels/channels.html", page)


@answers_once
def recipient_new(request: HttpRequest, scope: int) -> HttpResponse:
    """Sets up a recipient of the scope."""
    if scope not in set(scopes(request.user, Right.KEEP_CHANNELS)):
        raise Http404
    form = RecipientForm(posted(request), initial={"name": request.GET.get("name", "")[:300]})
    made: list[Any] = []
    if done(form, lambda: made.append(actions.add_recipient(scope, by=request.user, **form.cleaned_data))):
        messages.success(request, _("The recipient is set up. Now say by what documents go there."))
        return redirect("channel_new", made[0].pk)
    page = {"form": form, "title": _("Set up a recipient"), "label": _("Set up the recipient"), "kicker": ""}
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


@answers_once
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a recipient's name, identifier and part."""
    row = get_object_or_404(kept_recipients(request.user), pk=pk)
    initial = {name: getattr(row, name) for name in ("name", "organ_id", "leads", "where", "shares")}
    form = RecipientForm(posted(request), initial=initial)
    if done(form, lambda: actions.change_recipient(row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("channels")
    page = {"form": form, "title": row.name, "label": _("Save"), "kicker": _("Recipient")}
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


@answers_once
def channel_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a recipient a channel: of what kind first (`?kind=`), then what that needs to know."""
    row = get_object_or_404(kept_recipients(request.user), pk=pk)
    kind = request.GET.get("kind", "")
    page: dict[str, Any] = {"title": _("Add a channel"), "kicker": row.name}
    if kind not in TYPED:
        page |= {"form": NewChannelForm(), "label": _("Go on"), "asks": "get"}
        return render(request, "approvals/channels/form.html", page)
    form = ChannelForm(posted(request), kind=kind)
    if done(form, lambda: actions.add_channel(row, kind, by=request.user, values=form.cleaned_data)):
        messages.success(request, _("The channel is set up. Try it before a document goes by it."))
        return redirect("channels")
    page |= {"form": form, "label": _("Add the channel"), "lead": Channel.Kind(kind).label}
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


@answers_once
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what a channel goes by. Its secrets are never shown."""
    row = get_object_or_404(kept_channels(request.user).filter(kind__in=TYPED), pk=pk)
    form = ChannelForm(posted(request), kind=row.kind, kept=row)
    if done(form, lambda: actions.change_channel(row, by=request.user, values=form.cleaned_data)):
        messages.success(request, _("Saved. Try the channel before a document goes by it."))
        return redirect("channels")
    page = {"form": form, "title": str(row), "label": _("Save"), "kicker": row.recipient.name}
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


@require_POST
@answers_once
def channel_try(request: HttpRequest, pk: int) -> HttpResponse:
    """Gửi thử."""
    actions.try_channel(get_object_or_404(kept_channels(request.user), pk=pk), by=request.user)
    messages.success(request, _("It is tried now: what comes of it stands here in a moment."))
    return redirect("channels")


@require_POST
@answers_once
def channel_prefer(request: HttpRequest, pk: int) -> HttpResponse:
    actions.prefer_channel(get_object_or_404(kept_channels(request.user), pk=pk), by=request.user)
    messages.success(request, _("This channel is tried first from now on."))
    return redirect("channels")


@answers_once
def channel_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before nothing goes by a channel any more."""
    row = get_object_or_404(kept_channels(request.user), pk=pk)
    if request.method == "POST":
        actions.end_channel(row, by=request.user)
        messages.success(request, _("Nothing goes by this channel any more. Its password or key is thrown away."))
        return redirect("channels")
    page = {
        "title": _("Use the channel no more?"),
        "happens": _("%(channel)s to %(recipient)s: what waits goes by the next channel in order, if there is one.")
        % {"channel": row, "recipient": row.recipient},
        "final": _("its password or key is thrown away; to use it again it is set up anew."),
        "label": _("Use it no more"),
        "form": Form(),
    }
    return render(request, "approvals/channels/end.html", page)


@answers_once
def dispatch_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Records when, how and to whom a document was taken, with the scan of the receipt."""
    sent = get_object_or_404(Dispatch.objects.select_related("document", "channel"), pk=pk)
    line = get_object_or_404(visible_documents(request.user), pk=sent.document_id)
    if not documents_to_keep(request.user).filter(pk=line.pk).exists():
        raise PermissionDenied
    here = now().astimezone(ZONE)
    how = sent.channel.address.get("how", "") if sent.channel else ""
    initial = {"day": here.date(), "time": f"{here:%H:%M}", "how": how, "to_whom": ""}
    form = ByHandForm(posted(request), request.FILES or None, initial=initial)
    if done(form, lambda: _record(request, sent, form)):
        messages.success(request, _("It is recorded that the document was taken there."))
        return redirect("document", line.pk)
    page = {
        "form": form,
        "kicker": str(line),
        "title": _("Taken to %(recipient)s by hand") % {"recipient": sent.recipient},
        "label": _("Record it"),
        "attaches": True,
    }
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


@require_safe
def dispatch_receipt(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of a receipt, for whoever may read the document."""
    lines = DispatchLine.objects.filter(dispatch__document__in=visible_documents(request.user))
    line = get_object_or_404(lines.exclude(file=""), pk=pk)
    return receipt_file(line.file)


def _record(request: HttpRequest, sent: Dispatch, form: ByHandForm) -> None:
    given = form.cleaned_data
    receipt = take_in(given["receipt"]) if given["receipt"] else ""
    values = {"at": form.at, "how": given["how"], "to_whom": given["to_whom"], "receipt": receipt}
    actions.record_by_hand(sent, by=request.user, **values)
