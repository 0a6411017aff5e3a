from django.db import migrations, models


class Migration(migrations.Migration):
    """A report may bring its recipient packages of QCVN 125:2021/BTTTT."""

    dependencies = [("approvals", "0028_when_a_dispatch_is_due")]

    operations = [
        migrations.AlterField(
            "recipient",
            "shares",
            models.CharField(
                blank=True,
                choices=[
                    ("", "The document alone"),
                    ("figures", "The document and its figures"),
                    ("makings", "The document, its figures, and what each unit reported"),
                    ("packages", "The document and packages of QCVN 125:2021/BTTTT"),
                ],
                default="",
                max_length=10,
                verbose_name="is shared with it",
            ),
        ),
    ]
