"""What an indicator's figures are held to: a part of a whole, a running total."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0003_aggregations_and_decimals")]

    operations = [
        migrations.AddField(
            "indicator", "bounded", models.BooleanField(default=True, verbose_name="at most the whole")
        ),
        migrations.AddField(
            "indicator", "cumulative", models.BooleanField(default=False, verbose_name="running total")
        ),
    ]
