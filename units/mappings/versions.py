"""Reading mappings of indicators to the forms of others, and telling two of them apart."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from approvals.text.vietnamese import folded
from units import grants
from units.models import ExternalForm, FormLine, Indicator, IndicatorMapping, Person, Unit
from units.plans import versions as plans
from units.workbook import MappingContent


def visible_forms(person: Person) -> "QuerySet[ExternalForm]":
    """Of the wards all of whose reports the person reads, and those that their own unit owns; `replaced`: whether the
    mapping has a newer version.
    """
    newer = IndicatorMapping.objects.filter(ward=OuterRef("mapping__ward"), version__gt=OuterRef("mapping__version"))
    readable = grants.units_where(person, "view_reports")
    forms = ExternalForm.objects.filter(Q(mapping__ward__in=readable) | Q(owner__in=readable))
    return forms.select_related("mapping__ward", "plan").annotate(replaced=Exists(newer))


def visible_mappings(person: Person) -> "QuerySet[IndicatorMapping]":
    """Newest first: of the wards all of whose reports the person reads, and those with a form that their unit owns."""
    readable = grants.units_where(person, "view_reports")
    owned = ExternalForm.objects.filter(owner__in=readable).values("mapping")
    found = IndicatorMapping.objects.filter(Q(ward__in=readable) | Q(pk__in=owned))
    return found.select_related("ward").order_by("-imported_at", "-pk")


def latest(ward: Unit) -> IndicatorMapping | None:
    return IndicatorMapping.objects.filter(ward=ward).order_by("-version").first()


def measures_of(ward: Unit) -> dict[str, dict[int, str]]:
    """The measure of each indicator by its plan's number, as the newest version of the plan has it. One statement."""
    measures: dict[str, dict[int, str]] = defaultdict(dict)
    versions: dict[str, int] = {}
    rows = Indicator.objects.filter(plan__ward=ward).order_by("-plan__year", "-plan__version", "number")
    for number, plan, indicator, measure in rows.values_list("plan__number", "plan_id", "number", "measure"):
        if versions.setdefault(number, plan) == plan:
            measures[number][indicator] = measure
    return dict(measures)


def compare(content: MappingContent, before: IndicatorMapping | None) -> list[plans.Difference]:
    """What importing the content would change against the version before. Two statements, one more where it names units
    in charge: each may be written by its code or name.
    """
    new = described_content(content)
    if before and any(form.owner for form in content.forms):
        owners = [form.owner for form in before.forms.exclude(owner=None).select_related("owner") if form.owner]
        known = {folded(word): unit.short_name for unit in owners for word in (unit.name, unit.short_name, unit.code)}
        for form in content.forms:
            key = new["form", form.code]
            key["owner"] = known.get(folded(form.owner), form.owner)
    return list(plans.differing(described(before) if before else {}, new))


def described(mapping: IndicatorMapping) -> plans.Described:
    """A mapping's rows as words. Two statements."""
    forms = mapping.forms.select_related("plan", "owner")
    rows: plans.Described = {
        ("form", form.code): _form(form, form.plan.number, form.owner.short_name if form.owner else "")
        for form in forms
    }
    for line in FormLine.objects.filter(form__mapping=mapping).select_related("form").order_by("form__order", "order"):
        rows["line", f"{line.form.code} {line.code}"] = _line(line, line.indicator_number)
    return rows


def described_content(content: MappingContent) -> plans.Described:
    """The same of a workbook."""
    rows: plans.Described = {("form", form.code): _form(form, form.plan, form.owner) for form in content.forms}
    return rows | {("line", f"{line.form} {line.code}"): _line(line, line.indicator) for line in content.lines}


def _form(row: Any, plan: str, owner: str) -> dict[str, str]:
    values = {name: getattr(row, name) for name in ("name", "basis", "recipient", "note")} | {"plan": plan}
    return values | {"owner": owner}


def _line(row: Any, indicator: int | None) -> dict[str, str]:
    return {
        "name": row.name,
        "measure": row.measure,
        "indicator_number": str(indicator) if indicator else _("none"),
        "source_measure": row.source_measure,
        "which": str(FormLine.Which(row.which).label),
        "conversion": row.conversion,
        "decimals": str(row.decimals),
    }
