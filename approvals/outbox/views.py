from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.models import Incident
from approvals.pages import tables
from approvals.pages.once import answers_once
from approvals.pages.tables import Column

from . import actions, waiting, words
from .forms import SkipForm
from .querysets import incidents_to_close, late_messages, visible_incidents

SHOWN = 20  # of a kind, at most
COLUMNS = [
    Column(gettext_lazy("Since"), lambda row: row.opened_at),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column(gettext_lazy("What failed"), lambda row: row.what, 80),
    Column(gettext_lazy("Closed"), lambda row: row.closed_at),
]


@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """What ran out of tries and waits for somebody, what is still tried or left lying, and what was closed lately."""
    found = visible_incidents(request.user)
    if kind := tables.asked(request):
        return tables.table_file(kind, "su-co", COLUMNS, found.order_by("-opened_at", "-pk"))
    closable = incidents_to_close(request.user).select_related("message")
    of_topic = Counter(each.message.topic for each in closable)
    context = {
        "open": found.filter(state=Incident.State.OPEN),
        "late": [(row, waiting.words_of(row)) for row in late_messages(request.user)[:SHOWN]],
        "closable": {each.pk for each in closable},
        "batches": [(topic, count) for topic, count in of_topic.items() if count > 1],
        "closed": found.exclude(state=Incident.State.OPEN).order_by("-closed_at")[:SHOWN],
    }
    return render(request, "approvals/incidents.html", context)


@require_POST
@answers_once
def incident_retry(request: HttpRequest, pk: int) -> HttpResponse:
    incident = get_object_or_404(visible_incidents(request.user), pk=pk)
    actions.retry_incident(incident, by=request.user)
    messages.success(request, _("It is tried again within seconds. If it fails again, it comes back here."))
    return redirect("incidents")


@require_http_methods(["GET", "POST"])
@answers_once
def incident_skip(request: HttpRequest, pk: int) -> HttpResponse:
    incident = get_object_or_404(visible_incidents(request.user), pk=pk)
    form = SkipForm(request.POST or None)
    if form.is_valid():
        actions.skip_incident(incident, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Skipped. The reason stands in the trail."))
        return redirect("incidents")
    context = {"incident": incident, "form": form, "what": words.incident(incident.message.topic)}
    return render(request, "approvals/incident_skip.html", context, status=422 if form.errors else 200)


@require_POST
@answers_once
def incidents_retry(request: HttpRequest, topic: str) -> HttpResponse:
    """All of a topic at once."""
    count = actions.retry_all(topic, by=request.user)
    message = ngettext("%(count)d incident is tried again.", "%(count)d incidents are tried again.", count)
    messages.success(request, message % {"count": count})
    return redirect("incidents")


@require_http_methods(["GET", "POST"])
@answers_once
def incidents_skip(request: HttpRequest, topic: str) -> HttpResponse:
    """The same, with the reason for which all are given up."""
    count = incidents_to_close(request.user).filter(message__topic=topic).count()
    if not count:
        raise Http404
    form = SkipForm(request.POST or None)
    if form.is_valid():
        actions.skip_all(topic, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Skipped. The reason stands in the trail."))
        return redirect("incidents")
    what = _("%(what)s: %(count)d times") % {"what": words.incident(topic), "count": count}
    context = {"form": form, "what": what}
    return render(request, "approvals/incident_skip.html", context, status=422 if form.errors else 200)
