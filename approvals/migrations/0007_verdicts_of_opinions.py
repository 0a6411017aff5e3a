from django.db import migrations, models


class Migration(migrations.Migration):
    """Three more verdicts, those of opinions. Nothing changes in the database."""

    dependencies = [("approvals", "0006_signatures_may_be_void")]

    operations = [
        migrations.AlterField(
            "decision",
            "verdict",
            models.CharField(
                choices=[
                    ("accept", "Accepted"),
                    ("return", "Returned"),
                    ("approve", "Approved"),
                    ("refuse", "Refused"),
                    ("agree", "Agrees"),
                    ("agree_if", "Agrees, with remarks"),
                    ("disagree", "Disagrees"),
                ],
                max_length=10,
            ),
        ),
    ]
