"""Whether an indicator is told at a point of time: the latest value always is, all else was summed over the months.

Existing plans are corrected by people, indicator by indicator (docs/decisions/0020-stock-and-flow.md).
"""

from django.db import migrations, models


def latest_values_are_stocks(apps, schema_editor):
    apps.get_model("units", "Indicator").objects.filter(aggregation="latest").update(stock=True)


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0001_first_release"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="stock",
            field=models.BooleanField(default=False, verbose_name="at a point of time"),
        ),
        migrations.RunPython(latest_values_are_stocks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aggregation", "latest"), _negated=True), ("stock", True), _connector="OR"
                ),
                name="indicator_latest_is_a_stock",
            ),
        ),
    ]
