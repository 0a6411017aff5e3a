"""Indexes that nothing reads go: of the actor (`trail_actor` begins with it), and of who decided.

SQLite makes the trail's table anew, so its triggers are armed.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from approvals import append_only


def arm(apps, schema_editor):
    append_only.arm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0002_trail_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, arm),
        migrations.AlterField(
            model_name="trailevent",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.RunPython(arm, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="decision",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
