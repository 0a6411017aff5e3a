"""A version of a plan as our own workbook, to be changed and imported again (docs/decisions/0099)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from units.models import Assignment, Plan, Unit
from units.places import place_of
from units.plans import versions as plans
from units.plans.versions import PlanPart
from units.workbook.plan import layouts
from units.workbook.plan.writer import PlanTexts, write_plan
from units.workbook.sheets.cells import CellFault
from units.workbook.words.due import read_due
from workflows.models import ReportKind
from workflows.periods.setup import NAMES

from .imports.annex_forms import FRONT
from .imports.annex_rows import unit_row, way_of


def workbook_of(plan: Plan) -> bytes:
    """The version with who only helps, and the days of the ward's reports as they are now. Seven queries."""
    indicators, assignments = plans.plan_parts(plan)
    groups = list(plan.groups.order_by("order"))
    codes = [part.row.group.code for part in assignments]
    with override("vi"):
        filled = PlanTexts(
            front=_front(plan, len(indicators), len(assignments)),
            units=[unit_row(unit) for unit in _units(plan, [*indicators, *assignments])],
            groups=[{"code": row.code, "name": row.name, "count": str(codes.count(row.code))} for row in groups],
            indicators=[_indicator(part) for part in indicators],
            assignments=[_assignment(part, plan.year) for part in assignments],
            schedule=_schedule(plan),
            recipients=plan.recipients,
        )
    return write_plan(filled, year=plan.year if plan.year in layouts.YEARS else None)


def _front(plan: Plan, indicators: int, assignments: int) -> dict[str, str]:
    texts = {label: str(getattr(plan, name)) for name, label in FRONT.items()}
    place = place_of(plan.ward.name)
    return texts | {
        FRONT["issued_on"]: f"{plan.issued_on:%d/%m/%Y}",
        FRONT["coordinating_unit"]: plan.coordinating_unit.code,
        place.kind.capitalize(): place.name,
        "Số chỉ tiêu": str(indicators),
        "Số nhiệm vụ": str(assignments),
    }


def _units(plan: Plan, parts: Sequence[PlanPart]) -> list[Unit]:
    """The units that report, and those that the plan names."""
    named = {unit.pk for part in parts for unit in (part.row.lead, *part.helpers)} | {plan.coordinating_unit_id}
    return [unit for unit in plan.ward.members.order_by("order", "code") if unit.pk in named or _is_there(unit)]


def _is_there(unit: Unit) -> bool:
    return unit.reports and unit.retired_at is None


def _indicator(part: PlanPart) -> dict[str, str]:
    row = part.row
    percent = "%" if "%" in row.measure else ""
    flags = {name: "có" if getattr(row, name) else "không" for name in ("bounded", "cumulative")}
    return (
        _shared(part)
        | flags
        | {
            "measure": row.measure,
            "goal": f"{row.goal.normalize():f}".replace(".", ",") + percent,
            "direction": next(word for word, code in layouts.DIRECTIONS.items() if code == row.direction),
            "aggregation": way_of(row),
            "decimals": str(row.decimals),
            "numerator_words": row.numerator_words,
            "denominator_words": row.denominator_words,
            "helping": "; ".join(unit.code for unit in part.helpers if unit.pk in part.only_help),
        }
    )


def _assignment(part: PlanPart, year: int) -> dict[str, str]:
    row = part.row
    texts = {"group": row.group.code, "product": row.product, "authority": row.authority}
    return _shared(part) | texts | {"due": _due(row, year)}


def _shared(part: PlanPart) -> dict[str, str]:
    names = {"number": str(part.row.number), "name": part.row.name, "lead": part.row.lead.code}
    return names | {"cooperating": "; ".join(unit.code for unit in part.helpers)}


def _due(row: Assignment, year: int) -> str:
    """As the plan writes it, if that still says when it is due."""
    try:
        due = read_due(row.due_text, year)
    except CellFault:
        return row.due_words
    return row.due_text if (due.on, due.recurring) == (row.due_on, row.recurring) else row.due_words


def _schedule(plan: Plan) -> list[dict[str, str]]:
    kinds: Any = ReportKind.objects.filter(ward=plan.ward_id, code__in=NAMES).order_by("pk")
    return [
        {"kind": NAMES[kind.code], "unit": _day(kind, kind.unit_day), "ward": _day(kind, kind.ward_day)}
        for kind in kinds
    ]


def _day(kind: ReportKind, day: int) -> str:
    return f"{day:02}/{kind.due_month:02}" if kind.frequency == ReportKind.Frequency.ANNUAL else f"{day:02}"
