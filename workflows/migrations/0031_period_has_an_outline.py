from django.db import migrations, models


class Migration(migrations.Migration):
    """No period without the outline of its reports."""

    dependencies = [("workflows", "0030_outline_of_every_kind")]

    operations = [
        migrations.AlterField(
            "reportingperiod",
            "outline",
            models.ForeignKey(
                "workflows.outlineversion", models.PROTECT, related_name="periods", verbose_name="outline"
            ),
        ),
    ]
