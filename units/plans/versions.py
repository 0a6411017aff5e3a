"""Reading plans, and telling two of them apart: what is new, changed and gone, in the words of the screen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet, Value, prefetch_related_objects
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.text.vietnamese import sort_key
from units.models import (
    Assignment,
    AssignmentGroup,
    Direction,
    ExternalForm,
    FormLine,
    Indicator,
    Plan,
    Unit,
    way_words,
)
from units.places import KINDS, place_of
from units.workbook import IndicatorRow, PlanContent, UnitRow

FRONT = (
    "number",
    "issued_on",
    "year",
    "title",
    "issuer",
    "province",
    "place",
    "province_recipient",
    "signer_authority",
    "signer_title",
    "signer_post",
    "signer_name",
    "note",
)
MODELS: dict[str, type[Model]] = {
    "plan": Plan,
    "unit": Unit,
    "group": AssignmentGroup,
    "indicator": Indicator,
    "assignment": Assignment,
    "form": ExternalForm,
    "line": FormLine,
}
CHANGES = {"new": gettext_lazy("New"), "changed": gettext_lazy("Changed"), "gone": gettext_lazy("Gone")}
PARTS = {
    "plan": gettext_lazy("Plan"),
    "unit": gettext_lazy("Unit"),
    "group": gettext_lazy("Group of assignments"),
    "indicator": gettext_lazy("Indicator"),
    "assignment": gettext_lazy("Assignment"),
    "form": gettext_lazy("Form"),
    "line": gettext_lazy("Line"),
}

HELPING = "helping"
COUNTS = ("numerator_words", "denominator_words")

Key = tuple[str, str]
Described = dict[Key, dict[str, str]]

ROWS = (
    Prefetch("indicators", Indicator.objects.select_related("lead").prefetch_related("cooperating", "helping")),
    Prefetch("assignments", Assignment.objects.select_related("lead", "group").prefetch_related("cooperating")),
)


@dataclass(frozen=True)
class Difference:
    """One row of a plan or mapping that is "new", "changed" or "gone". `fields` are (label, old, new)."""

    change: str
    part: str
    key: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def change_words(self) -> str:
        return str(CHANGES[self.change])

    @property
    def part_words(self) -> str:
        return str(PARTS[self.part])

    @property
    def as_text(self) -> str:
        """The row in lines of plain text."""
        head = f"{self.change_words}: {self.part_words} {self.key} {self.name}".rstrip()
        return "\n".join([head, *(f"    {label}: {old} → {new}" for label, old, new in self.fields)])


def units_in_use(ward: Unit) -> "QuerySet[Unit]":
    return ward.members.filter(retired_at=None)


@dataclass(frozen=True)
class PlanPart:
    """An indicator or assignment with the units that cooperate in it; those `only_help` report nothing of it."""

    row: Any
    helpers: list[Unit]
    only_help: frozenset[int] = frozenset()

    @property
    def reporting(self) -> list[int]:
        """The ids of the units that report on it, the lead first."""
        others = [unit.pk for unit in self.helpers if unit.pk not in self.only_help]
        return list(dict.fromkeys([self.row.lead_id, *others]))

    def has(self, unit: Unit | None) -> bool:
        """Whether the unit leads or cooperates; for None always."""
        return unit is None or unit == self.row.lead or unit in self.helpers


def plan_parts(plan: Plan) -> tuple[list[PlanPart], list[PlanPart]]:
    """The plan's indicators and assignments. Four statements; each unit is read once, however many parts it has."""
    indicators, assignments = plan.indicators.select_related("lead"), plan.assignments.select_related("lead", "group")
    shares = _shares(indicators, Indicator.cooperating.through).union(
        _shares(assignments, Assignment.cooperating.through),
        _shares(indicators, Indicator.helping.through, HELPING),
        all=True,
    )
    cooperating: dict[tuple[str, int], set[int]] = defaultdict(set)
    for part, row, unit in shares:
        cooperating[part, row].add(unit)
    units = list(plan.ward.members.order_by("order", "code"))

    def with_helpers(row: Any) -> PlanPart:
        helpers = cooperating[row._meta.model_name, row.pk]
        only_help = cooperating[HELPING, row.pk] if isinstance(row, Indicator) else ()
        return PlanPart(row, [unit for unit in units if unit.pk in helpers], frozenset(only_help))

    return [with_helpers(row) for row in indicators], [with_helpers(row) for row in assignments]


