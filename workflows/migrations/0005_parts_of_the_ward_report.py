from django.db import migrations, models


class Migration(migrations.Migration):
    """The ward's report gets two more parts; reports that stand have neither, and say what they said."""

    dependencies = [("workflows", "0004_overrides")]

    operations = [
        migrations.AddField("wardreport", "leadership", models.TextField("leadership and direction", blank=True)),
        migrations.AddField("wardreport", "assessment", models.TextField("assessment", blank=True)),
        migrations.AlterField(
            "narrativetemplate",
            "part",
            models.CharField(
                "part",
                choices=[
                    ("results", "Results"),
                    ("assessment", "Assessment"),
                    ("difficulties", "Difficulties and obstacles"),
                    ("proposals", "Proposals"),
                    ("directions", "Directions for the next period"),
                ],
                max_length=12,
            ),
        ),
    ]
