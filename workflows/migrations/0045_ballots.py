from django.db import migrations, models


class Migration(migrations.Migration):
    """An opinion may be asked by a ballot of all members; how it ended stands with the case's step."""

    dependencies = [("workflows", "0044_steps_at_reports_of_units")]

    operations = [
        migrations.AddField(
            model, "ballot", models.BooleanField(default=False, verbose_name="by a ballot of the members")
        )
        for model in ("step", "casestep")
    ] + [
        migrations.AddField("casestep", "carried", models.BooleanField(null=True)),
        migrations.AddField("casestep", "tally", models.JSONField(null=True)),
    ]
