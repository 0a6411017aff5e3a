from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever writes a unit's report says that its draft is finished; of drafts before this nobody has."""

    dependencies = [("workflows", "0058_chosen_indicators")]

    operations = [
        migrations.AddField(
            model_name="unitreport",
            name="finished_at",
            field=models.DateTimeField(null=True, verbose_name="draft finished"),
        ),
    ]
