import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A unit that was merged says into which."""

    dependencies = [("units", "0015_units_that_only_help")]

    operations = [
        migrations.AddField(
            "unit",
            "merged_into",
            models.ForeignKey(
                "units.unit",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="merged",
                verbose_name="merged into",
            ),
        )
    ]
