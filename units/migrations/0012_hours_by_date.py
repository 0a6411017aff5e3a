from django.db import migrations, models


class Migration(migrations.Migration):
    """Working hours of a ward for terms of days: summer, the day before Tết."""

    dependencies = [("units", "0011_installations")]

    operations = [
        migrations.AddField(
            "unit",
            "hours_by_date",
            models.JSONField(blank=True, default=list, verbose_name="working hours by date"),
        ),
    ]
