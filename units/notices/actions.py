"""Every write to notices: they are put under somebody's bell, read, and mailed once a day to whoever wants that."""

from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.db import transaction

from approvals.clock import ZONE, now, today
from approvals.outbox import queue as outbox
from approvals.statements import insert_many, lock
from units.models import ByMail, Notice, Person

DAILY_AT = time(7, 0)  # in Vietnam


def notice(person: Person, key: str, *, scope: int, text: str, path: str, mail: bool) -> dict[str, Any]:
    """A notice as its row is written. With `mail` the person gets it by mail too, in the way that they chose."""
    values = {"person_id": person.pk, "key": key, "scope": scope, "text": text, "path": path, "at": now()}
    return values | {"by_mail": way_to(person) if mail else ""}


def way_to(person: Person) -> str:
    """How a mail reaches the person: a value of ByMail."""
    if not person.email:
        return ByMail.NO_ADDRESS.value
    return ByMail.DAILY.value if person.one_mail_a_day else ByMail.OWN.value


def put_all(notices: Sequence[dict[str, Any]]) -> None:
    """Put these under their people's bells, in one statement; the keys of each are new."""
    insert_many(Notice, notices)


def put_missing(notices: Sequence[dict[str, Any]]) -> None:
    """The same for what may be there already. Idempotent."""
    Notice.objects.bulk_create([Notice(**values) for values in notices], ignore_conflicts=True)


def read(notice: Notice) -> None:
    """Note that the person has read it. Idempotent."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now())


def read_all(person: Person, *, until: datetime) -> int:
    """Note that the person has read what they were told up to that moment. Returns how many there were."""
    return Notice.objects.filter(person=person, read_at=None, at__lte=until).update(read_at=now())


@transaction.atomic
def choose_mails(person: Person, *, one_a_day: bool) -> Person:
    """One mail a day with all notices, or one for each. What waits for the day's mail stays in it."""
    row = lock(Person, person.pk)
    row.one_mail_a_day = one_a_day
    row.save(update_fields=["one_mail_a_day"])
    return row


@transaction.atomic
def choose_phone(person: Person, *, by_phone: bool) -> Person:
    """Whether what somebody asks of the person goes to their telephone too, where the ward has a gateway."""
    row = lock(Person, person.pk)
    row.asked_by_phone = by_phone
    row.save(update_fields=["asked_by_phone"])
    return row


def mail_the_day() -> int:
    """Ask for the day's one mail to each for whom notices wait, once it is DAILY_AT. Returns for how many people.
    Idempotent; one query where nothing waits.
    """
    if now() < datetime.combine(today(), DAILY_AT, ZONE):
        return 0
    with transaction.atomic():
        waiting = Notice.objects.select_for_update().filter(by_mail=ByMail.DAILY, mailed_at=None)
        rows = list(waiting.order_by("person_id", "at", "pk"))
        days = [(person, list(own)) for person, own in groupby(rows, key=lambda row: row.person_id)]
        mailed = _mailed_today([person for person, _own in days])
        due = [(person, own) for person, own in days if person not in mailed]
        outbox.put_all([_days_mail(person, own) for person, own in due])
        Notice.objects.filter(pk__in=[row.pk for _person, own in due for row in own]).update(mailed_at=now())
        return len(due)


def _mailed_today(people: Sequence[int]) -> set[int]:
    """Which of them were sent their one mail today."""
    since = datetime.combine(today(), time(), ZONE)
    sent = Notice.objects.filter(person__in=people, by_mail=ByMail.DAILY, mailed_at__gte=since)
    return set(sent.values_list("person", flat=True))


def _days_mail(person: int, notices: Sequence[Notice]) -> dict[str, Any]:
    key = f"day-{person}-{notices[0].pk}"
    return outbox.message(
        "daily_mail",
        key,
        scope=notices[0].scope,
        person=person,
        notices=[row.pk for row in notices],
        day=today().isoformat(),
    )
