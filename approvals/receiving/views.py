"""Bàn của tỉnh: what other organs sent, by months; each opened, received or refused; and who sends here."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from approvals.channels.querysets import kept_recipients
from approvals.clock import today
from approvals.files import contents
from approvals.files import store as files
from approvals.models import Arrival, Channel, MessageKey, Recipient, Sender
from approvals.outbox import queue as outbox
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from approvals.pages.shown import shows_once, shows_once_apart
from approvals.register import inventory
from approvals.scopes import Right, scopes
from approvals.verification.checks import of_trail
from approvals.verification.checks.result import Result

from . import actions, beside, desk, keys, pairing, sending
from .forms import PairForm, ReceiveForm, RefuseForm, SenderForm, SendersForm
from .querysets import visible_arrivals, visible_senders

SHOWN = gettext_noop("This form was answered before, and its codes are shown once. Make another on the sender's page.")
PAIRED = gettext_noop("This form was answered before. The recipient's channels say whether it is paired.")


@require_safe
def province(request: HttpRequest) -> HttpResponse:
    """Senders by the months of a year. At most ten statements, however many there are."""
    keeps = set(scopes(request.user, Right.KEEP_CHANNELS))
    if not set(scopes(request.user, Right.READ_TRAIL)):
        raise PermissionDenied
    asked = request.GET.get("year", "")
    year = int(asked) if re.fullmatch(r"2[01][0-9]{2}", asked) else today().year
    senders = list(visible_senders(request.user))
    standing = visible_arrivals(request.user).filter(recalled_at=None)
    waiting = standing.filter(state=Arrival.State.ARRIVED).select_related("sender").defer("files", "checks")
    names = import_string(settings.APPROVALS_SCOPE_NAMES)()
    page = {
        "year": year,
        "months": range(1, 13),
        "lines": desk.lines(senders, desk.came(standing.filter(arrived_at__year__gte=year)), year),
        "waiting": waiting.order_by("arrived_at", "pk"),
        "keeps": [(scope, name) for scope, name in names.items() if scope in keeps],
        "links": _links(names, senders, request.user),
    }
    return render(request, "approvals/receiving/province.html", page)


@require_safe
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that came: what it is, what its signatures prove, and the answer to it."""
    row = _arrival(request, pk)
    answers = row.scope in set(scopes(request.user, Right.RECEIVE))
    page = {
        "arrival": row,
        "verdict": Result(row.verdict) if row.verdict else None,
        "links": beside.of_arrival(row),
        "trail_came": any(file["name"] == of_trail.NAME for file in row.files[1:]),
        "checks": [each | {"label": Result(each["result"]).label} for each in row.checks],
        "decides": answers and row.state == Arrival.State.ARRIVED and not row.recalled_at,
        "checks_anew": answers and row.verdict not in ("", Result.PASS),
    }
    return render(request, "approvals/receiving/arrival.html", page)


