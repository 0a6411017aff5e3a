from django.db import migrations, models


class Migration(migrations.Migration):
    """A case shows how its document stands with the recipient that leads; blank of what was sent before."""

    dependencies = [
        ("workflows", "0043_fields_at_a_point_of_time"),
        ("approvals", "0017_recipients_and_channels"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="sending",
            field=models.CharField(blank=True, editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name="wardreport",
            name="sending",
            field=models.CharField(blank=True, editable=False, max_length=10),
        ),
    ]
