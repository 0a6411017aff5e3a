"""What a ward report keeps of tasks that tell nothing, and of adjusted figures until it is consolidated anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_first_release")]

    operations = [
        migrations.AddField("wardreport", "last_known", models.JSONField(null=True)),
        migrations.AddField("wardreport", "overrides", models.JSONField(default=dict)),
    ]
