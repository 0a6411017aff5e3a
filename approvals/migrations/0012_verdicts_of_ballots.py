from django.db import migrations, models


class Migration(migrations.Migration):
    """What members answer in a ballot are verdicts too."""

    dependencies = [("approvals", "0011_titles_of_what_was_asked")]

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
                    ("in_favour", "In favour"),
                    ("against", "Against"),
                    ("otherwise", "Another opinion"),
                ],
                max_length=10,
            ),
        ),
    ]
