from django.db import migrations, models


class Migration(migrations.Migration):
    """A case shows how its document stands with the recipient that leads; blank of what was sent before."""

    dependencies = [("approvals", "0015_recipients_and_channels"), ("workflows", "0054_gateways")]

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
