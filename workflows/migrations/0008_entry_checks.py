"""Checks on entries, their answers, the limits of a jump; the head's word to the drafter and what the head has read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WHY = models.CharField(blank=True, max_length=500, verbose_name="reason")


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0007_consolidation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="indicatorfigure",
            name="explained",
            field=models.TextField(blank=True, verbose_name="reasons given"),
        ),
        migrations.AddField("assignmententry", "asked", models.BooleanField(default=False)),
        migrations.AddField("assignmententry", "explanation", WHY),
        migrations.AddField("indicatorentry", "asked", models.BooleanField(default=False)),
        migrations.AddField("indicatorentry", "explanation", WHY),
        migrations.AddField(
            "reportkind",
            "jump_deviations",
            models.DecimalField(decimal_places=1, default=5, max_digits=4, verbose_name="a jump: median deviations"),
        ),
        migrations.AddField(
            "reportkind",
            "jump_percent",
            models.DecimalField(
                decimal_places=1, default=50, max_digits=5, verbose_name="a jump: percent of the median"
            ),
        ),
        migrations.AddField(
            "unitreport",
            "unanswered",
            models.PositiveSmallIntegerField(null=True, verbose_name="without a reason asked for"),
        ),
        migrations.AddField(
            "unitreport", "word", models.TextField(blank=True, verbose_name="the head's word to the drafter")
        ),
        migrations.CreateModel(
            name="UnitReportSighting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.PositiveIntegerField()),
                ("seq", models.PositiveIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sightings",
                        to="workflows.unitreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "sighting of a unit report",
                "verbose_name_plural": "sightings of unit reports",
                "constraints": [models.UniqueConstraint(fields=("report", "person"), name="unit_report_sighting_once")],
            },
        ),
    ]
