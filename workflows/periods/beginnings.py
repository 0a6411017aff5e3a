"""With which period a kind begins to open periods by itself: none that is late when it opens. And from when on the
first one's data are.
"""

from datetime import date

from approvals.clock import now
from units.models import Unit
from workflows.models import ReportingPeriod, ReportKind
from workflows.pure.calendar import Calendar
from workflows.pure.period_codes import of_day
from workflows.pure.period_words import short_words
from workflows.pure.schedule import PeriodPlan, codes_open_on, first_still_due, plan_period, year_starts


def first_in_time(kind: ReportKind, calendar: Calendar) -> date:
    """From which day on the kind opens periods: as it is, or later where one would open now that is late already.

    One query.
    """
    if not passed_over(kind, calendar):
        return kind.opens_from
    return max(kind.opens_from, first_still_due(kind.schedule, now(), calendar))


def first_periods(ward: Unit) -> list[str]:
    """Of each kind of the ward that has opened no period yet, with which it begins. One query."""
    kinds = ReportKind.objects.periodic().filter(ward=ward, periods=None).order_by("pk")
    return [f"{kind}: {short_words(of_day(kind.frequency, kind.opens_from).code)}" for kind in kinds]


def passed_over(kind: ReportKind, calendar: Calendar) -> list[str]:
    """The codes of the periods that would open now, by the schedule, and are late already. One query."""
    there = set(ReportingPeriod.objects.filter(kind=kind.pk).values_list("code", flat=True))
    coming = codes_open_on(kind.schedule, now(), calendar, since=kind.opens_from)
    return [
        code for code in coming if code not in there and plan_period(kind.schedule, code, calendar).unit_due_at <= now()
    ]


def starts_of(kind: ReportKind, times: PeriodPlan) -> date:
    """The first day of the data of a period that opens: of the kind's first one in a year that of the year, where the
    kind says so. One query, none where it does not.
    """
    if not kind.first_covers_year:
        return times.starts
    earlier = ReportingPeriod.objects.standing().filter(kind=kind, plan__year=times.year, ends__lt=times.ends)
    return times.starts if earlier.exists() else year_starts(kind.schedule, times.code)