@require_POST
@answers_once
def arrival_check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have its signatures checked anew, after a root or a revocation list was put into its folder."""
    row = _arrival(request, pk)
    actions.require_answerer(row, request.user)
    outbox.put_again("arrived", f"arrived-{row.pk}", scope=row.scope, arrival=row.pk)
    messages.success(request, _("Its signatures are checked anew: what comes of it stands here in a moment."))
    return redirect("arrival", pk)


@require_safe
def arrival_file(request: HttpRequest, pk: int, place: int) -> FileResponse:
    """One of its files, the document being 0."""
    row = _arrival(request, pk)
    if place >= len(row.files):
        raise Http404
    entry = row.files[place]
    file = inventory.opened(inventory.DocumentFile(files.stored_path(entry["sha256"]), entry["sha256"], row.scope))
    response = FileResponse(file, content_type=contents.TYPES.get(entry["kind"], "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=entry["kind"] != "pdf", filename=entry["name"]
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@answers_once
def arrival_receive(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _answered(request, pk, "receive_arrival"), ReceiveForm(posted(request))
    if done(form, lambda: actions.receive(row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("It is received. The sender is told."))
        return redirect("arrival", pk)
    texts = {
        "title": _("Receive %(code)s?"),
        "label": _("Receive"),
        "happens": _("The sender is told with its number."),
    }
    return _ask(request, row, form, texts)


@answers_once
def arrival_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    row = _answered(request, pk, "refuse_arrival")
    form = RefuseForm(posted(request), initial={"reason": "\n".join(row.faults)})
    if done(form, lambda: actions.refuse(row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("It is refused. The sender is told the reason."))
        return redirect("arrival", pk)
    happens = _("The sender is told the reason, and its report opens again to be corrected.")
    return _ask(request, row, form, {"title": _("Refuse %(code)s?"), "label": _("Refuse"), "happens": happens})


@shows_once(SHOWN)
def sender_new(request: HttpRequest, scope: int) -> HttpResponse:
    """Sets up an organ that sends here; its page then shows the one-use code, once."""
    if scope not in set(scopes(request.user, Right.KEEP_CHANNELS)):
        raise Http404
    form = SenderForm(posted(request), initial={"organ": _own_organ(scope), "due_day": 10})
    made: list[Any] = []
    if done(form, lambda: made.append(pairing.invite(scope, by=request.user, **form.cleaned_data))):
        return told_code(request, *made[0])
    page = {"form": form, "title": _("Set up an organ that sends"), "label": _("Make a one-use code"), "kicker": ""}
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


@shows_once(SHOWN)
def senders_new(request: HttpRequest, scope: int) -> HttpResponse:
    """Sets up many organs at once, pasted from a table; the page then shows their one-use codes, once."""
    if scope not in set(scopes(request.user, Right.KEEP_CHANNELS)):
        raise Http404
    form = SendersForm(posted(request), initial={"organ": _own_organ(scope), "due_day": 10})
    made: list[Any] = []
    if done(form, lambda: made.extend(pairing.invite_all(scope, by=request.user, **form.cleaned_data))):
        return render(request, "approvals/receiving/codes.html", {"made": made, "url": own_url()})
    page = {"form": form, "title": _("Set up many organs that send"), "label": _("Make one-use codes"), "kicker": ""}
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


@shows_once(SHOWN)
def sender(request: HttpRequest, pk: int) -> HttpResponse:
    """An organ that sends here: both fingerprints; posted, it gets another one-use code."""
    row = get_object_or_404(visible_senders(request.user), pk=pk)
    if request.method == "POST":
        return told_code(request, row, pairing.invite_anew(row, by=request.user))
    keeps = row.scope in set(scopes(request.user, Right.KEEP_CHANNELS))
    return render(request, "approvals/receiving/sender.html", _sender_page(row) | {"keeps": keeps})


@answers_once
def sender_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(visible_senders(request.user), pk=pk)
    pairing.require_keeper(row.scope, request.user)
    if request.method == "POST":
        pairing.end(row, by=request.user)
        messages.success(request, _("Nothing is taken from %(sender)s any more.") % {"sender": row})
        return redirect("province")
    page = {
        "title": _("Take nothing more from %(sender)s?") % {"sender": row},
        "happens": _("What it sent stays here."),
        "final": _("to go on it is set up and paired anew."),
        "label": _("Take nothing more"),
        "cancel_url": reverse("sender", args=[pk]),
        "form": Form(),
    }
    return render(request, "approvals/receiving/confirm.html", page)


@shows_once_apart(PAIRED)
def recipient_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """The sending side: a channel to the recipient's own installation, by the one-use code that its people gave. It
    waits for that installation, and so in no transaction.
    """
    row = get_object_or_404(kept_recipients(request.user), pk=pk)
    form = PairForm(posted(request))
    made: list[Any] = []
    if done(form, lambda: made.append(_paired(row, by=request.user, **form.cleaned_data))):
        if made[0].kind == Channel.Kind.HERE:
            messages.success(request, _("Paired: documents go there within this installation."))
            return redirect("channels")
        address = made[0].address
        page = {"recipient": row, "own": keys.fingerprint(address["certificate"])}
        return render(request, "approvals/receiving/paired.html", page | {"peer": keys.fingerprint(address["peer"])})
    page = {"form": form, "kicker": row.name, "title": _("Pair with the recipient's installation"), "label": _("Pair")}
    page["lead"] = _("The recipient's people make a one-use code on their page and give it to you, not by this line.")
    return render(request, "approvals/channels/form.html", page, status=status_of(form))


def _links(names: dict[int, str], senders: list[Sender], person: Any) -> list[tuple[str, list[beside.Link]]]:
    """What rooms above offer, by the name of the scope."""
    with_members = {sender.scope for sender in senders if sender.member is not None}
    found = [(name, beside.of_scope(scope, person, has_members=scope in with_members)) for scope, name in names.items()]
    return [(name, links) for name, links in found if links]


def _paired(row: Recipient, *, by: Any, url: str, code: str, organ: str) -> Channel:
    if url:
        return sending.pair_with(row, by=by, url=url, code=code, organ=organ)
    return sending.pair_here(row, by=by, code=code, organ=organ)


def _arrival(request: HttpRequest, pk: int) -> Arrival:
    found = visible_arrivals(request.user).select_related("sender", "decided_by", "replaces")
    return get_object_or_404(found, pk=pk)


def _answered(request: HttpRequest, pk: int, action: str) -> Arrival:
    """The same, for whoever may answer it; the form is shown while it waits."""
    row = _arrival(request, pk)
    actions.require_answerer(row, request.user)
    if posted(request) is None:
        actions.refuse_unless_waiting(row, request.user, action)
    return row


def _sender_page(row: Sender) -> dict[str, Any]:
    own = MessageKey.objects.get(scope=row.scope)
    peer = keys.fingerprint(row.certificate) if row.certificate else ""
    return {"sender": row, "own": keys.fingerprint(own.certificate), "peer": peer}


def _own_organ(scope: int) -> str:
    return MessageKey.objects.filter(scope=scope).values_list("organ_id", flat=True).first() or ""


def own_url() -> str:
    return f"{settings.SITE_URL}/exchange"


def told_code(request: HttpRequest, row: Sender, code: str) -> HttpResponse:
    """The page with the code, which nobody can show again."""
    page = _sender_page(row) | {"code": code, "url": own_url()}
    return render(request, "approvals/receiving/code.html", page)


def _ask(request: HttpRequest, row: Arrival, form: Form, texts: dict[str, str]) -> HttpResponse:
    page = {**texts, "title": texts["title"] % {"code": row.code}, "form": form}
    page["cancel_url"] = reverse("arrival", args=[row.pk])
    return render(request, "approvals/receiving/confirm.html", page, status=status_of(form))
