from django.db import migrations, models


class Migration(migrations.Migration):
    """Examinations are decisions too."""

    dependencies = [("approvals", "0008_decisions_may_be_retracted")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("accept", "Accepted"),
                    ("return", "Returned"),
                    ("approve", "Approved"),
                    ("refuse", "Refused"),
                    ("agree", "Agrees"),
                    ("agree_if", "Agrees, with remarks"),
                    ("disagree", "Disagrees"),
                    ("in_order", "In order"),
                ],
                max_length=10,
            ),
        ),
    ]
