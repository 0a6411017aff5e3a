"""Each claim of an outbox row gets a lease of its own.

What is open goes back to the queue with all its tries: claims used to take tries from rows that nobody had worked on,
and to hold rows of a stopped worker for ten minutes. Nothing works while a migration runs.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    messages = apps.get_model("approvals", "OutboxMessage").objects.using(schema_editor.connection.alias)
    messages.filter(done_at=None, parked=False).update(leased_until=None, tries=0)


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0002_rendition_digests"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="lease",
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(give_back, migrations.RunPython.noop),
    ]
