import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Questions asked by a link without an account, and what came back."""

    dependencies = [
        ("workflows", "0040_usual_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuickForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_of", models.CharField(max_length=200, verbose_name="who is asked")),
                ("parts", models.JSONField(default=list, verbose_name="parts")),
                ("many", models.BooleanField(default=False, verbose_name="may be answered more than once")),
                ("expires_at", models.DateTimeField(verbose_name="open until")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quick_forms",
                        to="workflows.unitreport",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "quick form",
                "verbose_name_plural": "quick forms",
                "ordering": ["report", "id"],
            },
        ),
        migrations.CreateModel(
            name="QuickAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="who answers")),
                ("contact", models.CharField(max_length=200, verbose_name="how they are reached")),
                ("typed", models.JSONField(default=dict, verbose_name="what was typed")),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be confirmed"),
                            ("taken", "taken into the report"),
                            ("left", "not taken"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="outcome",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="workflows.quickform",
                        verbose_name="quick form",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a quick form",
                "verbose_name_plural": "answers to quick forms",
                "ordering": ["form", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "waiting")), fields=["form"], name="quick_answer_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["waiting", "taken", "left"])),
                        name="quick_answer_outcome_known",
                    )
                ],
            },
        ),
    ]
