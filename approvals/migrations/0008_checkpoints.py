"""Checkpoints of the trail, which the database refuses to change or delete."""

from django.db import migrations, models

from approvals import append_only


def arm(apps, schema_editor):
    append_only.arm(schema_editor.connection, append_only.CHECKPOINTS)


def disarm(apps, schema_editor):
    append_only.disarm(schema_editor.connection, append_only.CHECKPOINTS)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0007_signing_keys")]
    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(verbose_name="events")),
                ("last_event", models.BigIntegerField()),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                ("peaks", models.JSONField()),
                ("made_at", models.DateTimeField(verbose_name="time")),
            ],
            options={
                "verbose_name": "checkpoint",
                "verbose_name_plural": "checkpoints",
                "ordering": ["-size"],
                "constraints": [models.UniqueConstraint(fields=("size",), name="checkpoint_one_a_size")],
            },
        ),
        migrations.RunPython(arm, disarm),
    ]
