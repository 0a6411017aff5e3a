from django.db import migrations, models
from django.db.models import F, Q

HOURS = 8  # what was a day
ENDS = [
    ("remind", "remind whoever decides"),
    ("escalate", "tell another office"),
    ("pass", "go on without an opinion"),
]
OFFICES = [
    ("drafter", "Drafter"),
    ("unit_head", "Head of unit"),
    ("coordinator", "Coordinator"),
    ("approver", "Approver"),
    ("clerk", "Clerk"),
    ("auditor", "Auditor"),
    ("admin", "Administrator"),
]


def count_in_hours(apps, _schema_editor):
    """A day is eight hours; an opinion is passed over at its end as before; what is due stays due when it was."""
    for name in ("Step", "CaseStep"):
        rows = apps.get_model("workflows", name).objects
        rows.update(allowance=F("allowance") * HOURS)
        rows.filter(verb="opinion").update(at_end="pass")
    steps = apps.get_model("workflows", "CaseStep").objects.filter(decided_at=None, opened_at__isnull=False)
    steps.update(alarm_at=F("due_at"))


def count_in_days(apps, _schema_editor):
    """Hours that are no whole days become the next larger number of days."""
    for name in ("Step", "CaseStep"):
        apps.get_model("workflows", name).objects.update(allowance=(F("allowance") + HOURS - 1) / HOURS)


def shape(model: str) -> list[migrations.operations.base.Operation]:
    told = models.ForeignKey(
        "units.unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="unit that is told",
    )
    return [
        migrations.AlterField(
            model, "allowance", models.PositiveSmallIntegerField("working hours allowed", default=16)
        ),
        migrations.AddField(
            model, "at_end", models.CharField("when the time is over", max_length=8, choices=ENDS, default="remind")
        ),
        migrations.AddField(model, "to_unit", told),
        migrations.AddField(
            model,
            "to_office",
            models.CharField("office that is told", max_length=20, choices=OFFICES, blank=True, default=""),
        ),
        migrations.AlterField(
            model, "to_office", models.CharField("office that is told", max_length=20, choices=OFFICES, blank=True)
        ),
    ]


class Migration(migrations.Migration):
    """The allowance of a step is in working hours; at its end something happens; whoever holds it may stop its clock."""

    dependencies = [("workflows", "0012_submissions"), ("units", "0008_working_hours")]

    operations = [
        *shape("step"),
        *shape("casestep"),
        migrations.AddField("casestep", "alarm_at", models.DateTimeField(null=True)),
        migrations.AddField("casestep", "escalated_at", models.DateTimeField(null=True)),
        migrations.AddField("casestep", "paused_at", models.DateTimeField(null=True)),
        migrations.AddField("casestep", "pause_reason", models.TextField(blank=True, default="")),
        migrations.AlterField("casestep", "pause_reason", models.TextField(blank=True)),
        migrations.RemoveIndex("casestep", "case_step_opinion_due"),
        migrations.AddIndex(
            "casestep", models.Index(fields=["alarm_at"], condition=Q(decided_at=None), name="case_step_alarm")
        ),
        migrations.AddIndex(
            "casestep",
            models.Index(
                fields=["to_unit", "to_office"], condition=Q(escalated_at__isnull=False), name="case_step_escalated"
            ),
        ),
        migrations.RunPython(count_in_hours, count_in_days),
    ]
