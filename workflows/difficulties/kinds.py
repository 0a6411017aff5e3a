from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.text.plain import one_line
from approvals.trail import chain as trail
from units.models import Person, Unit
from units.subjects import give, keep, require
from workflows.models import DifficultyKind

DEFAULTS = ("Thể chế", "Nhân lực", "Kinh phí", "Hạ tầng - kỹ thuật", "Phối hợp", "Khác")


def default_kinds(ward: Unit) -> None:
    """Give a ward without kinds of difficulty the default ones, which its administrator may change. Idempotent."""
    if not ward.difficulty_kinds.exists():
        for order, name in enumerate(DEFAULTS, start=1):
            kind = DifficultyKind.objects.create(ward=ward, name=name, order=order)
            keep(kind, "add_difficulty_kind", by=None, scope=ward.pk, changes={"name": [None, name]})


def add_kind(ward: Unit, *, by: Person, name: str) -> DifficultyKind:
    """Add a kind at the end; one that was retired under this name comes back."""
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=ward.pk)
        require(by, ward.pk)
        name = _free(name, ward.pk)
        last = ward.difficulty_kinds.aggregate(last=Max("order"))["last"] or 0
        kind, _is_new = DifficultyKind.objects.get_or_create(ward=ward, name=name, defaults={"order": last + 1})
        kind.retired_at = None
        trail.record(kind, "add_difficulty_kind", by=by, scope=ward.pk, changes={"name": [None, name]})
        kind.save()
        return kind


def rename_kind(kind: DifficultyKind, *, by: Person, name: str) -> DifficultyKind:
    """Rename a kind, also for the difficulties that have it."""
    with transaction.atomic():
        row = _locked(kind, by)
        if one_line(name) != row.name:
            changes = give(row, name=_unused(name, row.ward_id))
            keep(row, "rename_difficulty_kind", by=by, scope=row.ward_id, changes=changes)
        return row


def retire_kind(kind: DifficultyKind, *, by: Person) -> DifficultyKind:
    """Offer the kind no more; what has it keeps it. Raises NotPossible for the last one."""
    with transaction.atomic():
        row = _locked(kind, by)
        if not DifficultyKind.objects.filter(ward=row.ward_id, retired_at=None).exclude(pk=row.pk).exists():
            raise NotPossible(_("At least one kind has to stay. Add another one first."))
        changes = give(row, retired_at=now())
        keep(row, "retire_difficulty_kind", by=by, scope=row.ward_id, changes=changes)
        return row


def _locked(kind: DifficultyKind, by: Person) -> DifficultyKind:
    row = DifficultyKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    require(by, row.ward_id)
    if row.retired_at:
        raise NotPossible(_("The kind “%(kind)s” is no longer used. Choose another.") % {"kind": row})
    return row


def _free(name: str, ward_id: int) -> str:
    """The name, tidied. Raises NotPossible where it is blank or a kind in use has it."""
    if DifficultyKind.objects.filter(ward=ward_id, name=one_line(name), retired_at=None).exists():
        raise NotPossible(_("There is a kind “%(name)s” already.") % {"name": one_line(name)})
    return _named(name)


def _unused(name: str, ward_id: int) -> str:
    """The same, refused also where a retired kind has it: a name stands for one kind."""
    if DifficultyKind.objects.filter(ward=ward_id, name=one_line(name)).exists():
        raise NotPossible(_("There is a kind “%(name)s” already.") % {"name": one_line(name)})
    return _named(name)


def _named(name: str) -> str:
    if not one_line(name):
        raise NotPossible(_("Give the kind a name."))
    return one_line(name)
