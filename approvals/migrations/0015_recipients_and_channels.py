import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Documents go to recipients by channels; what happened to each is a line. What was sent before went by a folder."""

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("approvals", "0014_when_it_was_sent")]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("folder", "Folder on the server"),
                            ("mail", "E-mail"),
                            ("sftp", "SFTP"),
                            ("vxp", "Document exchange"),
                            ("by_hand", "By hand"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("address", models.JSONField(default=dict)),
                ("sealed", models.BinaryField(blank=True)),
                ("tried_at", models.DateTimeField(null=True)),
                ("tried_fault", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
                "ordering": ["recipient", "place", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="dispatch",
            options={
                "ordering": ["-requested_at", "pk"],
                "verbose_name": "dispatch",
                "verbose_name_plural": "dispatches",
            },
        ),
        migrations.AddField(
            model_name="dispatch",
            name="delivered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="files",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="identity",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="leads",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="channel",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.channel"
            ),
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("trail_head", models.CharField(default="", editable=False, max_length=64)),
                ("scope", models.BigIntegerField()),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("key", models.CharField(editable=False, max_length=300)),
                ("organ_id", models.CharField(blank=True, max_length=35, verbose_name="organ identifier")),
                ("leads", models.BooleanField(default=False, verbose_name="the superior that receives reports")),
            ],
            options={
                "verbose_name": "recipient",
                "verbose_name_plural": "recipients",
                "ordering": ["scope", "name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("scope", "key"), name="recipient_once_a_scope")],
            },
        ),
        migrations.AddField(
            model_name="channel",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="channels", to="approvals.recipient"
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="addressee",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatches",
                to="approvals.recipient",
            ),
        ),
        migrations.CreateModel(
            name="DispatchLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[("failed", "A try failed"), ("sent", "Sent"), ("told", "The receiver tells")],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=2)),
                ("text", models.TextField(blank=True)),
                ("token", models.CharField(blank=True, max_length=100)),
                ("file", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.channel"
                    ),
                ),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="approvals.dispatch"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a dispatch",
                "verbose_name_plural": "lines of a dispatch",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("dispatch", "token"),
                        name="dispatch_line_once_a_message",
                    )
                ],
            },
        ),
    ]
