from django.db import migrations
from django.utils import timezone

USUAL = (
    {"due": "units", "amount": 3, "offices": ["drafter", "unit_head"]},
    {"due": "units", "amount": 0, "offices": ["drafter", "unit_head"]},
    {"due": "units", "amount": 1, "after": True, "offices": ["coordinator", "unit_head"]},
    {"due": "ward", "amount": 1, "offices": ["coordinator"]},
    {"due": "ward", "amount": 1, "after": True, "offices": ["approver", "coordinator"]},
)


def add_usual(apps, schema_editor):
    """From now on: what has gone by is told to nobody."""
    rungs, since = apps.get_model("workflows", "Rung").objects, timezone.now()
    for kind in apps.get_model("workflows", "ReportKind").objects.filter(subject_kind="wardreport", retired_at=None):
        rungs.bulk_create(rungs.model(kind=kind, since=since, **rung) for rung in USUAL)


class Migration(migrations.Migration):
    """Every kind of report that is in use has the usual reminders."""

    dependencies = [("workflows", "0039_reminders")]

    operations = [migrations.RunPython(add_usual, migrations.RunPython.noop)]
