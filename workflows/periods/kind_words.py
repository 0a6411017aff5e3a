"""A kind of report in words: how often, when it is due, who reports, and which period opens next."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now
from workflows.models import ReportKind
from workflows.pure.calendar import Calendar
from workflows.pure.period_codes import PERIODIC
from workflows.pure.period_words import short_words
from workflows.pure.schedule import PeriodPlan, due_words, next_to_open


@dataclass(frozen=True)
class KindCard:
    """A kind on the page of kinds. `opens_next` is blank for what the office asks for."""

    kind: ReportKind
    reporters: str
    asks: str
    opens_next: str


def card(kind: ReportKind, calendar: Calendar) -> KindCard:
    """The kind comes with its `units`."""
    return KindCard(kind, _reporters(kind), _asks(kind), next_words(kind, calendar))


def _reporters(kind: ReportKind) -> str:
    if kind.frequency not in PERIODIC:
        return _("the units that the office names each time")
    if kind.reporters == ReportKind.Reporters.CHOSEN:
        return ", ".join(unit.short_name for unit in kind.units.all())
    if kind.reporters == ReportKind.Reporters.BY_KIND:
        return _("units of the kind: %(kinds)s") % {"kinds": ", ".join(kind.unit_kinds)}
    return str(ReportKind.Reporters.ALL.label)


def _asks(kind: ReportKind) -> str:
    if kind.months:
        return _("the plan's indicators and assignments, beginning with “%(months)s”") % {"months": kind.months}
    return _("the plan's indicators and assignments") if kind.on_plan else _("words alone")


def next_words(kind: ReportKind, calendar: Calendar) -> str:
    """The first period of the kind that has not opened yet; blank for what the office asks for."""
    if kind.frequency not in PERIODIC or kind.retired_at:
        return ""
    return in_words(next_to_open(kind.schedule, now(), calendar, since=kind.opens_from), inclusive=kind.inclusive)


def in_words(plan: PeriodPlan, *, inclusive: bool = False) -> str:
    """ "quý IV/2026: số liệu từ 01/10/2026 đến 31/12/2026, mở 21/12/2026, đơn vị trước 05/01, … trước 10/01"."""
    return _("%(period)s: data from %(starts)s to %(ends)s, opens on %(opens)s, units %(units)s, the ward %(ward)s") % {
        "period": short_words(plan.code),
        "starts": date_format(plan.starts, "d/m/Y"),
        "ends": date_format(plan.ends, "d/m/Y"),
        "opens": date_format(plan.opens_at.astimezone(ZONE), "d/m/Y"),
        "units": due_words(plan.unit_due_at, inclusive=inclusive),
        "ward": due_words(plan.ward_due_at, inclusive=inclusive),
    }