def _shares(rows: "QuerySet[Any]", through: Any, in_place: str = "") -> "QuerySet[Any]":
    """(part, row id, unit id) of every unit that cooperates in one of the rows; `in_place` of the part where given."""
    part = rows.model._meta.model_name
    shares = through.objects.filter(**{f"{part}__in": rows.order_by().values("pk")})
    return shares.annotate(part=Value(in_place or part)).values_list("part", f"{part}_id", "unit_id")


def versions_of(plan: Plan) -> "QuerySet[Plan]":
    """The plan in all its versions: an indicator's number names it across them."""
    return Plan.objects.filter(ward=plan.ward_id, number=plan.number, year=plan.year)


def latest(ward: Unit, number: str) -> Plan | None:
    versions = Plan.objects.filter(ward=ward, number=number).select_related("coordinating_unit")
    return versions.order_by("-version").first()


def numbers_of(ward: Unit, year: int) -> list[str]:
    """The numbers of the ward's plans of a year, the first that was there first. Another year may have the same."""
    plans = Plan.objects.filter(ward=ward, year=year).order_by("imported_at", "pk")
    return list(dict.fromkeys(plans.values_list("number", flat=True)))


def newest(plans: "QuerySet[Plan]") -> "QuerySet[Plan]":
    """Those of these plans of which there is no later version of the same year."""
    own = {"ward": OuterRef("ward"), "number": OuterRef("number"), "year": OuterRef("year")}
    return plans.filter(~Exists(Plan.objects.filter(**own, version__gt=OuterRef("version"))))


def with_rows(plans: "QuerySet[Plan]") -> "QuerySet[Plan]":
    """With everything that a plan's page and `described` read: six queries however many rows."""
    return plans.select_related("ward", "coordinating_unit").prefetch_related(*ROWS)


def ward_of(content: PlanContent) -> Unit | None:
    """The ward that the plan is of, by its name."""
    return Unit.objects.filter(ward=None, name__in=_ward_names(content)).first()


def is_of(content: PlanContent, ward: Unit) -> bool:
    return ward.name in _ward_names(content)


def _ward_names(content: PlanContent) -> list[str]:
    """What the ward may be called; a plan that does not say which kind of place it is of fits any kind."""
    place = place_of(content.ward_name)
    kinds = (place.kind,) if place.is_stated else KINDS
    named = [replace(place, kind=kind) for kind in kinds]
    return [content.ward_name, *(name for each in named for name in (each.title, each.full)), _as_earlier(content)]


def _as_earlier(content: PlanContent) -> str:
    """The name that earlier imports gave to "xã Tân Trào"."""
    return f"{KINDS[0].capitalize()} {content.ward_name}"


def ward_name(content: PlanContent) -> str:
    """The ward's full name: the plan may write it without "Phường"."""
    return place_of(content.ward_name).title


def unit_differs(unit: Unit, row: UnitRow, order: int) -> bool:
    held = (unit.name, unit.short_name, unit.kind, unit.duty, unit.order, unit.reports, unit.retired_at)
    return held != (row.name, row.short_name, row.kind, row.role, order, True, None)


def compare(content: PlanContent, units: Iterable[Unit], before: Plan | None) -> list[Difference]:
    """What importing the content would change, against the units in use and the plan's version before."""
    units = list(units)
    old = _units({unit.code: (unit.name, unit.short_name, unit.kind, unit.duty) for unit in units})
    if before:
        prefetch_related_objects([before], *ROWS)
        old |= described(before)
    names = {unit.code: unit.short_name for unit in units} | {row.code: row.short_name for row in content.units}
    helping = (
        {row.number: {unit.code for unit in row.helping.all()} for row in before.indicators.all()} if before else {}
    )
    new_rows = described_content(content, names, helping)
    for indicator in content.indicators:
        key = ("indicator", str(indicator.number))
        new_rows[key] |= {name: counts_of(indicator, name, old.get(key, {}).get(name)) for name in COUNTS}
    differences = differing(old, new_rows)
    return [row for row in differences if (row.part, row.change) != ("unit", "gone")]


def differing(old: Described, new: Described) -> Iterator[Difference]:
    """New, changed and gone rows in the order of the parts and their numbers."""
    for part, model in MODELS.items():
        for key in dict.fromkeys(key for key in [*new, *old] if key[0] == part):
            if row := _difference(key, old.get(key), new.get(key), model):
                yield row


def _difference(
    key: Key, old: Mapping[str, str] | None, new: Mapping[str, str] | None, model: type[Model]
) -> Difference | None:
    row = Difference("changed", *key, (new or old or {}).get("name", ""))
    if old is None:
        return replace(row, change="new")
    if new is None:
        return replace(row, change="gone")
    fields = tuple(
        (str(model._meta.get_field(name).verbose_name), old[name], new[name])  # type: ignore[union-attr]
        for name in new
        if old[name] != new[name]
    )
    return replace(row, fields=fields) if fields else None


