import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.clock import ZONE, today
from approvals.models import TrailEvent
from approvals.text.plain import plain_lines

from . import chain, sentences
from .forms import TrailFilter
from .querysets import earlier, place, sought, visible_events

ROWS = 50


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """The newest events that match, so many a page; `before` is the place of the last one shown. Nothing is counted."""
    form = TrailFilter(request.GET)
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
    response = StreamingHttpResponse(_lines(events.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="nhat-ky-{today():%Y-%m-%d}.csv"'
    return response


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
            "source": sentences.state_label(event.subject_kind, event.source),
            "target": sentences.state_label(event.subject_kind, event.target),
            "previous": beside.get(event.seq - 1),
            "following": beside.get(event.seq + 1),
            "found": chain.verify_subject(event.subject_kind, event.subject_id) if request.method == "POST" else None,
        },
    )


def _sought(request: HttpRequest, form: TrailFilter) -> Any:
    """What the person may see and seeks; a filter that cannot be read is left out, and the form says so."""
    form.is_valid()
    return sought(visible_events(request.user), **form.cleaned_data)


class Echo:
    """A file that hands back what is written to it: csv then yields lines."""

    def write(self, text: str) -> str:
        return text


def _lines(events: Iterable[TrailEvent]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(
        [
            _("Time"), _("Who"), _("Action"), _("Subject"), _("What happened"), _("From"), _("To"), _("Reason"),
            _("Changes"), _("Place in the chain"), _("Hash before"), _("Hash"),
        ]
    )  # fmt: skip
    for event in events:
        yield writer.writerow([harmless(plain_lines(cell)) for cell in _cells(event)])


def _cells(event: TrailEvent) -> list[str]:
    return [
        f"{event.at.astimezone(ZONE):%d/%m/%Y %H:%M:%S}",
        event.actor_name or _("The system"),
        sentences.label(event.action),
        event.subject_name,
        sentences.sentence(event),
        sentences.state_label(event.subject_kind, event.source),
        sentences.state_label(event.subject_kind, event.target),
        event.reason,
        json.dumps(event.changes, ensure_ascii=False) if event.changes else "",
        str(event.seq),
        event.previous,
        event.hash,
    ]


def harmless(cell: str) -> str:
    """The cell such that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r")) else cell
