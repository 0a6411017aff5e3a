from django.db import migrations, models


def decimal() -> models.DecimalField:
    return models.DecimalField(max_digits=22, decimal_places=6, null=True)


class Migration(migrations.Migration):
    """A figure keeps what it was in the period before and a year ago; of those that stand nobody knows."""

    dependencies = [("workflows", "0005_parts_of_the_ward_report")]

    operations = [
        migrations.AddField("indicatorfigure", "before", decimal()),
        migrations.AddField("indicatorfigure", "year_before", decimal()),
    ]
