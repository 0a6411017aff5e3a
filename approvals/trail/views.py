import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.clock import ZONE
from approvals.pages import tables
from approvals.pages.tables import Column

from . import chain, sentences
from .forms import TrailFilter
from .querysets import earlier, place, sought, visible_events

ROWS = 50


def columns() -> list[Column]:
    """Those of one file: each state of a scope is looked up once."""
    state = cache(sentences.state_label)
    return [
        Column(_("Time"), lambda event: f"{event.at.astimezone(ZONE):%d/%m/%Y %H:%M:%S}"),
        Column(_("Who"), lambda event: event.actor_name or gettext("The system"), 30),
        Column(_("Action"), lambda event: sentences.label(event.action)),
        Column(_("Subject"), lambda event: event.subject_name, 40),
        Column(_("What happened"), sentences.sentence, 50),
        Column(_("From"), lambda event: state(event.subject_kind, event.source, event.scope)),
        Column(_("To"), lambda event: state(event.subject_kind, event.target, event.scope)),
        Column(_("Reason"), lambda event: event.reason, 40),
        Column(_("Changes"), lambda event: json.dumps(event.changes, ensure_ascii=False) if event.changes else "", 40),
        Column(_("Place in the chain"), lambda event: str(event.seq), 10),
        Column(_("Hash before"), lambda event: event.previous),
        Column(_("Hash"), lambda event: event.hash),
    ]


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """The newest events that match, so many a page; `before` is the place of the last one shown. Nothing is counted."""
    form = TrailFilter(request.GET)
    if kind := tables.asked(request):
        return tables.table_file(kind, "nhat-ky", columns(), _sought(request, form)[: tables.MOST])
    before = request.GET.get("before", "")
    events = earlier(_sought(request, form), before)
    found = list(events[: ROWS + 1])
    return render(
        request,
        "approvals/trail.html",
        {
            "form": form,
            "events": found[:ROWS],
            "older": place(found[ROWS - 1]) if len(found) > ROWS else None,
            "before": before,
            "filtered": any(request.GET.get(name) for name in form.fields),
        },
    )


@require_GET
def trail_export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filters show, all of it, as CSV that a spreadsheet opens: UTF-8 with its mark, times in Vietnam."""
    events = _sought(request, TrailFilter(request.GET))
    return tables.streamed_csv("nhat-ky", columns(), events.iterator(chunk_size=2000))


@require_http_methods(["GET", "POST"])
def trail_event(request: HttpRequest, pk: int) -> HttpResponse:
    """An event with what changed and its neighbours. POST derives the chain of its subject anew; nothing is written."""
    event = get_object_or_404(visible_events(request.user), pk=pk)
    beside = {
        row.seq: row
        for row in visible_events(request.user).filter(
            subject_kind=event.subject_kind, subject_id=event.subject_id, seq__in=[event.seq - 1, event.seq + 1]
        )
    }
    return render(
        request,
        "approvals/trail_event.html",
        {
            "event": event,
            "source": sentences.state_label(event.subject_kind, event.source, event.scope),
            "target": sentences.state_label(event.subject_kind, event.target, event.scope),
            "previous": beside.get(event.seq - 1),
            "following": beside.get(event.seq + 1),
            "found": chain.verify_subject(event.subject_kind, event.subject_id) if request.method == "POST" else None,
        },
    )


def _sought(request: HttpRequest, form: TrailFilter) -> Any:
    """What the person may see and seeks; a filter that cannot be read is left out, and the form says so."""
    form.is_valid()
    return sought(visible_events(request.user), **form.cleaned_data)
