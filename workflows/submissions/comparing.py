"""A document's text beside what it said before: when it was drafted, when it was last sent, or an earlier document."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from units.models import Person
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.moves import events_of, refuse_unless_held
from workflows.documents.differences import Paragraph, changed_paragraphs
from workflows.models import CaseLink, FieldAnswer, Submission, SubmissionValue
from workflows.models.states import SubmissionState

from .actions import WRITTEN
from .fields.actions import words_of
from .forms import SubmissionForm
from .views import head_of, visible_submission

Part = tuple[str | Promise, list[str]]  # its label, its paragraphs
ASKED = "with"


@dataclass(frozen=True)
class Beside:
    """Something to compare with: how the address calls it, its name, and its text by part. `case` is the other
    document, None where it is this one as it was.
    """

    key: str
    name: str | Promise
    text: dict[str, Part]
    case: Submission | None = None


@require_safe
def submission_compare(request: SignedIn, pk: int) -> HttpResponse:
    """Part by part and word by word what reads otherwise than before, for who writes it."""
    case = visible_submission(request, pk)
    refuse_unless_held(case, "edit", by=request.user)
    choices = list(_besides(case, request.user))
    asked = request.GET.get(ASKED, "")
    beside = next((each for each in choices if each.key == asked), choices[0])
    page = {"choices": choices, "beside": beside, "parts": list(_parts(beside.text, _text(case, case.fields_told)))}
    page["may_edit"] = "edit" in rules.open_to(request.user, case)
    return render(request, "workflows/submissions/compare.html", head_of(case) | page)


def _besides(case: Submission, person: Person) -> Iterator[Beside]:
    """What there is to compare with, what was sent last first. Seven queries at most, and those of fields."""
    sent = events_of(case).filter(action="send_for_approval").values_list("seq", flat=True).first()
    if sent is not None:
        yield Beside("sent", _("As it was last sent"), _as_it_was(case, sent))
    yield Beside("draft", _("As it was first drafted"), _as_it_was(case, 0))
    earlier = _earlier(case, person)
    if earlier:
        yield Beside("before", _("An earlier document"), _text(earlier, earlier.fields_told), earlier)


def _earlier(case: Submission, person: Person) -> Submission | None:
    """What it was copied from; else the newest of its kind that its unit sent before it was drafted."""
    seen = Submission.objects.visible_to(person).with_names()
    links = CaseLink.objects.filter(subject_kind=case.kind, subject_id=case.pk, relation=CaseLink.Relation.COPY)
    copied = seen.filter(pk__in=links.filter(other_kind=case.kind).values("other_id")).first()
    if copied:
        return copied
    of_kind = seen.filter(document_kind=case.document_kind_id, unit=case.unit_id, sent_at__lt=case.drafted_at)
    return of_kind.exclude(pk=case.pk).exclude(state=SubmissionState.WITHDRAWN).order_by("-sent_at").first()


def _as_it_was(case: Submission, seq: int) -> dict[str, Part]:
    """Its text after the event `seq`: of each thing that was edited later, what stood there before the first of these
    edits. Two queries, however often it was saved.
    """
    was, fields = copy(case), [copy(told) for told in case.fields_told]
    places: dict[str, tuple[Any, str]] = {name: (was, name) for name in WRITTEN}
    for told in fields:
        places |= {f"F{told.field.number}.{name}": (told, name) for name in FieldAnswer.COLUMNS[told.field.type]}
    later = events_of(case).filter(action="edit", seq__gt=seq)
    firsts = {f"k{place}": Min("seq", filter=Q(changes__has_key=key)) for place, key in enumerate(places)}
    found = later.aggregate(**firsts)
    events = {event.seq: event for event in later.filter(seq__in=[first for first in found.values() if first])}
    for (key, (row, name)), first in zip(places.items(), found.values(), strict=True):
        if first is not None:
            setattr(row, name, row._meta.get_field(name).to_python(events[first].changes[key][0]))
    return _text(was, fields)


def _text(case: Submission, fields: list[SubmissionValue]) -> dict[str, Part]:
    labels = {name: field.label or name for name, field in SubmissionForm.base_fields.items()}
    written = ("abstract", "addressed_to", "bases", "body", "recipients")
    parts: dict[str, Part] = {name: (labels[name], getattr(case, name).splitlines()) for name in written}
    amount = "" if case.amount is None else number_format(case.amount, 0, force_grouping=True)
    parts["amount"] = (labels["amount"], amount.splitlines())
    return parts | {_name(told): (told.field.label, words_of(told).splitlines()) for told in fields}


def _name(told: SubmissionValue) -> str:
    return f"F{told.field.number} {told.field.label}"  # a field of another outline is compared where it asks the same


def _parts(then: dict[str, Part], now: dict[str, Part]) -> Iterator[dict[str, str | Promise | list[Paragraph]]]:
    """The parts that differ."""
    for name in [*now, *(name for name in then if name not in now)]:
        label, words = now.get(name, then.get(name, ("", [])))
        before = then[name][1] if name in then else []
        paragraphs = list(changed_paragraphs(before, words if name in now else []))
        if paragraphs:
            yield {"label": label, "paragraphs": paragraphs}
