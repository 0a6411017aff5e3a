from django.db import migrations, models


class Migration(migrations.Migration):
    """An outline names the indicators that it asks for; none where it asks for all, as every outline did."""

    dependencies = [("workflows", "0057_fields_of_steps")]

    operations = [
        migrations.AddField(
            "outlineversion", "chosen", models.JSONField("chosen indicators", default=list, blank=True)
        ),
        migrations.AddField("reportingperiod", "chosen", models.JSONField(default=list, blank=True)),
    ]
