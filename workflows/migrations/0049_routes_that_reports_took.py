import hashlib
import json

from django.db import migrations

DAY = 8  # hours, as version 1 counted in days
SHAPE = (
    *("title", "verb", "beside", "office", "need", "quorum", "allowance"),
    *("at_end", "to_office"),
)
UNNAMED = {"condition": "", "reversed": False, "otherwise": False}  # a copy is taken: its conditions are gone


def keep_what_reports_took(apps, _schema_editor):
    """Each sequence of steps that reports copied and that no version says becomes a retired version, in the order in
    which they were first taken; the route as it stands comes after them. Where a report names a version by its number
    already, the numbers stay.
    """
    routes = apps.get_model("workflows", "Route").objects.order_by("pk")
    if _names_versions(apps):
        return
    for route in routes:
        kept = list(route.versions.order_by("number"))
        said = [_in_hours(version.shape) for version in kept]
        missing = [taken for taken in _taken(apps, route) if taken[1] not in said]
        if missing:
            route.versions.all().delete()
            earlier = [_version(since, shape) for since, shape in missing]
            stays = [_values(version) for version in kept]
            for number, values in enumerate([*earlier, *stays], start=1):
                route.versions.create(number=number, **values)


def _names_versions(apps):
    events = apps.get_model("approvals", "TrailEvent").objects.filter(action="send_for_approval")
    return any("route" in changes for changes in events.values_list("changes", flat=True).iterator())


def _taken(apps, route):
    """The sequences that the kind's reports copied, each with when the first of them was sent."""
    reports = apps.get_model("workflows", "WardReport").objects.filter(period__kind=route.kind_id)
    steps = apps.get_model("workflows", "CaseStep").objects.filter(
        subject_kind="wardreport", subject_id__in=reports.values("pk")
    )
    copies = {}
    for step in steps.select_related("unit", "to_unit").order_by("subject_id", "order"):
        copies.setdefault(step.subject_id, []).append(step)
    found = []
    for copy in sorted((copy for copy in copies.values() if copy[0].opened_at), key=lambda copy: copy[0].opened_at):
        shape = [_said(step) for step in copy]
        if shape not in [each for _since, each in found]:
            found.append((copy[0].opened_at, shape))
    return found


def _said(step):
    told = {name: getattr(step, name) for name in SHAPE} | UNNAMED
    return told | {"unit": step.unit.code, "to_unit": step.to_unit.code if step.to_unit else None}


def _in_hours(shape):
    ends = {"at_end": "remind", "to_unit": None, "to_office": ""}
    return [step if "at_end" in step else {**step, "allowance": DAY * step["allowance"], **ends} for step in shape]


def _version(since, shape):
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"shape": shape, "digest": hashlib.sha256(text.encode()).hexdigest(), "in_force_from": since}


def _values(version):
    return {name: getattr(version, name) for name in ("shape", "digest", "in_force_from", "person_id")}


class Migration(migrations.Migration):
    """What routes were when reports of the release before took their copies: retired versions before the one in force."""

    dependencies = [("workflows", "0048_fields_adjusted_by_hand")]

    operations = [migrations.RunPython(keep_what_reports_took, migrations.RunPython.noop)]
