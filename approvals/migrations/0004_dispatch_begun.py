"""When a dispatch began to be written out: from then on it may have gone, and a recall has to reach it.

What was asked for before may have gone, whether or not that was noted.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def may_have_gone(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    dispatches = apps.get_model("approvals", "Dispatch").objects.using(schema_editor.connection.alias)
    dispatches.update(begun_at=models.F("requested_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0003_outbox_lease"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="begun_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(may_have_gone, migrations.RunPython.noop),
    ]
