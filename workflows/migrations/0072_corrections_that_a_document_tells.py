from django.db import migrations, models


class Migration(migrations.Migration):
    """What a ward's document tells of figures of earlier periods that it has corrected."""

    dependencies = [("workflows", "0071_report_of_difficulties")]

    operations = [
        migrations.AddField("unitreport", "corrections", models.JSONField(default=list, editable=False)),
    ]
