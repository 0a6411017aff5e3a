from django.db import migrations, models

DEGREES = [(0, "not urgent"), (1, "urgent"), (2, "very urgent"), (3, "express")]


class Migration(migrations.Migration):
    """How urgent a report or document is, as it was sent for approval. None that is there was."""

    dependencies = [("workflows", "0013_clock_of_steps")]

    operations = [
        migrations.AddField(model, "urgency", models.PositiveSmallIntegerField("urgency", choices=DEGREES, default=0))
        for model in ("wardreport", "submission")
    ]
