"""Naming colleagues, of the same unit or another, who write a document too."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import one_cursor
from approvals.text.vietnamese import in_order_of_people, person_key
from units.models import Membership, Person
from workflows.cases.moves import locked, note
from workflows.flows import row_held
from workflows.models import CoDrafter, Submission


def could_write(submission: Submission) -> QuerySet[Person]:
    """Who can be named: whoever holds an office in the ward now. By name."""
    ward = submission.ward_id
    held = Membership.objects.at(now()).filter(Q(unit=ward) | Q(unit__ward=ward))
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by(
        *in_order_of_people("name"), "pk"
    )


def name_co_drafters(submission: Submission, *, by: Person, people: Iterable[Person]) -> Submission:
    """Have these people and nobody else write it beside those who draft for its unit, while the unit has it.

    Whoever is named may write, and is an author once they do: nobody is barred from deciding by what another does.
    Those who are new are told. Raises NotPossible for who holds no office in the ward.
    """
    wanted = list(dict.fromkeys(people))
    with transaction.atomic(), one_cursor(), row_held():
        row = locked(submission, "name_co_drafters", by=by)
        _refuse_strangers(row, wanted)
        before = list(row.co_drafters)
        new = [person for person in wanted if person not in before]
        if set(before) == set(wanted):
            return row
        _rows_of(row).exclude(person__in=wanted).delete()
        _rows_of(row).bulk_create(
            CoDrafter(subject_kind=row.kind, subject_id=row.pk, person=person, ward_id=row.ward_id, at=now())
            for person in new
        )
        changes = {"co_drafters": [_names(before), _names(wanted)]}
        note(row, "name_co_drafters", by=by, changes=changes)
        if new:
            outbox.put_all([_mail(row, new)])
        return row


def named_by(row: dict[str, Any]) -> list[Person]:
    """Whom a row of the outbox tells that they may write: of those it names, who still may."""
    return list(Submission.objects.get(pk=row["pk"]).co_drafters.filter(pk__in=row["people"]))


def _rows_of(row: Submission) -> QuerySet[CoDrafter]:
    return CoDrafter.objects.filter(subject_kind=row.kind, subject_id=row.pk)


def becomes_author(submission: Submission, person: Person) -> bool:
    """Whether the person was named to write it and has not yet: saving makes them an author. One query."""
    return submission.co_drafters.filter(pk=person.pk).exclude(pk__in=submission.authors.values("pk")).exists()


def is_author(submission: Submission, person: Person) -> bool:
    """Whether they wrote it before: only then it is saved while they type, for nobody becomes an author for good by a
    slip of the keyboard. One query.
    """
    return submission.authors.filter(pk=person.pk).exists()


def _refuse_strangers(row: Submission, people: Iterable[Person]) -> None:
    known = set(could_write(row))
    for person in people:
        if person not in known:
            sentence = _("%(person)s holds no office in the ward now: take them off the list, then save.")
            raise NotPossible(sentence % {"person": person})


def _names(people: Iterable[Person]) -> str:
    return ", ".join(sorted((person.name for person in people), key=person_key))


def _mail(row: Submission, people: Iterable[Person]) -> dict[str, Any]:
    with override("vi"):
        reason = _(
            "From your first change on you count as an author for good: you can neither approve nor sign it, nor give "
            "an opinion on it."
        )
    return outbox.message(
        "mail",
        f"mail-{row.kind}-{row.pk}-{row.trail_seq}-co_drafting",
        scope=row.scope,
        event="co_drafting",
        kind=row.kind,
        pk=row.pk,
        people=[person.pk for person in people],
        report=str(row),
        path=row.get_absolute_url(),
        reason=reason,
    )
