import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("written", "waits for the head of the unit"),
    ("proposed", "waits for the office"),
    ("accepted", "accepted: the year follows"),
    ("refused", "not accepted"),
    ("withdrawn", "withdrawn by the unit"),
]
WAITING = Q(state__in=["written", "proposed"])


def person(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, db_index=False, related_name="+", **options
    )


class Migration(migrations.Migration):
    """A unit corrects a figure of an earlier period; the ward's figures of then and later keep what they would be."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workflows", "0049_routes_that_reports_took"),
    ]

    operations = [
        migrations.AddField("indicatorfigure", "restated", models.JSONField("corrected since", null=True)),
        migrations.AddField("wardreport", "restated_since", models.DateTimeField(null=True)),
        migrations.AddField("wardreport", "restatements", models.JSONField(default=list)),
        migrations.CreateModel(
            "Restatement",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.JSONField("was", default=dict)),
                ("becomes", models.JSONField("becomes", default=dict)),
                ("reason", models.TextField("reason")),
                ("state", models.CharField("state", choices=STATES, default="written", max_length=9)),
                ("at", models.DateTimeField("time")),
                ("proposed_at", models.DateTimeField("proposed", null=True)),
                ("decided_at", models.DateTimeField("decided", null=True)),
                ("answer", models.TextField("reason why not", blank=True)),
                ("of_ward", models.JSONField("the ward's figure", default=list)),
                ("by", person()),
                ("decided_by", person(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        "workflows.indicatorentry",
                        django.db.models.deletion.CASCADE,
                        db_index=False,
                        related_name="restatements",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        "workflows.unitreport",
                        django.db.models.deletion.CASCADE,
                        related_name="restatements",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "restatement",
                "verbose_name_plural": "restatements",
                "ordering": ["report", "id"],
                "indexes": [models.Index(condition=WAITING, fields=["report"], name="restatement_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=["written", "proposed", "accepted", "refused", "withdrawn"]),
                        name="restatement_state_known",
                    ),
                    models.UniqueConstraint(condition=WAITING, fields=("entry",), name="restatement_waits_once"),
                    models.CheckConstraint(condition=~Q(reason=""), name="restatement_for_a_reason"),
                ],
            },
        ),
    ]
