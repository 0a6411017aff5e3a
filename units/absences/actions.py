"""Somebody is away for a term, and a substitute holds their offices meanwhile (docs/decisions/0037)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.clock import now, today
from approvals.errors import NotPossible
from approvals.pages.days import midnight
from approvals.statements import lock
from approvals.text.plain import one_line
from units import rules
from units.models import Absence, Membership, Person, Unit
from units.offices import circles
from units.offices.actions import end_all, share
from units.offices.leaving import settle
from units.subjects import Changes, keep, require_all

from .mails import tell_absent, tell_substitute
from .moving import moving_offices


@transaction.atomic
def start_absence(
    person: Person, *, by: Person | None, substitute: Person, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Absence:
    """The person is away from `starts_at`, at once where that is earlier today, until just before `ends_at`; the
    substitute holds each of their offices meanwhile. Aware instants.

    By the person, or by who administers every ward in which they hold an office. Raises NotPossible where the term or
    the substitute cannot be, or where no office would move.
    """
    locked = {pk: lock(Person, pk) for pk in sorted({person.pk, substitute.pk})}
    person, substitute = locked[person.pk], locked[substitute.pk]
    wards = _require(by, person)
    refuse_term(starts_at, ends_at)
    term = {"starts_at": max(starts_at, now()), "ends_at": ends_at}
    new = Absence(person=person, substitute=substitute, reason=one_line(reason), told_by=by, **term)
    moving = moving_offices(person, **term)
    _refuse_person(new, moving)
    _refuse_substitute(new, moving)
    circles.refuse(person, substitute, **term)
    new.save()
    changes = {
        "substitute": [None, substitute.name],
        "from": [None, new.starts_at.isoformat()],
        "until": [None, new.ends_at.isoformat()],
    }
    keep(person, "start_absence", by=by, scope=wards[0], changes=changes, reason=new.reason)
    for office in moving:
        share(office, new, by=by)
    tell_substitute(new, scope=wards[0])
    return new


@transaction.atomic
def end_absence(absence: Absence, *, by: Person | None) -> Absence:
    """The person is back now, the absence that was to come is taken back, or the substitute, whom nobody has to ask
    first, does not stand in: the substitute's offices end.
    """
    person = lock(Person, absence.person_id)
    absence = Absence.objects.select_related("substitute").get(pk=absence.pk)
    declines = by == absence.substitute
    wards = _require(None if declines else by, person)
    if absence.ends_at <= now():
        raise NotPossible(_("This absence has ended already."))
    _end(absence, person, by=by, scope=wards[0])
    if declines:
        tell_absent(absence, person, scope=wards[0])
    settle(ward for ward in wards if ward)
    return absence


def end_absences_of(person: Person, *, by: Person | None) -> None:
    """End every absence of the person, and each in which they stand in, within the caller's transaction."""
    for absence in Absence.objects.unended().filter(Q(person=person) | Q(substitute=person)):
        _end(absence, lock(Person, absence.person_id), by=by, scope=rules.wards_of(absence.person)[0])


def refuse_term(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise NotPossible(_("An absence must end after it starts."))
    if starts_at < midnight(today()):
        raise NotPossible(_("An absence starts today or later: what was done before cannot be moved."))


def _require(by: Person | None, person: Person) -> list[int]:
    """The wards in which the person holds an office. Raises PermissionDenied unless it is theirs to say, or `by`
    administers all of them.
    """
    return require_all(None if by == person else by, person)


def _end(absence: Absence, person: Person, *, by: Person | None, scope: int) -> None:
    old, at = absence.ends_at, now()
    absence.starts_at, absence.ends_at = min(absence.starts_at, at), at
    absence.save(update_fields=["starts_at", "ends_at"])
    changes: Changes = {
        "substitute": [absence.substitute.name, None],
        "until": [old.isoformat(), at.isoformat()],
    }
    keep(person, "end_absence", by=by, scope=scope, changes=changes)
    end_all(Membership.objects.filter(substitution__absence=absence), by=by)


def _refuse_person(new: Absence, moving: list[Membership]) -> None:
    """Raises NotPossible where the person is absent in that time already, stands in for another, or holds nothing."""
    others = Absence.objects.within(new.starts_at, new.ends_at).select_related("person", "substitute")
    if other := others.filter(person=new.person).first():
        raise NotPossible(
            _("%(person)s is reported absent already, %(term)s. End that absence first, or choose other days.")
            % {"person": new.person, "term": other.term}
        )
    if other := others.filter(substitute=new.person).first():
        raise NotPossible(
            _(
                "%(person)s stands in for %(other)s, %(term)s: what is held for another is not passed on. Have the "
                "absence of %(other)s ended and reported anew with another substitute first."
            )
            % {"person": new.person, "other": other.person, "term": other.term}
        )
    if not moving:
        raise NotPossible(
            _("%(person)s holds no office in that time that a substitute could hold.") % {"person": new.person}
        )


def _refuse_substitute(new: Absence, moving: list[Membership]) -> None:
    """Raises NotPossible where the substitute is the person, inactive, absent as well, or of another ward."""
    if new.substitute == new.person:
        raise NotPossible(_("Nobody stands in for themselves. Choose another person."))
    if not new.substitute.is_active:
        raise NotPossible(_("%(substitute)s is inactive. Choose another substitute.") % {"substitute": new.substitute})
    absent = Absence.objects.within(new.starts_at, new.ends_at).filter(person=new.substitute).first()
    if absent:
        raise NotPossible(
            _("%(substitute)s is absent as well, %(term)s. Choose another substitute.")
            % {"substitute": new.substitute, "term": absent.term}
        )
    for ward in sorted({office.unit.root_id for office in moving}):
        if not _of_the_ward(new, ward):
            raise NotPossible(
                _("%(substitute)s holds no office in %(ward)s at that time. Choose somebody of the ward.")
                % {"substitute": new.substitute, "ward": Unit.objects.get(pk=ward)}
            )


def _of_the_ward(new: Absence, ward: int) -> bool:
    """Whether the substitute holds an office of their own in the ward when the absence begins."""
    held = Membership.objects.at(new.starts_at).filter(person=new.substitute, substitution=None)
    return held.filter(Q(unit=ward) | Q(unit__ward=ward)).exists()
