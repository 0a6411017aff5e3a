"""A document's text beside what it said before: when it was drafted, when it was last sent, or an earlier document."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from approvals.models import TrailEvent
from units.models import Person
from units.requests import SignedIn
from workflows.cases import rules
from workflows.cases.moves import events_of, refuse_unless_held
from workflows.documents.differences import Paragraph, changed_paragraphs
from workflows.models import CaseLink, Submission, SubmissionValue
from workflows.models.states import SubmissionState

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
    """What there is to compare with, what was sent last first. Four queries at most, and its fields."""
    events = list(events_of(case).filter(action__in=("edit", "send_for_approval")))
    sent = next((event.seq for event in events if event.action == "send_for_approval"), None)
    if sent is not None:
        yield Beside("sent", _("As it was last sent"), _as_it_was(case, events, sent))
    yield Beside("draft", _("As it was first drafted"), _as_it_was(case, events, 0))
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


def _as_it_was(case: Submission, events: list[TrailEvent], seq: int) -> dict[str, Part]:
    """Its text after the event `seq`: as it stands, with later edits undone. `events` are newest first."""
    was, fields = copy(case), [copy(told) for told in case.fields_told]
    by_number = {f"F{told.field.number}": told for told in fields}
    for event in events:
        if event.seq > seq and event.action == "edit":
            for key, (old, _new) in event.changes.items():
                number, _point, name = key.rpartition(".")
                if not number:
                    _put(was, name, old)
                elif number in by_number:
                    _put(by_number[number], name, old)
    return _text(was, fields)


def _put(row: Any, name: str, plain: Any) -> None:
    setattr(row, name, row._meta.get_field(name).to_python(plain))


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
