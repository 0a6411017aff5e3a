from django.db import migrations, models

FREQUENCIES = [
    ("weekly", "Every week"),
    ("monthly", "Every month"),
    ("quarterly", "Every quarter"),
    ("halfyearly", "Every half year"),
    ("ninemonths", "For nine months"),
    ("annual", "Every year"),
    ("once", "Once"),
    ("event", "When there is occasion"),
]
REPORTERS = [
    ("all", "all units that report"),
    ("chosen", "the units chosen here"),
    ("by_kind", "the units of these kinds"),
]
ON_PLAN = "with the plan's indicators and assignments"


class Migration(migrations.Migration):
    dependencies = [("units", "0009_charges"), ("workflows", "0026_steps_after_signing")]

    operations = [
        migrations.AlterModelOptions(
            "reportkind",
            {"ordering": ["ward", "pk"], "verbose_name": "kind of report", "verbose_name_plural": "kinds of report"},
        ),
        migrations.AlterField(
            "reportkind", "frequency", models.CharField("frequency", max_length=10, choices=FREQUENCIES)
        ),
        migrations.AlterField(
            "reportkind",
            "month_offset",
            models.PositiveSmallIntegerField("months after the last one covered", default=1),
        ),
        migrations.AddField("reportkind", "on_plan", models.BooleanField(ON_PLAN, default=True)),
        migrations.AddField(
            "reportkind",
            "months",
            models.ForeignKey(
                "workflows.reportkind",
                models.PROTECT,
                null=True,
                blank=True,
                related_name="years",
                verbose_name="begins with the months of",
            ),
        ),
        migrations.AddField(
            "reportkind",
            "reporters",
            models.CharField("who reports", max_length=8, choices=REPORTERS, default="all"),
        ),
        migrations.AddField(
            "reportkind",
            "units",
            models.ManyToManyField("units.unit", blank=True, related_name="+", verbose_name="chosen units"),
        ),
        migrations.AddField("reportkind", "unit_kinds", models.JSONField("kinds of unit", default=list, blank=True)),
        migrations.AddField("reportkind", "retired_at", models.DateTimeField("retired at", null=True, blank=True)),
        migrations.AlterField("reportingperiod", "code", models.CharField("period", max_length=40)),
        migrations.AddField(
            "reportingperiod", "title", models.CharField("title", max_length=150, blank=True, default="")
        ),
        migrations.AddField("reportingperiod", "brief", models.TextField("what is asked", blank=True, default="")),
        migrations.AddField("reportingperiod", "on_plan", models.BooleanField(ON_PLAN, default=True)),
    ]
