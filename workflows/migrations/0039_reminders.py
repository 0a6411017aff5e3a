import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What kinds of report remind of, and the ledger of what went to whom."""

    dependencies = [
        ("units", "0013_notices"),
        ("workflows", "0038_cancelled_periods"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rung",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "due",
                    models.CharField(
                        choices=[("units", "the units' due time"), ("ward", "the ward's due time")],
                        default="units",
                        max_length=5,
                        verbose_name="of",
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField(verbose_name="how much")),
                (
                    "measure",
                    models.CharField(
                        choices=[("days", "working days"), ("hours", "working hours")],
                        default="days",
                        max_length=5,
                        verbose_name="counted in",
                    ),
                ),
                ("after", models.BooleanField(default=False, verbose_name="after it")),
                ("offices", models.JSONField(default=list, verbose_name="who is reminded")),
                ("by_mail", models.BooleanField(default=True, verbose_name="by mail too")),
                ("since", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rungs",
                        to="workflows.reportkind",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "ordering": ["kind", "due", "after", "-amount", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("subject_name", models.CharField(max_length=400)),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                ("moment", models.DateTimeField()),
                ("at", models.DateTimeField(verbose_name="reminded")),
                ("message", models.CharField(blank=True, max_length=160)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "told"),
                            ("away", "absent: the substitute was told"),
                            ("nobody", "nobody holds one of these offices"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="why not",
                    ),
                ),
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
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="ward",
                    ),
                ),
                (
                    "rung",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.rung",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the ledger of reminders",
                "verbose_name_plural": "ledger of reminders",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["ward", "-at"], name="reminder_of_ward"),
                    models.Index(fields=["due_at"], name="reminder_of_deadline"),
                    models.Index(fields=["message"], name="reminder_by_message"),
                ],
                "constraints": [models.UniqueConstraint(fields=("key",), name="reminder_once")],
            },
        ),
    ]
