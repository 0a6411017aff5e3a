"""The SHA-256 of each file beside a document's PDF. `reconcile` notes those of the documents that are there already."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_first_release")]

    operations = [
        migrations.AddField(model_name="rendition", name="beside", field=models.JSONField(default=dict)),
    ]
