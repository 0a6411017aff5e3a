"""Every write of reminders: what a kind reminds of, the reminders themselves with their ledger, and Nhắc."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now, today
from approvals.errors import NotPossible
from approvals.outbox import queue as outbox
from approvals.statements import insert_many, one_cursor
from approvals.trail import chain as trail
from units import grants
from units.models import ByMail, Office, Person
from units.notices import actions as notices
from units.subjects import Changes
from workflows.cases.moves import locked_row, note
from workflows.cases.times import calendar_days, lateness
from workflows.cases.times.calendar_days import Calendars
from workflows.flows import row_held
from workflows.models import Case, Reminder, ReportKind, Route, Rung

from . import rules, sentences, unsafe
from .due import MOST, DueReminder, DueReport, Holder, rungs_of, wanted
from .gateways import queue as gateways
from .unsafe import Unsafe

MOST_RUNGS = 12  # of a kind
USUAL: tuple[dict[str, Any], ...] = (
    {"due": Rung.Due.UNITS, "amount": 3, "offices": [Office.DRAFTER, Office.UNIT_HEAD]},
    {"due": Rung.Due.UNITS, "amount": 0, "offices": [Office.DRAFTER, Office.UNIT_HEAD]},
    {"due": Rung.Due.UNITS, "amount": 1, "after": True, "offices": [Office.UNIT_HEAD, Office.COORDINATOR]},
    {"due": Rung.Due.WARD, "amount": 1, "offices": [Office.COORDINATOR]},
    {"due": Rung.Due.WARD, "amount": 1, "after": True, "offices": [Office.COORDINATOR, Office.APPROVER]},
)


def give_usual(kind: ReportKind) -> None:
    """The usual reminders, for a kind of report that is made."""
    Rung.objects.bulk_create([Rung(kind=kind, since=now(), **rung) for rung in USUAL])


def copy(like: ReportKind, kind: ReportKind) -> None:
    """Those of `like`, for a kind that is made as it is."""
    names = ("due", "amount", "measure", "after", "offices", "by_mail", "by_gateway")
    found = Rung.objects.filter(kind=like, retired_at=None).values(*names)
    Rung.objects.bulk_create([Rung(kind=kind, since=now(), **rung) for rung in found])


def add_rung(kind: ReportKind, *, by: Person, offices: Collection[str], **settings: Any) -> Rung:
    """Another reminder of the kind, from now on. Raises NotPossible where it is there already or can never be said."""
    with transaction.atomic():
        route = _route_of(kind, by)
        rung = Rung(kind=kind, offices=sorted(offices), since=now(), **settings)
        _refuse(rung)
        rung.save()
        _note(route, "add_rung", by, {"reminder": [None, sentences.rung_words(rung)]})
        return rung


def retire_rung(rung: Rung, *, by: Person) -> Rung:
    """It reminds nobody from now on. What was said stands in the ledger."""
    with transaction.atomic():
        route = _route_of(rung.kind, by)
        row = Rung.objects.select_related("kind").get(pk=rung.pk)
        if row.retired_at:
            raise NotPossible(_("This reminder was removed already."))
        row.retired_at = now()
        row.save(update_fields=["retired_at"])
        _note(route, "retire_rung", by, {"reminder": [sentences.rung_words(row), None]})
        return row


def tell_due(ward_id: int | None = None) -> int:
    """Send every reminder that is due and has not been sent, for one ward or for all. The line in the ledger, the
    notice and, if there is a mail, the outbox row are written in one transaction. All reminders for one person about
    one period are combined into one message. The people of a step whose last safe moment has passed, and of the next
    step, get a notice. Returns the number of messages. Idempotent: the rungs are locked, so that ticks cannot overlap.
    """
    with transaction.atomic():
        calendars = cache(calendar_days.every)
        rows = wanted(list(rungs_of(ward_id).select_for_update(of=("self",))), now(), calendars)
        lines = [_line_of_rung(row, "") for row in rows if row.why]
        made: list[dict[str, Any]] = []
        texts = _Texts(calendars)
        messages = _by_message(rows)
        for own in messages:
            lines += [_line_of_rung(row, own[0].key) for row in own]
            made.append(_notice(own, texts))
        for each in unsafe.unsafe(now(), ward_id):
            people = {f"{each.begins}{person.pk}": person for person in unsafe.whom(each)}
            lines += [_line_of_unsafe(each, key, person) for key, person in people.items()]
            made += [_notice_of_unsafe(each, key, person) for key, person in people.items()]
        insert_many(Reminder, lines)
        _put(made)
        gateways.put(messages)
        return len(made)


def remind(case: Case, *, by: Person) -> list[Person]:
    """Nhắc: tell whoever the case waits for, each once a working day. Returns whom.

    Raises PermissionDenied for whoever neither coordinates nor wrote the case, NotPossible where it waits for nobody
    else, or they were reminded today.
    """
    with transaction.atomic(), one_cursor(), row_held():
        row = locked_row(case)
        row.follow_assignments()
        if not rules.waits(row):
            raise NotPossible(_("It waits for nobody else now, so there is nobody to remind."))
        if not rules.may_remind(by, row):
            raise PermissionDenied
        calendar = calendar_days.of(row.ward_id)
        people = _not_reminded(row, calendar.previous_working(today()), by)
        text = sentences.asked(row, by, lateness.of(row), calendar)
        path = row.get_absolute_url()
        made = [
            notices.notice(person, key, scope=row.scope, text=text, path=path, mail=True)
            for key, person in people.items()
        ]
        insert_many(Reminder, [_line_of(row, key, person, by) for key, person in people.items()])
        _put(made)
        gateways.put_asked(row.ward_id, people)
        names = ", ".join(person.name for person in people.values())
        note(row, "remind", by=by, changes={"reminded": [None, names]})
        return list(people.values())


def _not_reminded(case: Case, day: date, by: Person) -> dict[str, Person]:
    """Whom the case waits for beside `by` and who were not reminded of it on this working day, by the key of that."""
    people = [person for person in rules.holders(case) if person != by]
    if not people:
        raise NotPossible(_("It waits for nobody else now, so there is nobody to remind."))
    keys = {f"{case.kind}-{case.pk}-asked-{day}-{person.pk}": person for person in people}
    reminded = set(Reminder.objects.filter(key__in=keys).values_list("key", flat=True))
    if reminded == set(keys):
        raise NotPossible(_("They were reminded today already: once a working day is enough. Try the next one."))
    return {key: person for key, person in keys.items() if key not in reminded}


def _line_of(case: Case, key: str, person: Person, by: Person) -> dict[str, Any]:
    """The line of the ledger of what somebody asked for."""
    return _line(case, str(case), key, person) | {"by_id": by.pk, "moment": now(), "message": key}


def _line_of_rung(row: DueReminder, message: str) -> dict[str, Any]:
    """The line of the ledger of a rung: with the key of the `message` that said it, blank where nobody was told."""
    line = _line(row.waiting.report, row.waiting.name, row.key, row.holder.person if row.holder else None)
    values = {"rung_id": row.rung.pk, "due_at": row.waiting.due_at, "moment": row.moment}
    return line | values | {"message": message, "why": row.why}


def _line_of_unsafe(each: Unsafe, key: str, person: Person) -> dict[str, Any]:
    """The line of the ledger of a last safe moment that has passed."""
    line = _line(each.case, str(each.case), key, person)
    return line | {"due_at": each.case.ends_at, "moment": each.moment, "message": key}


def _notice_of_unsafe(each: Unsafe, key: str, person: Person) -> dict[str, Any]:
    text, path = sentences.unsafe(each.case, each.steps, each.moment), each.case.get_absolute_url()
    return notices.notice(person, key, scope=each.case.ward_id, text=text, path=path, mail=False)


def _line(case: Any, name: str, key: str, person: Person | None) -> dict[str, Any]:
    subject = {"subject_kind": case.kind, "subject_id": case.pk, "subject_name": name, "ward_id": case.ward_id}
    return subject | {"key": key, "person_id": person.pk if person else None, "at": now()}


def _by_message(rows: Iterable[DueReminder]) -> list[list[DueReminder]]:
    """The reminders grouped by person, period and due time, one message each, without those that reach nobody."""
    together: dict[tuple[int, int, str], list[DueReminder]] = defaultdict(list)
    for row in rows:
        if row.holder and not row.why:
            together[row.holder.person.pk, row.waiting.report.period_id, row.waiting.due].append(row)
    return list(together.values())


class _Texts:
    """What notices say: worded once for all who are told of the same reports."""

    def __init__(self, calendars: Callable[[], Calendars]) -> None:
        self.calendars = calendars
        self.known: dict[tuple[str, ...], str] = {}  # by which due time, and the reports' ids

    def of(self, reports: Sequence[DueReport]) -> str:
        key = (reports[0].due, *(str(each.report.pk) for each in reports))
        if key not in self.known:
            self.known[key] = sentences.sentence_of(reports, self.calendars().of(reports[0].ward_id))
        return self.known[key]


def _notice(rows: Sequence[DueReminder], texts: _Texts) -> dict[str, Any]:
    """The notice that says these, by mail too where one of their rungs does."""
    first = rows[0]
    reports = list({row.waiting.report.pk: row.waiting for row in rows}.values())
    return notices.notice(
        cast(Holder, first.holder).person,
        first.key,
        scope=first.waiting.ward_id,
        text=texts.of(reports),
        path=sentences.path_of(reports),
        mail=any(row.rung.by_mail for row in rows),
    )


def _put(made: Sequence[dict[str, Any]]) -> None:
    """The notices, and a row of the outbox for each that goes by a mail of its own."""
    notices.put_all(made)
    mailed = [each for each in made if each["by_mail"] == ByMail.OWN]
    outbox.put_all([outbox.message("reminder", row["key"], scope=row["scope"], notice=row["key"]) for row in mailed])


def _route_of(kind: ReportKind, by: Person) -> Route:
    """The route of the kind, locked: the trail of both. Raises PermissionDenied unless `by` administers the ward."""
    route = Route.objects.select_for_update(of=("self",)).get(kind=kind)
    if not grants.may(by, "administer", route.ward_id):
        raise PermissionDenied
    return route


def _refuse(rung: Rung) -> None:
    """Raises NotPossible where it is there already, is too far off, or tells nobody."""
    if not rung.offices:
        raise NotPossible(_("Choose who is reminded."))
    if rung.amount > MOST[Rung.Measure(rung.measure)]:
        raise NotPossible(_("That is too far from the due time: at most 30 working days, or 200 working hours."))
    if rung.due == Rung.Due.WARD and set(rung.offices) & set(Rung.OF_UNIT):
        raise NotPossible(_("Of the ward's report people of the ward are reminded, not those of a unit."))
    own = list(Rung.objects.filter(kind=rung.kind, retired_at=None))
    if len(own) >= MOST_RUNGS:
        raise NotPossible(_("A kind has %(most)d reminders at most. Remove one first.") % {"most": MOST_RUNGS})
    names = ("due", "amount", "measure", "after")
    if any(all(getattr(each, name) == getattr(rung, name) for name in names) for each in own):
        raise NotPossible(_("There is a reminder at that time already. Remove it first, or choose another time."))


def _note(route: Route, action: str, by: Person, changes: Changes) -> None:
    trail.record_and_save(route, action, by=by, scope=route.ward_id, changes=changes)