def described(plan: Plan) -> Described:
    """A plan's rows as words, read with `with_rows`."""
    names = {plan.coordinating_unit.code: plan.coordinating_unit.short_name}
    rows: Described = {("plan", plan.number): _front(plan, plan.coordinating_unit.code, names)}
    rows |= _groups(dict.fromkeys(task.group for task in plan.assignments.all()))
    for indicator in plan.indicators.all():
        rows["indicator", str(indicator.number)] = _indicator(indicator) | _parts(
            indicator.lead.short_name, [unit.short_name for unit in indicator.cooperating.all()]
        )
        rows["indicator", str(indicator.number)] |= _helping(unit.short_name for unit in indicator.helping.all())
        rows["indicator", str(indicator.number)] |= {name: getattr(indicator, name) for name in COUNTS}
    for task in plan.assignments.all():
        rows["assignment", str(task.number)] = _assignment(task, task.group.code) | _parts(
            task.lead.short_name, [unit.short_name for unit in task.cooperating.all()]
        )
    return rows


def described_content(
    content: PlanContent, names: Mapping[str, str], helping: Mapping[int, Collection[str]]
) -> Described:
    """The same of a workbook; `names` are the short names of units by code, `helping` the codes of those that only
    helped in an indicator until now, which stands where the workbook does not say.
    """
    rows = _units({row.code: (row.name, row.short_name, row.kind, row.role) for row in content.units})
    rows["plan", content.number] = _front(content, content.coordinating_unit, names)
    rows |= _groups(content.groups)
    for indicator in content.indicators:
        rows["indicator", str(indicator.number)] = _indicator(indicator) | _parts(
            names[indicator.lead], [names[code] for code in indicator.cooperating]
        )
        only = helping.get(indicator.number, ()) if indicator.helping is None else indicator.helping
        rows["indicator", str(indicator.number)] |= _helping(
            names[code] for code in indicator.cooperating if code in only
        )
    for task in content.assignments:
        rows["assignment", str(task.number)] = _assignment(task, task.group) | _parts(
            names[task.lead], [names[code] for code in task.cooperating]
        )
    return rows


def _front(plan: Any, coordinating: str, names: Mapping[str, str]) -> dict[str, str]:
    front = {name: str(getattr(plan, name)) for name in FRONT}
    front["issued_on"] = date_format(plan.issued_on, "SHORT_DATE_FORMAT")
    return front | {"coordinating_unit": names[coordinating], "recipients": "; ".join(plan.recipients)}


def _units(units: Mapping[str, tuple[str, str, str, str]]) -> Described:
    return {
        ("unit", code): dict(zip(("name", "short_name", "kind", "duty"), values, strict=True))
        for code, values in units.items()
    }


def _groups(groups: Any) -> Described:
    return {("group", group.code): {"name": group.name} for group in groups}


def _indicator(row: Any) -> dict[str, str]:
    return {
        "name": row.name,
        "measure": row.measure,
        "goal": number(row.goal),
        "direction": str(Direction(row.direction).label),
        "aggregation": way_words(row.aggregation, stock=row.stock),
        "decimals": str(row.decimals),
        "bounded": _("yes") if row.bounded else _("no"),
        "cumulative": _("yes") if row.cumulative else _("no"),
    }


def counts_of(row: IndicatorRow, name: str, before: str | None) -> str:
    """What is counted, one of COUNTS: as the workbook says; where it does not, as the version before does."""
    stated: str | None = getattr(row, name)
    return (before or "") if stated is None else stated


def _assignment(row: Any, group: str) -> dict[str, str]:
    return {
        "name": row.name,
        "group": group,
        "product": row.product,
        "due_on": due_words(row),
        "authority": row.authority,
    }


def _parts(lead: str, cooperating: list[str]) -> dict[str, str]:
    return {"lead": lead, "cooperating": ", ".join(sorted(cooperating, key=sort_key)) or _("nobody")}


def _helping(units: Iterable[str]) -> dict[str, str]:
    return {"helping": ", ".join(sorted(units, key=sort_key)) or _("nobody")}


def due_words(row: Any) -> str:
    """When an assignment is due: a day, or how often. `row` is an Assignment or an AssignmentRow."""
    if row.due_on:
        return date_format(row.due_on, "SHORT_DATE_FORMAT")
    return str(Assignment.Recurring(row.recurring).label)


def number(value: Decimal) -> str:
    """A goal as people write it, without trailing zeros: 98,5."""
    return number_format(value.normalize(), use_l10n=True, force_grouping=True)
