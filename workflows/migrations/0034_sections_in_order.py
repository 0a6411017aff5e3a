from django.db import migrations, models


class Migration(migrations.Migration):
    """An outline may leave standing sections out and put them in another order."""

    dependencies = [("workflows", "0033_fields_of_files")]

    operations = [
        migrations.AddField("section", "is_left_out", models.BooleanField(default=False, verbose_name="left out")),
        migrations.AddField("outlineversion", "arrangement", models.JSONField(blank=True, default=list)),
        migrations.AddField("reportingperiod", "arrangement", models.JSONField(blank=True, default=list)),
    ]
