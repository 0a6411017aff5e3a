"""The same questions to many units of a period at once: a quick form for each, made by whoever coordinates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Person
from workflows.models import AssignmentEntry, FieldType, IndicatorEntry, QuickForm, ReportingPeriod
from workflows.models.querysets import UnitReportQuerySet
from workflows.models.states import HELD_BY_UNIT
from workflows.outlines.actions import fields_of
from workflows.unit_reports.entries.forms import DIFFICULTIES, NARRATIVE
from workflows.unit_reports.findings import entries_of

from . import actions, links
from .questions import askable


@dataclass(frozen=True)
class AskedUnits:
    """The quick forms that were made, and the units that have none of the questions."""

    forms: Sequence[QuickForm]
    left_out: Sequence[str]


def ask_many(
    period: ReportingPeriod,
    *,
    by: Person,
    units: Collection[int],
    asked_of: str,
    parts: Collection[str],
    until: datetime,
    many: bool = False,
) -> AskedUnits:
    """Ask these units, by their ids, for those of the parts that each one has. All or nothing; as `actions.ask`.

    Raises NotPossible where none of them has any of the questions. Some thirty statements for each unit.
    """
    made, left_out = [], []
    with transaction.atomic():
        for report in open_reports(period).filter(unit__in=units):
            fitting = [part for part, _name in askable(entries_of(report)) if part in parts]
            if fitting:
                name = f"{asked_of}, {report.unit.short_name}"
                made.append(actions.ask(report, by=by, asked_of=name, parts=fitting, until=until, many=many))
            else:
                left_out.append(report.unit.short_name)
        if not made:
            raise NotPossible(_("None of these units reports what is asked. Choose other units or questions."))
    return AskedUnits(made, left_out)


def open_reports(period: ReportingPeriod) -> UnitReportQuerySet:
    """The unit reports of the period that their units still have, in the order of the units."""
    reports = period.unit_reports.filter(state__in=HELD_BY_UNIT).with_names()
    return reports.order_by("unit__order", "unit__code")


def questions_of(period: ReportingPeriod) -> list[tuple[str, str]]:
    """All that its units are asked and that fits a quick form, each with its name. Three queries."""
    of_period = {"report__period": period}
    indicators = IndicatorEntry.objects.filter(**of_period).order_by("indicator__number")
    named = indicators.values_list("indicator__number", "indicator__name").distinct()
    assignments = AssignmentEntry.objects.filter(**of_period).order_by("assignment__number")
    tasks = assignments.values_list("assignment__number", "assignment__name").distinct()
    fields = fields_of(period.outline) if period.has_fields else []
    simple = [field for field in fields if field.type not in (FieldType.TABLE, FieldType.FILE)]
    return [
        *((str(number), f"{number}. {name}") for number, name in named),
        *((f"T{number}", f"{number}. {name}") for number, name in tasks),
        *((f"F{field.number}", field.label) for field in simple),
        *((name, str(NARRATIVE[name])) for name in period.texts if name != DIFFICULTIES),
    ]


def to_paste(form: QuickForm) -> str:
    """What the office pastes into a message to the unit."""
    words = _("%(ward)s asks %(unit)s about %(report)s: a few questions, answered on a phone. %(address)s")
    report = form.report
    values = {"ward": report.ward.name, "unit": report.unit.name, "report": report.period.words}
    return words % {**values, "address": links.address_of(form)}
