from django.db import migrations, models


class Migration(migrations.Migration):
    """Who wants a reminder that somebody asks for by the ward's gateway to Zalo or SMS too says so."""

    dependencies = [("units", "0019_units_that_split")]

    operations = [
        migrations.AddField(
            "person",
            "asked_by_phone",
            models.BooleanField(default=False, verbose_name="is reminded by Zalo or SMS too"),
        )
    ]
