"""Who has a case's text open to write in it, told to whoever else has. Kept in the cache alone, for a minute after the
page last asked: nothing is locked by it, and a save of an older text is refused whether or not this was read.
"""

from django.core.cache import cache
from django.template.defaultfilters import date as date_words
from django.utils.timezone import localtime
from django.utils.translation import gettext

from approvals.clock import now
from units.models import Person
from workflows.models import Case

PRESENT = 60  # seconds since the page last asked


def others_at(case: Case, person: Person) -> str:
    """Note that the person has the text open, and say who else has, each since when; blank where nobody has."""
    key, moment = f"writers:{case.kind}:{case.pk}", now()
    there = {pk: row for pk, row in cache.get(key, {}).items() if abs((moment - row[2]).total_seconds()) < PRESENT}
    since = there[person.pk][1] if person.pk in there else moment
    cache.set(key, there | {person.pk: (str(person), since, moment)}, PRESENT)
    return " ".join(_sentence(name, since) for pk, (name, since, _last) in there.items() if pk != person.pk)


def _sentence(name: str, since: object) -> str:
    words = gettext("%(person)s has had this text open too since %(time)s. Agree who writes what.")
    return words % {"person": name, "time": date_words(localtime(since), "H:i")}  # type: ignore[arg-type]
