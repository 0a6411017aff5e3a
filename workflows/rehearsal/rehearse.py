"""The clock of one ward, played ahead in a transaction that is rolled back: every period that opens, every reminder,
and what happens at steps whose time is over.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import rehearsed
from approvals.models import OutboxMessage, TrailEvent
from approvals.trail import sentences
from units.models import Notice, Unit
from workflows.cases import mails
from workflows.models import Reminder, ReportingPeriod, Rung
from workflows.periods import by_clock
from workflows.reminders import actions as reminders
from workflows.reminders import due, unsafe
from workflows.reminders.sentences import when_words, whom_words
from workflows.routes.underway import overdue
from workflows.unit_reports.on_behalf import taking_in

OPENS = "open"
# What the clock notes where a time is over: at a step of a route, and of what the office typed for a unit.
AT_STEPS = ("remind_overdue", "escalate", "pass_in_silence", "accept_confirmed", "accept_unconfirmed")


@dataclass(frozen=True)
class Happening:
    """What would happen at a moment, in a sentence, and the names of those who would be told."""

    at: datetime
    words: str
    people: tuple[str, ...] = ()


def rehearse(ward: Unit, first: datetime, last: datetime) -> list[Happening]:
    """What the clock would do from `first` until `last`, aware instants, in order. Writes nothing that stays."""
    found: list[Happening] = []
    known: set[str] = set()  # why periods do not open: the clock asks again and again
    with transaction.atomic():
        moment: datetime | None = first
        while moment and moment <= last:
            with rehearsed(moment):
                played = [each for each in _played(ward, moment) if each.people or each.words not in known]
                known |= {each.words for each in played}
                found += played
                moment = _next(ward, moment)
        transaction.set_rollback(True)
    return found


def _played(ward: Unit, moment: datetime) -> list[Happening]:
    """What the clock does at the moment. What it writes bears that moment, to which nothing else is dated."""
    refused = by_clock.open_due(ward.pk)
    overdue.ring(ward.pk)
    taking_in.accept_due(ward.pk)
    reminders.tell_due(ward.pk)
    return [
        *(Happening(moment, reason) for reason in refused),
        *_openings(ward, moment),
        *_at_steps(moment),
        *_reminders(ward, moment),
        *_unreached(ward, moment),
    ]


def _next(ward: Unit, moment: datetime) -> datetime | None:
    """When the clock has something to do next."""
    coming = (
        by_clock.next_opening(ward.pk, moment),
        overdue.next_alarm(ward.pk, moment),
        due.next_moment(list(due.rungs_of(ward.pk)), moment),
        unsafe.next_moment(ward.pk, moment),
        taking_in.next_due(ward.pk, moment),
    )
    return min((each for each in coming if each), default=None)


def _openings(ward: Unit, moment: datetime) -> Iterator[Happening]:
    """The periods that opened, with the names of the units that report."""
    for period in ReportingPeriod.objects.filter(ward=ward, opened_at=moment).select_related("kind"):
        units = Unit.objects.filter(unit_reports__period=period).order_by("order", "code")
        yield Happening(moment, sentences.sentence(_opened(period)), tuple(unit.short_name for unit in units))


def _opened(period: ReportingPeriod) -> TrailEvent:
    """The event of the ward's report, which tells of the period."""
    report = period.ward_reports.get()
    return TrailEvent.objects.filter(subject_kind=report.kind, subject_id=report.pk, action=OPENS).latest("pk")


def _at_steps(moment: datetime) -> Iterator[Happening]:
    """What happened where a time was over, with those who get a mail about it."""
    readers: dict[tuple[str, int], list[str]] = defaultdict(list)
    for message in OutboxMessage.objects.filter(topic="mail", created_at=moment):
        case = (message.payload.get("kind", ""), message.payload.get("pk", 0))
        readers[case] += [person.name for person in mails.recipients(message.payload)]
    for event in TrailEvent.objects.filter(at=moment, action__in=AT_STEPS).order_by("pk"):
        people = dict.fromkeys(readers[event.subject_kind, event.subject_id])
        yield Happening(moment, sentences.sentence(event), tuple(people))


def _reminders(ward: Unit, moment: datetime) -> Iterator[Happening]:
    by_text: dict[str, list[str]] = defaultdict(list)
    for notice in Notice.objects.filter(at=moment, scope=ward.pk).select_related("person").order_by("pk"):
        by_text[notice.text].append(notice.person.name)
    for text, people in by_text.items():
        yield Happening(moment, text, tuple(people))


def _unreached(ward: Unit, moment: datetime) -> Iterator[Happening]:
    """Reminders that reach nobody, since nobody holds one of their offices: a sentence for each rung."""
    lines = Reminder.objects.filter(at=moment, ward=ward, why=Reminder.Why.NOBODY).select_related("rung")
    by_rung: dict[Rung, list[str]] = defaultdict(list)
    for line in lines.order_by("pk"):
        by_rung[cast(Rung, line.rung)].append(line.subject_name)
    for rung, names in by_rung.items():
        values = {"when": when_words(rung), "offices": whom_words(rung), "reports": "; ".join(names)}
        yield Happening(moment, _("Nobody is there to remind %(when)s (%(offices)s): %(reports)s") % values)
