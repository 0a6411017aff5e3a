"""A ward report keeps its adjusted figures while it waits to be consolidated anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_last_known")]

    operations = [migrations.AddField("wardreport", "overrides", models.JSONField(default=dict))]
