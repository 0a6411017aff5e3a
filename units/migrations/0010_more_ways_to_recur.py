from django.db import migrations, models


class Migration(migrations.Migration):
    """Assignments that go on all the time, every week or every year."""

    dependencies = [("units", "0009_charges")]

    operations = [
        migrations.AlterField(
            "assignment",
            "recurring",
            models.CharField(
                "recurring",
                max_length=10,
                blank=True,
                choices=[
                    ("", "Once"),
                    ("regular", "All the time"),
                    ("weekly", "Every week"),
                    ("monthly", "Every month"),
                    ("quarterly", "Every quarter"),
                    ("annual", "Every year"),
                ],
            ),
        ),
    ]
