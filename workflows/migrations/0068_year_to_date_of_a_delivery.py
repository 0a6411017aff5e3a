from django.db import migrations, models


class Migration(migrations.Migration):
    """What a ward's document brings as its year to date stays with the entry."""

    dependencies = [("workflows", "0067_outlines_of_requests")]

    operations = [
        migrations.AddField("indicatorentry", "told_year", models.JSONField(editable=False, null=True)),
    ]
