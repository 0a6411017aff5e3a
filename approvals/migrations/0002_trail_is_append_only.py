"""The trail refuses UPDATE and DELETE. TRUNCATE is left: see approvals/append_only.py."""

from django.db import migrations

from approvals import append_only


def arm(apps, schema_editor):
    append_only.arm(schema_editor.connection)


def disarm(apps, schema_editor):
    append_only.disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [migrations.RunPython(arm, disarm)]
