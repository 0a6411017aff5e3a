"""A ward report keeps what was last accepted of the assignments of which its period tells nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_carried_figures")]

    operations = [migrations.AddField("wardreport", "last_known", models.JSONField(null=True))]
