"""What the pages of sign-off share, whichever the type of case: each type gives its own part with its addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from approvals.models import Decision, Document, Incident, Rendition
from approvals.outbox import waiting
from approvals.register.downloads import printed
from approvals.trail import sightings
from units import grants
from units.models import Person
from units.requests import SignedIn
from workflows.models.cases import RoutedCase
from workflows.models.querysets import ISSUED
from workflows.models.states import SignOff

from .approval.briefing import Brief, plain

LINE = {name: name for name in ("pk", "number", "symbol", "issued_on")}
PRINTED = {name: name for name in ("sha256", "size", "pages", "final", "on_paper")}


@dataclass(frozen=True)
class CasePages:
    """Of one type of case. `find` gives the case that the reader may see, from `with_printed`, or 404; `head` what the
    head of its pages shows; `file_name` under which its files are saved; `send` sends it for approval; `brief` tells
    whoever signs what its type has to tell.
    """

    find: Callable[[SignedIn, int], Any]
    head: Callable[[Any], dict[str, Any]]
    file_name: Callable[[Any], str]
    send: Callable[..., Any]
    brief: Brief = plain


def with_printed(cases: Any, person: Person) -> QuerySet[Any]:
    """The cases of one type with what pages of sign-off name: `asked`, whether the person is to decide now, and
    `consulted`, to give an opinion; `decided`, their own last decision; `opined`, whether anybody gave an opinion;
    `line` of the register, and what is `printed`.
    """
    model = cases.model
    named = {"subject_kind": model._meta.model_name, "subject_id": OuterRef("pk")}
    own = Decision.objects.filter(**named, person=person, step__isnull=False, retracted_at=None)
    documents = Document.objects.filter(**named, state=Document.State.ISSUED)
    renditions = Rendition.objects.filter(**named, content=OuterRef("content"))
    return cases.select_related("replaces", "replaced_by", "sent_by").annotate(
        asked=Exists(model._default_manager.awaiting(person).filter(pk=OuterRef("pk"))),
        consulted=Exists(model._default_manager.asked_at_step(person).filter(pk=OuterRef("pk"))),
        decided=Subquery(own.order_by("-at", "-pk").values("pk")[:1]),
        opined=Exists(Decision.objects.filter(**named, verdict__in=Decision.SAID, retracted_at=None)),
        line=Subquery(documents.values(row=JSONObject(**LINE))[:1]),
        printed=Subquery(renditions.order_by("-final").values(row=JSONObject(**PRINTED))[:1]),
    )


def issued_as(line: dict[str, Any] | None) -> str:
    """The number and the day that a document bears; `line` is its line in the register, None before it is issued."""
    if line is None:
        return ""
    row = Document(number=line["number"], symbol=line["symbol"])
    day = date.fromisoformat(line["issued_on"])
    return gettext("No. %(code)s of %(day)s") % {"code": row.code, "day": f"{day:%d/%m/%Y}"}


def rendition_of(case: Any) -> Rendition | None:
    """The case's present printed form: the numbered one once it is issued, else that for approval.

    It is not the row itself but what `with_printed` read of it.
    """
    rendition = Rendition(**case.printed) if case.printed else None
    return rendition if rendition and rendition.final == (case.state in ISSUED) else None


def note_opening(request: SignedIn, case: Any) -> None:
    """Whoever the case waits for now has its present printed form before them."""
    rendition = rendition_of(case)
    if rendition and (case.asked or case.consulted or _corrects(request.user, case)):
        with grants.read_anew():
            sightings.note(case, rendition.sha256, scope=case.ward_id, by=request.user)


def _corrects(person: Person, case: Any) -> bool:
    """Whether the case is back with its drafters and the person is one, or was named to write it too."""
    if case.state != SignOff.RETURNED:
        return False
    return grants.may(person, *case.returned_to) or case.co_drafters.filter(pk=person.pk).exists()


def printed_of(case: RoutedCase) -> dict[str, Any]:
    """What "signoff/_pages.html" reads: the printed form, or what it waits for."""
    rendition = rendition_of(case)
    return {**printed(rendition), **({} if rendition else wait_of(case))}


def wait_of(case: RoutedCase) -> dict[str, Any]:
    """What "signoff/_progress.html" reads: what the printed form waits for, or whether making it has failed."""
    waits = waiting.words("render", **case.payload)
    return {"waits": waits, "failed": not waits and has_failed(case)}


def has_failed(case: RoutedCase) -> bool:
    """Whether making the printed form ran out of tries and waits on the page of incidents."""
    named = {f"message__payload__{name}": pk for name, pk in case.payload.items()}
    return Incident.objects.filter(state=Incident.State.OPEN, message__topic="render", **named).exists()
