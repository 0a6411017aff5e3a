"""What is written beside a case, and how far somebody has read it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from units.models import Membership, Person, Unit
from workflows.cases.rules import may_read
from workflows.models import Case, CaseMessage, DiscussionSighting

SHOWN = 200
LATEST = 3


@dataclass(frozen=True)
class Discussion:
    """The newest SHOWN messages in order, with how many of them the reader has not seen."""

    messages: list[CaseMessage]
    unread: int

    @property
    def latest(self) -> list[CaseMessage]:
        return self.messages[-LATEST:]


def discussion_of(case: Case, reader: Person) -> Discussion:
    """What is written beside the case. One query."""
    sightings = DiscussionSighting.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"), person=reader
    )
    found: Any = CaseMessage.objects.of(case).select_related("person", "strike")
    newest = list(found.annotate(seen=Subquery(sightings.values("last")[:1])).order_by("-pk")[:SHOWN])
    unread = [row for row in newest if row.person_id != reader.pk and row.pk > (row.seen or 0)]
    return Discussion(newest[::-1], len(unread))


def count_of(case: Case) -> int:
    """How many messages there are, without those that were struck."""
    return CaseMessage.objects.of(case).filter(strike=None).count()


def readers_in(unit: Unit, case: Case, at: Any) -> list[Person]:
    """Who holds an office in the unit at the moment `at` and may read the case. A query for each who holds one."""
    held = Membership.objects.at(at).filter(unit=unit, person__is_active=True)
    people = Person.objects.filter(pk__in=held.values("person")).order_by("pk")
    return [person for person in people if may_read(person, case)]


def look(case: Case, discussion: Discussion, *, by: Person) -> None:
    """Note that `by` has these messages before them. Idempotent; nothing official changes, so there is no event."""
    if discussion.unread:
        DiscussionSighting.objects.update_or_create(
            subject_kind=case.kind,
            subject_id=case.pk,
            person=by,
            defaults={"last": discussion.messages[-1].pk},
        )
