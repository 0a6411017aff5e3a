from collections.abc import Iterable
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from approvals.clock import now
from approvals.pages import tables
from approvals.pages.tables import Column
from approvals.text.vietnamese import InOrder
from units import grants
from units.models import Unit
from units.requests import SignedIn
from workflows.cases.links.reading import linked_with
from workflows.cases.moves import events_of
from workflows.models import Difficulty, DifficultyKind
from workflows.models.querysets import DifficultyQuerySet
from workflows.models.states import DifficultyState

from . import facts as difficulties
from . import rules as difficulty_rules

SHOWN = 50
ALL = "all"
AGES = (7, 30, 60, 90)
STATES = [("", _("Not closed")), *DifficultyState.choices, (ALL, _("All states"))]

COLUMNS = [
    Column(_("Difficulty"), lambda row: row.item.text, 60),
    Column(_("Unit"), lambda row: row.item.unit_words, 30),
    Column(_("Kind"), lambda row: str(row.item.kind), 20),
    Column(_("Who is to help"), lambda row: row.item.to_words, 30),
    Column(_("State"), lambda row: row.item.get_state_display(), 20),
    Column(_("Age"), lambda row: row.words, 16),
]


@require_safe
def difficulties_list(request: SignedIn) -> HttpResponse:
    """What the reader may see, oldest first: what is not closed, unless they ask otherwise."""
    found = _sought(Difficulty.objects.visible_to(request.user), request)
    if kind := tables.asked(request):
        every = Difficulty.objects.filter(pk__in=found.values("pk")).with_names().order_by("raised_at", "pk")
        return tables.table_file(kind, "kho-khan", COLUMNS, difficulties.aged(every[: tables.MOST]))
    page = Paginator(found.values_list("pk", flat=True), SHOWN).get_page(request.GET.get("page"))
    sources = Prefetch("sources", Difficulty.objects.select_related("unit"))
    named = Difficulty.objects.filter(pk__in=list(page)).with_names().prefetch_related(sources)
    readable = grants.units_where(request.user, "view_reports")
    units = Unit.objects.filter(Q(pk__in=readable) | Q(ward__in=readable), ward__isnull=False)
    context = {
        "page": page,
        "rows": difficulties.aged(named.order_by("raised_at", "pk")),
        "units": units.order_by("order", "code"),
        "kinds": DifficultyKind.objects.filter(ward__in=_wards(request)).order_by("order", "pk"),
        "states": STATES,
        "ages": AGES,
        "chosen": request.GET,
        "may_raise": bool(difficulty_rules.units_to_raise_for(request.user)),
        "may_merge": bool(grants.units_where(request.user, "review_reports")),
        "administered": _administered(request),
    }
    return render(request, "workflows/difficulties/difficulties.html", context)


def _administered(request: SignedIn) -> Iterable[Unit]:
    """The wards whose kinds of difficulty the reader administers; by name where several, else without a query."""
    wards = grants.units_where(request.user, "administer")
    if len(wards) < 2:
        return [Unit(pk=pk) for pk in wards]
    return Unit.objects.filter(pk__in=wards).order_by(InOrder("name"))


def _sought(found: DifficultyQuerySet, request: SignedIn) -> DifficultyQuerySet:
    """Those of the kind, the state, the unit and the age that are asked for. Of a unit
    also the wholes that hold one of its own.
    """
    asked = request.GET
    found = _in_state(found, asked.get("state", ""))
    if kind := _number(asked, "kind"):
        found = found.filter(kind=kind)
    if unit := _number(asked, "unit"):
        found = found.filter(Q(unit=unit) | Q(sources__unit=unit)).distinct()
    else:
        found = found.once_for(request.user)
    if days := _number(asked, "age"):
        found = found.filter(raised_at__lte=now() - timedelta(days=min(days, 9999)))
    return found.order_by("raised_at", "pk")


def _in_state(found: DifficultyQuerySet, state: str) -> DifficultyQuerySet:
    if state in DifficultyState.values:
        return found.filter(state=state)
    return found if state == ALL else found.unclosed()


def _number(asked: QueryDict, name: str) -> int:
    """A number asked for; 0 where it is none."""
    text = asked.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _wards(request: SignedIn) -> list[int]:
    """The wards whose documents the person reads: those in which they hold an office."""
    return grants.units_where(request.user, "view_documents")


@require_safe
def difficulty(request: SignedIn, pk: int) -> HttpResponse:
    """A difficulty: what hinders, its answer, its conversation, and what the reader may do with it now."""
    item = visible(request, pk)
    opened = difficulty_rules.open_to(request.user, item)
    sources = item.sources.with_names().order_by("unit__order", "pk") if item.is_whole else []
    context = {
        "item": item,
        "age": difficulties.aged([item])[0],
        "whole": item.merged_into if item.is_part else None,
        "sources": difficulties.aged(sources),
        "events": list(events_of(item)),
        "opened": opened,
        "links": linked_with({"difficulty": [item.pk]}, request.user),
    }
    return render(request, "workflows/difficulties/difficulty.html", context)


def visible(request: SignedIn, pk: int) -> Difficulty:
    """The difficulty with its names, or 404 where the reader may not see it."""
    named = Difficulty.objects.visible_to(request.user).with_names().select_related("merged_into")
    return get_object_or_404(named, pk=pk)
