from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.statements import lock
from approvals.text.vietnamese import folded
from units import rules
from units.models import ExternalForm, FormLine, IndicatorMapping, Person, Plan, Unit
from units.plans import versions as plans
from units.subjects import keep
from units.workbook import LineRow, MappingContent

from . import versions as mappings


@dataclass(frozen=True)
class MappingResult:
    """The mapping as it now stands, whether that is a new version, and what differs from the version before."""

    mapping: IndicatorMapping
    created: bool
    differences: tuple[plans.Difference, ...]


@transaction.atomic
def import_mapping(content: MappingContent, *, by: Person | None, ward: Unit) -> MappingResult:
    """Import which indicators feed the forms of others, as the ward's new version.

    Idempotent for the same content. `by` administers the ward or coordinates its reports, or is None for the system.
    Raises NotPossible where the ward has no plan of a number, or no unit, that the content names.
    """
    ward = lock(Unit, ward.pk)
    if by is not None and ward.pk not in rules.mapped_wards(by):
        raise PermissionDenied
    latest = mappings.latest(ward)
    if latest and latest.content_digest == content.digest():
        return MappingResult(latest, created=False, differences=())
    differences = tuple(mappings.compare(content, latest))
    mapping = IndicatorMapping(
        ward=ward,
        version=latest.version + 1 if latest else 1,
        content_digest=content.digest(),
        imported_at=now(),
    )
    mapping.save()
    _forms_and_lines(content, mapping, _plans(content, ward), _owners(content, ward))
    counts = {"forms": [None, len(content.forms)], "lines": [None, len(content.lines)]}
    changes = {"version": [latest.version if latest else None, mapping.version], **counts}
    keep(mapping, "import_mapping", by=by, scope=ward.pk, changes=changes)
    return MappingResult(mapping, created=True, differences=differences)


def _plans(content: MappingContent, ward: Unit) -> dict[str, Plan]:
    """The newest version of each plan that the forms name."""
    numbers = {form.plan for form in content.forms}
    versions = Plan.objects.filter(ward=ward, number__in=numbers).order_by("year", "version")
    found = {plan.number: plan for plan in versions}
    if missing := sorted(numbers - set(found)):
        sentence = _("The ward has no plan “%(text)s”. Import the plan first, or correct its number here.")
        raise NotPossible(sentence % {"text": "”, “".join(missing)})
    return found


def _owners(content: MappingContent, ward: Unit) -> dict[str, Unit]:
    """The units that answer for forms, by code or name as the workbook has it."""
    named = {form.owner for form in content.forms if form.owner}
    units = Unit.objects.filter(Q(pk=ward.pk) | Q(ward=ward), retired_at=None) if named else ()
    known = {folded(word): unit for unit in units for word in (unit.name, unit.short_name, unit.code)}
    if missing := sorted(name for name in named if folded(name) not in known):
        sentence = _("The ward has no unit “%(text)s”. Write its code or its name, or leave the cell blank.")
        raise NotPossible(sentence % {"text": "”, “".join(missing)})
    return {name: known[folded(name)] for name in named}


def _forms_and_lines(
    content: MappingContent, mapping: IndicatorMapping, found: Mapping[str, Plan], owners: Mapping[str, Unit]
) -> None:
    forms = ExternalForm.objects.bulk_create(
        ExternalForm(
            mapping=mapping,
            order=order,
            code=row.code,
            name=row.name,
            basis=row.basis,
            recipient=row.recipient,
            plan=found[row.plan],
            note=row.note,
            owner=owners.get(row.owner),
        )
        for order, row in enumerate(content.forms, start=1)
    )
    by_code = {form.code: form for form in forms}
    FormLine.objects.bulk_create(
        _line(row, by_code[row.form], order) for order, row in enumerate(content.lines, start=1)
    )


def _line(row: LineRow, form: ExternalForm, order: int) -> FormLine:
    return FormLine(
        form=form,
        order=order,
        code=row.code,
        name=row.name,
        measure=row.measure,
        indicator_number=row.indicator,
        source_measure=row.source_measure,
        which=row.which,
        conversion=row.conversion,
        decimals=row.decimals,
    )
